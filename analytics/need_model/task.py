"""What is told of a feedback: its rating, its service, each axis. One ensemble of linear models a task.

A task looks at the features in one view or several; each view is a multinomial logistic regression, and their
probabilities are averaged. Views err on different texts: words, letters and signs together tell a rating better than
any of them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Floats, Int64s
from analytics.need_model.weighting import Blocks
from analytics.stance.logistic import Weights, fit, probabilities

View = tuple[str, ...]
BALANCE: Final = 1.0  # every class weighs the same
TOLERANCE: Final = 1e-4  # of the gradient: beyond it no text of the folds changes its class


@dataclass(frozen=True, slots=True)
class Options:
    """views: blocks that a model looks at together, with the strength of that model (see `logistic.fit`)."""

    views: tuple[tuple[View, float], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """classes (c), and of each view its slope (k, c) and intercept (c,)."""

    name: str
    classes: tuple[str, ...]
    views: tuple[View, ...]
    slopes: tuple[NDArray[np.float32], ...]
    intercepts: tuple[NDArray[np.float32], ...]


ALL: Final[View] = ("words", "letters", "signs")
RATING: Final = Options(((("words",), 20.0), (("letters",), 20.0), (("signs",), 1.0), (ALL, 3.0)))
SERVICE: Final = Options(((("words", "letters"), 2.0),))
AXIS: Final = Options(((ALL, 1.0),))


def learn(name: str, x: Blocks, y: Int64s, classes: tuple[str, ...], options: Options) -> Task:
    """Learn to tell the classes of n texts; y (n,) is the place of each in `classes`."""
    fitted = [
        fit(x.view(view), y, len(classes), strength=strength, balance=BALANCE, tolerance=TOLERANCE)
        for view, strength in options.views
    ]
    return Task(
        name,
        classes,
        tuple(view for view, _ in options.views),
        tuple(weights.slope.astype(np.float32) for weights in fitted),
        tuple(weights.intercept.astype(np.float32) for weights in fitted),
    )


def chances(task: Task, x: Blocks) -> Floats:
    """Probability of each class (n, c), the mean of the views; rows sum to 1."""
    told = [
        probabilities(x.view(view), Weights(slope.astype(np.float64), intercept.astype(np.float64)))
        for view, slope, intercept in zip(task.views, task.slopes, task.intercepts, strict=True)
    ]
    return np.asarray(np.mean(told, axis=0))
