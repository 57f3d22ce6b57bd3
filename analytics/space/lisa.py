"""Where do high figures stand together? Local Moran's I, judged by permutations, false discoveries controlled."""

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.coordination.significance import benjamini_hochberg
from analytics.kernel import compiled
from analytics.space.neighbours import Neighbours

PERMUTATIONS = 999
RATE = 0.05
KINDS = pl.Enum(["high-high", "low-high", "low-low", "high-low"])  # the place's figure, its neighbours' mean


def lisa(
    values: Floats,
    neighbours: Neighbours,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    rate: float = RATE,
) -> pl.DataFrame:
    """Local Moran's I of each place (Anselin 1995).

    values   (n,)  one figure a place
    rate     false discovery rate (Benjamini–Hochberg) to keep to
    returns  n rows: local_i ((n − 1) z_i Σ w_ij z_j / Σ z²), kind (KINDS), p, q, kept (q at most `rate`). p is
             two-sided: twice the share of draws as extreme on the side seen (esda's directed p, doubled because the
             side is chosen by the data), in which a place keeps its figure and its neighbours' are drawn from all
             others, without replacement. All null for a place without neighbours, and where all figures are equal.
             With many places p must be small to be kept: raise `permutations` with their number
    raises   ValueError for a figure that is not a number
    """
    if not np.isfinite(values).all():
        raise ValueError("a figure is not a number: leave hidden and unknown places out")
    z = values - values.sum() / max(1, values.size)
    z = np.where(np.abs(z) > 1e-12 * np.abs(values).max(initial=0), z, 0.0)
    spread = float(z @ z)
    pulls = neighbours.weight * z[neighbours.place]
    lag: Floats = np.bincount(neighbours.source(), pulls, minlength=z.size).astype(np.float64)
    judged = (np.diff(neighbours.start) > 0) & (spread > 0)
    larger = _larger(z, lag, neighbours, permutations, seed)
    p = np.minimum(1.0, 2 * (1 + np.minimum(larger, permutations - larger)) / (permutations + 1))
    q = np.ones(z.size)
    q[judged] = benjamini_hochberg(p[judged])
    figures = {"local_i": (z.size - 1) * z * lag / (spread or 1.0), "kind": _kind(z, lag), "p": p, "q": q}
    table = pl.DataFrame(figures).with_columns(pl.col("kind").cast(KINDS), kept=pl.col("q") <= rate)
    return table.with_columns(pl.when(pl.Series(judged)).then(pl.all()).name.keep())


def _kind(z: Floats, lag: Floats) -> pl.Series:
    own = pl.Series(np.where(z > 0, "high", "low"))
    return own + "-" + pl.Series(np.where(lag > 0, "high", "low"))


def _larger(z: Floats, lag: Floats, neighbours: Neighbours, permutations: int, seed: int) -> Int64s:
    """How many draws give each place neighbours at least as alike as its own, (n,).

    Draws are places in the order of their figures, so that they do not depend on the order of the rows.
    """
    degree = np.diff(neighbours.start)
    widest, others = int(degree.max(initial=0)), z.size - 1
    if not widest:
        return np.zeros(z.size, np.int64)
    rng = np.random.default_rng(seed)
    draws = [rng.choice(others, widest, replace=False) for _ in range(permutations)]
    order = np.argsort(z, kind="stable")
    drawn = np.array(draws, np.int64).reshape(permutations, widest)
    return _counted(z[order], order, lag, neighbours, drawn)


@compiled
def _counted(z: Floats, order: Int64s, lag: Floats, neighbours: Neighbours, drawn: Int64s) -> Int64s:
    """As `_larger`; z in ascending order, `order` the place of each, draws (permutations, widest) among the others."""
    larger = np.zeros(z.size, np.int64)
    for rank in range(z.size):
        place = order[rank]
        first, last = neighbours.start[place], neighbours.start[place + 1]
        reached = z[rank] * lag[place] - 1e-12 * abs(z[rank] * lag[place])
        for draw in range(drawn.shape[0]):
            mean = 0.0
            for edge in range(first, last):
                other = drawn[draw, edge - first]
                mean += neighbours.weight[edge] * z[other + (other >= rank)]
            larger[place] += z[rank] * mean >= reached
    return larger
