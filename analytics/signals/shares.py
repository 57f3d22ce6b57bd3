"""How surprising a share is: so many of so many, against the share that was usual before."""

from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import betaln, gammaln

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled

PRIOR = (1.0, 9.0)  # those that have it and those that have not, believed seen before the first
VARIES = 30.0  # shares differ from place to place and topic to topic: no history counts for more than this


class Share(NamedTuple):
    """usual: share that was usual; p: chance of as many or more, bits: −log2 of it; (n,) each."""

    usual: Floats
    p: Floats
    bits: Floats

    def columns(self, usual: str, name: str) -> dict[str, pl.Series]:
        """The figures as columns: `usual`, {name}_p, {name}_bits."""
        return {
            usual: pl.Series(self.usual),
            f"{name}_p": pl.Series(self.p),
            f"{name}_bits": pl.Series(self.bits),
        }


def share_surprise(part: Int64s, whole: Int64s, part_before: Int64s, whole_before: Int64s) -> Share:
    """P(X ≥ part), X ~ beta-binomial(whole) around the share of `part_before` in `whole_before`, (n,) each.

    The belief starts at PRIOR and never grows surer than VARIES observations would make it. 0 of 0 has p 1.
    """
    known = PRIOR[0] + PRIOR[1] + whole_before
    usual = (PRIOR[0] + part_before) / known
    sure = np.minimum(known, VARIES)
    bits = _bits(part.astype(np.int64), whole.astype(np.int64), usual * sure, (1 - usual) * sure)
    return Share(usual, np.exp2(-bits), bits)


def _bits(part: Int64s, whole: Int64s, a: Floats, b: Floats) -> Floats:
    """−log2 of the upper tail: its first term in logarithms, the others by their ratios."""
    first = gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1)
    first += betaln(part + a, whole - part + b) - betaln(a, b)
    total = _tail(part, whole, a, b)
    return np.where(part > 0, np.maximum(0.0, -(first + np.log(total)) / np.log(2)), 0.0)


@compiled
def _tail(part: Int64s, whole: Int64s, a: Floats, b: Floats) -> Floats:
    """Sum of the tail's terms relative to its first one, (n,)."""
    totals = np.empty(part.size)
    for i in range(part.size):
        term, total = 1.0, 1.0
        for k in range(part[i], whole[i]):
            ratio = (whole[i] - k) * (a[i] + k) / ((k + 1.0) * (b[i] + whole[i] - k - 1.0))
            term *= ratio
            total += term
            if term < 1e-17 * total:
                break
        totals[i] = total
    return totals
