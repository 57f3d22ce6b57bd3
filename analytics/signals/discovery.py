"""How many false alarms are bought when many windows are judged at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analytics.arrays import Flags, Floats
from analytics.coordination.significance import benjamini_hochberg


class Discovery(NamedTuple):
    """rejected: those to keep, (n,); q: smallest false discovery rate at which each one is kept, (n,)."""

    rejected: Flags
    q: Floats


def bh(p: ArrayLike, q: float = 0.05, tests: int | None = None) -> Discovery:
    """Benjamini–Hochberg 1995: of those kept, a share of at most `q` on average is false.

    p      (n,)  chances, in any order
    q      the rate to keep to
    tests  of how many tests these are all that can be small: the windows that hold nothing have p = 1

    Raises ValueError for a p outside 0…1, or fewer tests than values.
    """
    chances = np.asarray(p, np.float64)
    if not ((chances >= 0) & (chances <= 1)).all():
        raise ValueError(f"a p is between 0 and 1; these run from {chances.min()} to {chances.max()}")
    rates = benjamini_hochberg(chances, tests)
    return Discovery(rates <= q, rates)
