"""Bursts of a word among all (Kleinberg 2002): the cheapest sequence of states that explains each batch."""

import math

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled

RATIO = 2.0  # s: how much more often in each state than in the one below
PRICE = 1.0  # γ: of entering a state, in units of ln(number of batches)
SUREST = 0.9999  # no state makes every text relevant
BURST = {"level": pl.Int64, "start": pl.Int64, "end": pl.Int64, "weight": pl.Float64}


def rates(relevant: ArrayLike, total: ArrayLike, *, ratio: float = RATIO, levels: int = 1) -> Floats:
    """Share of relevant texts in each state, (levels + 1,): p0 = ΣR/ΣD, then s times as much each.

    States that would reach 1 are left out. Raises ValueError for counts that cannot be.
    """
    r, d = _counts(relevant, total)
    usual = r.sum() / d.sum() if d.sum() else 0.0
    shares = usual * np.power(ratio, np.arange(levels + 1, dtype=np.float64))
    return shares[shares <= SUREST] if 0 < usual < SUREST else np.array([usual])


def states(
    relevant: ArrayLike,
    total: ArrayLike,
    *,
    ratio: float = RATIO,
    price: float = PRICE,
    levels: int = 1,
) -> Int64s:
    """State of each batch, (n,): 0 as usual, 1 in a burst, 2 … in a burst within it.

    relevant, total  (n,)  texts with the word and texts at all, in batches in order of time
    ratio, price     s and γ; climbing one level costs γ ln n, falling is free
    levels           how many states there are above the usual one

    Raises ValueError for counts that cannot be: negative, more relevant than there are, of other lengths.
    """
    return _cheapest(_costs(relevant, total, ratio, levels), price)


def bursts(
    relevant: ArrayLike,
    total: ArrayLike,
    *,
    ratio: float = RATIO,
    price: float = PRICE,
    levels: int = 1,
) -> pl.DataFrame:
    """Every burst: level, start (first batch), end (last batch), weight, the heaviest first.

    Bursts nest: one of level 2 lies within one of level 1. Its weight is what being in its state, rather than in
    the one below, saves over its batches (nats). Parameters and errors as in `states`.
    """
    cost = _costs(relevant, total, ratio, levels)
    state = _cheapest(cost, price)
    found = []
    for level in range(1, cost.shape[1]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], state >= level, [0]))))
        saved = np.concatenate(([0.0], np.cumsum(cost[:, level - 1] - cost[:, level])))
        start, end = edges[::2], edges[1::2]
        found.append(
            pl.DataFrame(
                {
                    "level": [level] * start.size,
                    "start": start,
                    "end": end - 1,
                    "weight": saved[end] - saved[start],
                },
                schema=BURST,
            )
        )
    table = pl.concat(found) if found else pl.DataFrame(schema=BURST)
    return table.sort(["weight", "level", "start"], descending=[True, False, False])


def _counts(relevant: ArrayLike, total: ArrayLike) -> tuple[Floats, Floats]:
    r, d = np.asarray(relevant, np.float64), np.asarray(total, np.float64)
    if r.shape != d.shape or r.ndim != 1:
        raise ValueError(f"relevant {r.shape} and total {d.shape} are not two columns of one length")
    wrong = ~((r >= 0) & (r <= d))
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"batch {row}: {r[row]} relevant texts of {d[row]} cannot be")
    return r, d


def _costs(relevant: ArrayLike, total: ArrayLike, ratio: float, levels: int) -> Floats:
    """−ln P(r of d) in each state, (n, states), without the binomial coefficient, the same in all."""
    r, d = _counts(relevant, total)
    share = rates(r, d, ratio=ratio, levels=levels)
    if share.size == 1:
        return np.zeros((r.size, 1))
    cost: Floats = -(r[:, None] * np.log(share) + (d - r)[:, None] * np.log1p(-share))
    return cost


def _cheapest(cost: Floats, price: float) -> Int64s:
    return _path(cost, price * math.log(cost.shape[0])) if cost.size else np.zeros(0, np.int64)


@compiled
def _path(cost: Floats, climb: float) -> Int64s:
    """Viterbi from the usual state; of two that cost the same, the calmer."""
    batches, levels = cost.shape
    spent = np.full(levels, np.inf)
    spent[0] = 0.0  # before the first batch all is as usual
    came = np.empty((batches, levels), np.int64)
    for t in range(batches):
        before = spent.copy()
        for to in range(levels):
            least = np.inf
            for origin in range(levels):
                asked = before[origin] + climb * max(0, to - origin)
                if asked < least:
                    least, came[t, to] = asked, origin
            spent[to] = least + cost[t, to]
    state = np.empty(batches, np.int64)
    at = int(np.argmin(spent))
    for t in range(batches - 1, -1, -1):
        state[t] = at
        at = came[t, at]
    return state
