"""What chance alone would give: hypergeometric tails, and how many of them pass when many are tested."""

import math

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled


@compiled
def upper_tail(common: Int64s, one: Int64s, other: Int64s, universe: int) -> Floats:
    """P(X ≥ common) where `other` things are drawn among `universe` of which `one` are marked, (n,).

    The chance that two accounts which took their occasions blindly have so many of them in common.
    Terms are summed from `common` upwards, each from the one before, until they no longer matter.
    """
    tail = np.empty(common.size, np.float64)
    for i in range(common.size):
        x, marked, drawn = (
            common[i],
            max(one[i], other[i]),
            min(one[i], other[i]),
        )  # to the bit the same both ways
        lowest = max(0, drawn + marked - universe)
        x = max(x, lowest)
        term, total = _probability(x, marked, drawn, universe), 0.0
        while x <= min(marked, drawn):
            total += term
            ratio = (marked - x) * (drawn - x) / ((x + 1.0) * (universe - marked - drawn + x + 1.0))
            if ratio < 1 and term < 1e-17 * total:
                break
            term *= ratio
            x += 1
        tail[i] = min(1.0, total)
    return tail


@compiled
def _probability(x: int, marked: int, drawn: int, universe: int) -> float:
    if x > min(marked, drawn):
        return 0.0
    return math.exp(_choices(marked, x) + _choices(universe - marked, drawn - x) - _choices(universe, drawn))


@compiled
def _choices(among: int, taken: int) -> float:
    return math.lgamma(among + 1.0) - math.lgamma(taken + 1.0) - math.lgamma(among - taken + 1.0)


def benjamini_hochberg(p: Floats, tests: int | None = None) -> Floats:
    """Smallest false discovery rate at which each p is kept, (n,); `tests` counts those whose p is 1 as well.

    Raises ValueError where fewer tests are named than there are values.
    """
    tests = p.size if tests is None else tests
    if tests < p.size:
        raise ValueError(f"{p.size} p-values cannot come from {tests} tests")
    order = np.argsort(p, kind="stable")
    rates = p[order] * tests / np.arange(1, p.size + 1)
    q = np.empty(p.size, np.float64)
    q[order] = np.minimum(1.0, np.minimum.accumulate(rates[::-1])[::-1])
    return q
