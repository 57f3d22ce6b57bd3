"""How striking a cylinder is: Kulldorff's likelihood ratio, and what it takes to reach a given one."""

import numpy as np

from analytics.arrays import Floats
from analytics.kernel import compiled


@compiled
def likelihood_ratio(observed: float, expected: float, total: float) -> float:
    """Kulldorff's log likelihood ratio (1997, Poisson) of a cylinder; 0 where no more is observed than expected.

    total  events in all, observed and expected alike
    """
    if observed <= expected:
        return 0.0
    if expected <= 0:
        return np.inf
    ratio: float = observed * np.log(observed / expected)
    if observed < total:
        ratio += (total - observed) * np.log((total - observed) / (total - expected))
    return ratio


@compiled
def ceilings(level: float, total: int) -> Floats:
    """What a cylinder with 0, 1, … total events may expect at most to reach the ratio `level`, (total + 1,)."""
    ceiling = np.full(total + 1, -1.0)
    for count in range(1, total + 1):
        low, high = 0.0, float(count)
        for _ in range(60):
            middle = (low + high) / 2
            if likelihood_ratio(count, middle, total) >= level:
                low = middle
            else:
                high = middle
        ceiling[count] = high
    return ceiling
