"""Three ways to learn one linear model of classes from one view of the texts; what is learnt looks the same."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np
from scipy import linalg, sparse

from analytics.arrays import Floats, Int64s
from analytics.need_model.folds import stratified
from analytics.stance.logistic import Weights, fit

Way: TypeAlias = Literal["plain", "contrast", "graded"]
BALANCE: Final = 1.0  # every class weighs the same
TOLERANCE: Final = 1e-4  # of the gradient: beyond it no text of the folds changes its class
_FOLDS: Final = 5
_SETTLE: Final = 0.1  # strength of the logistic regression on graded outputs, in their standard deviations
_MOST: Final = 3_000  # texts that a graded model learns from: it compares each with each


def plain(x: sparse.csr_array, y: Int64s, classes: int, strength: float) -> Weights:
    """Multinomial logistic regression on x (n, k); y (n,) of 0 … classes − 1; strength as in `logistic.fit`."""
    return fit(x, y, classes, strength=strength, balance=BALANCE, tolerance=TOLERANCE)


def contrast(x: sparse.csr_array, y: Int64s, classes: int, strength: float) -> Weights:
    """The same, where a feature may weigh for a class as much as its log-count ratio says that it tells it apart.

    Few texts cannot settle the weights of many words; how often each class has a word can be counted (naive Bayes
    with a linear model on top: Wang & Manning 2012).
    """
    spread = _ratios(x, y, classes)
    return fit(x, y, classes, strength=strength, balance=BALANCE, tolerance=TOLERANCE, spread=spread)


def graded(x: sparse.csr_array, y: Int64s, classes: int, strength: float) -> Weights:
    """Least squares to one column a class with ‖slope‖² / strength; then a logistic regression on its outputs.

    A middle class lies between two others and is never the largest output: where it begins and ends is learnt
    from outputs on texts that least squares had not seen, in five folds. Both steps are linear: one slope is left.
    """
    every = -(-y.size // _MOST)
    x, y = x[::every], y[::every]
    likeness = (x @ x.T).toarray()
    told = np.eye(classes)[y]
    unseen = np.zeros_like(told)
    fold = stratified(y, _FOLDS, seed=0)
    for held in range(_FOLDS):
        rest, out = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        dual, offset = _least_squares(likeness[np.ix_(rest, rest)], told[rest], strength)
        unseen[out] = likeness[np.ix_(out, rest)] @ dual + offset
    dual, offset = _least_squares(likeness, told, strength)
    mean, deviation = unseen.mean(axis=0), np.maximum(unseen.std(axis=0), 1e-9)
    outputs = sparse.csr_array((unseen - mean) / deviation)
    over = fit(outputs, y, classes, strength=_SETTLE, balance=BALANCE, tolerance=TOLERANCE)
    turn = over.slope / deviation[:, None]
    return Weights((x.T @ dual) @ turn, (offset - mean) @ turn + over.intercept)


LEARN: Final[dict[Way, Callable[[sparse.csr_array, Int64s, int, float], Weights]]] = {
    "plain": plain,
    "contrast": contrast,
    "graded": graded,
}


def _ratios(x: sparse.csr_array, y: Int64s, classes: int) -> Floats:
    """|ln| of how much oftener a class has a feature than the others have, one added to each count: (k, c)."""
    has = sparse.csr_array((np.ones_like(x.data), x.indices, x.indptr), shape=x.shape)
    own = np.asarray(has.T @ np.eye(classes)[y]) + 1
    others = own.sum(axis=1, keepdims=True) - classes + 2 - own
    return np.asarray(np.abs(np.log(own / own.sum(axis=0)) - np.log(others / others.sum(axis=0))))


def _least_squares(likeness: Floats, told: Floats, strength: float) -> tuple[Floats, Floats]:
    """Dual weights (n, c) and offset (c,) of centred least squares, from the products of the rows (n, n)."""
    mean = likeness.mean(axis=0)
    centred = likeness - mean - mean[:, None] + mean.mean()
    centred[np.diag_indices_from(centred)] += 1 / strength
    dual = linalg.solve(centred, told - told.mean(axis=0), assume_a="pos")
    return dual, told.mean(axis=0) - mean @ dual
