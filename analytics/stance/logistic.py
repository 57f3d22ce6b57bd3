"""Multinomial logistic regression on sparse features, by L-BFGS: the same data give the same weights."""

from typing import Final, NamedTuple

import numpy as np
from scipy import sparse, special

from analytics.arrays import Floats, Int64s
from analytics.stance.descent import minimise

_STEPS: Final = 300
_TOLERANCE: Final = 1e-6  # of the gradient of the loss a row


class Weights(NamedTuple):
    """slope (k features, c classes) and intercept (c,)."""

    slope: Floats
    intercept: Floats


def fit(
    x: sparse.csr_array,
    y: Int64s,
    classes: int,
    *,
    strength: float,
    balance: float,
    tolerance: float = _TOLERANCE,
    spread: Floats | float = 1.0,
) -> Weights:
    """Minimise the weighted log loss plus ‖slope / spread‖² / (2 strength); the intercept is free.

    x          (n, k)
    y          (n,)  classes 0 … classes − 1; one that is not seen is never predicted
    balance    0: every row weighs 1; 1: every class weighs the same; between: (largest / own)^balance
    tolerance  of the gradient of the loss a row
    spread     (k, classes) or one for all: how far from 0 a slope is expected, never below 0
    """
    count = np.bincount(y, minlength=classes)
    weight = (count.max() / np.maximum(count, 1))[y] ** balance
    target = sparse.csr_array((weight, (np.arange(y.size), y)), shape=(y.size, classes)).toarray()
    start = np.zeros((x.shape[1] + 1, classes))
    start[-1] = np.log(np.maximum(target.sum(axis=0), 1e-9) / target.sum())
    transposed = sparse.csr_array(x.T)

    def loss(flat: Floats) -> tuple[float, Floats]:
        at = flat.reshape(start.shape)
        logit = x @ (spread * at[:-1]) + at[-1]
        log_share = special.log_softmax(logit, axis=1)
        off = np.exp(log_share) * weight[:, None] - target
        slope = spread * (transposed @ off) + at[:-1] / strength
        value = -(target * log_share).sum() + (at[:-1] ** 2).sum() / (2 * strength)
        return float(value) / y.size, np.vstack([slope, off.sum(axis=0)]).ravel() / y.size

    best = minimise(loss, start.ravel(), steps=_STEPS, tolerance=tolerance).reshape(start.shape)
    return Weights(spread * best[:-1], best[-1])


def probabilities(x: sparse.csr_array, weights: Weights) -> Floats:
    """Probability of each class (n, c); rows sum to 1."""
    return np.asarray(special.softmax(x @ weights.slope + weights.intercept, axis=1))
