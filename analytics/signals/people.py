"""Nothing is told of fewer than `crowd` people, nor to more digits than a count of few people would survive.

An alert's count and its surprise follow from counts of the past that nobody may see. With all their digits they
are equations with one solution in small whole numbers; as they are told here many pasts say the same.
"""

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.codes import encode
from analytics.kernel import compiled
from analytics.signals.options import WatchOptions

EXPECTED = 1  # digits after the point of what was expected
SHARE = 2  # and of a share
LARGE = 50  # bits from which their first digit is told
_KEY = ["kind", "topic", "location_code"]


def enough_people(
    found: pl.DataFrame, rows: pl.DataFrame, seen: pl.DataFrame, options: WatchOptions
) -> pl.DataFrame:
    """The rows of `found` that at least `options.crowd` distinct people stand behind, from start_at until detected_at.

    found  KEY, start_at, detected_at and any others; those of kind crowd have had their people counted
    rows   analytics.signals.series.MEMBERS of what is counted
    seen   analytics.signals.watched: who wrote each post
    Counts that no post stands behind (events of operational sources) tell of no people and stay.
    """
    keys = found.select(_KEY).unique(maintain_order=True).with_row_index("key")
    wrote = (
        rows.join(keys, on=_KEY)
        .join(seen.select("uid", "author"), on="uid")
        .select("key", "author", at=pl.col("at").to_physical())
        .sort("key", "at")
    )
    spans = found.join(keys, on=_KEY, how="left", maintain_order="left").select(
        pl.col("key").cast(pl.Int64), pl.col("start_at", "detected_at").to_physical()
    )
    bounds = np.searchsorted(wrote["key"].to_numpy(), np.arange(keys.height + 1)).astype(np.int64)
    author = encode(wrote["author"]).code.astype(np.int64)
    at = np.ascontiguousarray(wrote["at"].to_numpy())
    people = pl.Series(_distinct(bounds, at, author, spans.to_numpy(order="c")))
    few = (people > 0) & (people < options.crowd)
    return found.filter(~few | (found["kind"] == "crowd"))


@compiled
def _distinct(bounds: Int64s, at: Int64s, author: Int64s, spans: Int64s) -> Int64s:
    """Distinct authors of each span (key, start, end), (n, 3): rows of a key begin at bounds[key], by `at`."""
    people = np.zeros(spans.shape[0], np.int64)
    counted = np.full(author.max() + 1 if author.size else 0, -1)
    for i in range(people.size):
        key, start, end = spans[i]
        first, last = bounds[key], bounds[key + 1]
        begin = first + np.searchsorted(at[first:last], start)
        stop = first + np.searchsorted(at[first:last], end)
        for row in range(begin, stop):
            if counted[author[row]] != i:
                counted[author[row]] = i
                people[i] += 1
    return people


def as_told(bits: str) -> pl.Expr:
    """A surprise in whole bits, one digit from LARGE on: more would tell exactly what was expected."""
    whole = pl.col(bits).round(0) + 0.0
    return pl.when(whole < LARGE).then(whole).otherwise(whole.round_sig_figs(1))


def hidden_unless(counts: tuple[str, str], crowd: int) -> list[pl.Expr]:
    """A part and its whole, null unless both the part and the rest of the whole are 0 or `crowd` and more."""
    part, whole = pl.col(counts[0]), pl.col(counts[1])
    shown = pl.all_horizontal((one == 0) | (one >= crowd) for one in (part, whole - part))
    return [pl.when(shown).then(one) for one in (part, whole)]
