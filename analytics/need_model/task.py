"""What is told of a feedback: its rating, its service, each axis. One ensemble of linear models a task.

A task looks at the features in one view or several; each has a linear model, and their probabilities are averaged.
Views err on different texts: words, letters, and both with the signs tell a rating better than any of them.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Floats, Int64s
from analytics.need_model.ways import LEARN, Way
from analytics.need_model.weighting import Blocks
from analytics.stance.logistic import Weights, probabilities

View = tuple[str, ...]


class Look(NamedTuple):
    """Blocks that a linear model sees together, how strongly it may follow them, and how it learns."""

    view: View
    strength: float
    way: Way = "plain"


@dataclass(frozen=True, slots=True)
class Options:
    """One model a look."""

    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """classes (c), and of each view its slope (k, c) and intercept (c,)."""

    name: str
    classes: tuple[str, ...]
    views: tuple[View, ...]
    slopes: tuple[NDArray[np.float32], ...]
    intercepts: tuple[NDArray[np.float32], ...]


ALL: Final[View] = ("words", "letters", "signs")
RATING: Final = Options(
    (
        Look(("words",), 10.0, "contrast"),
        Look(("letters",), 10.0, "contrast"),
        Look(("words", "signs"), 1.0, "graded"),
        Look(ALL, 1.0, "graded"),
    )
)
SERVICE: Final = Options((Look(("words", "letters"), 2.0),))
AXIS: Final = Options((Look(ALL, 1.0),))


def learn(name: str, x: Blocks, y: Int64s, classes: tuple[str, ...], options: Options) -> Task:
    """Learn to tell the classes of n texts; y (n,) is the place of each in `classes`."""
    fitted = [LEARN[look.way](x.view(look.view), y, len(classes), look.strength) for look in options.looks]
    return Task(
        name,
        classes,
        tuple(look.view for look in options.looks),
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
