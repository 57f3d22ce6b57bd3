"""EWMA control chart (Roberts 1959): small shifts that last, which single windows do not show."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analytics.arrays import Flags, Floats
from analytics.kernel import compiled

WEIGHT = 0.3  # λ, of the newest window
LIMIT = 3.0  # L, standard deviations of the average


class Ewma(NamedTuple):
    """level: weighted mean of the deviations so far; limit: what it seldom exceeds; above: level > limit."""

    level: Floats
    limit: Floats
    above: Flags


def ewma(
    observed: ArrayLike,
    expected: ArrayLike,
    deviation: ArrayLike,
    begins: ArrayLike | None = None,
    *,
    weight: float = WEIGHT,
    limit: float = LIMIT,
) -> Ewma:
    """Average with exponential weights of (observed − expected) / deviation, window by window, (n,) each.

    observed, expected, deviation  (n,) or one for all; consecutive windows of a series. With a Gamma belief
                                   (`baseline`) the deviation is √(expected + expected² / shape). Where the
                                   expectation is nan, the window says nothing and the average stays
    begins                         (n,)  True where another series begins; None: one series
    weight, limit                  λ and L; the limit is L √(λ/(2−λ) (1 − (1−λ)^2t)) after t windows

    Raises ValueError for a weight outside 0…1 or a deviation that is not above 0.
    """
    if not 0 < weight <= 1:
        raise ValueError(f"a weight of {weight} is not between 0 and 1")
    x, mean, sd = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(v, float)) for v in (observed, expected, deviation))
    )
    if (sd <= 0).any():
        raise ValueError(f"row {int((sd <= 0).argmax())}: a deviation is above 0")
    starts = np.zeros(x.size, np.bool_) if begins is None else np.asarray(begins, np.bool_)
    level, edge = _averaged((x - mean) / sd, starts, weight)
    return Ewma(level, limit * edge, level > limit * edge)


@compiled
def _averaged(deviation: Floats, begins: Flags, weight: float) -> tuple[Floats, Floats]:
    """The average and its standard deviation."""
    level, edge = np.zeros(deviation.size), np.zeros(deviation.size)
    held, left = 0.0, 1.0  # left: (1 − λ)^2t
    for i in range(deviation.size):
        if begins[i]:
            held, left = 0.0, 1.0
        if not np.isnan(deviation[i]):
            held += weight * (deviation[i] - held)
            left *= (1.0 - weight) ** 2
        level[i], edge[i] = held, np.sqrt(weight / (2.0 - weight) * (1.0 - left))
    return level, edge
