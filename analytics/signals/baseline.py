"""What a window usually holds: a Gamma belief about each series, from the windows before it alone.

Each rate is a level of its series × a shape of the day and of the week shared by all series × what the series'
own hour of the week has shown. Everything older counts less (half after eight weeks), and a count enters the
history clipped to what it could have been, so that one burst does not become what is expected.
"""

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.posts import UTC, instants
from analytics.signals.belief import Beliefs
from analytics.signals.rhythm import beat

COLUMNS = ("series", "at", "observed", "expected", "shape", "rate")
MICROSECOND = timedelta(microseconds=1)


def baseline(counts: pl.DataFrame, as_of: datetime, window: timedelta) -> pl.DataFrame:
    """What each window could be expected to hold, knowing only the windows before it.

    counts   series, at (start of a window), observed; several rows of a window are added. A window without a
             row held nothing. Optional `since`: the instant from which a series is watched (the same on all
             its rows); without it, or where null, the first window of the whole frame. A hashtag that did not
             exist before is watched since its first post.
    as_of    windows that start at or after it are left out
    window   length of all windows; every `at` is a whole number of them after the first
    returns  series, at, observed i64, expected, shape, rate: one row a window given, by series and time. The
             belief is about the count of one window: `surprise(observed, shape, rate)`. Null where nothing was
             known: neither an earlier window of the series nor two other series.

    The length of the history, how much it varied beyond Poisson, and hours of the day not yet lived through
    all widen the belief (a smaller shape). Raises ValueError for a missing column, a count below 0, windows
    that do not fit, or a naive `as_of`.
    """
    given = _given(counts, as_of)
    if given.is_empty():
        return given.select("series", "at", "observed", *(pl.lit(0.0).alias(c) for c in COLUMNS[3:]))
    numbered, since = _numbered(given, window)
    expected, shape = _believed(numbered, since, given, window)
    return given.select(
        "series",
        "at",
        "observed",
        pl.Series("expected", expected).fill_nan(None),
        pl.Series("shape", shape).fill_nan(None),
        pl.Series("rate", shape / expected).fill_nan(None),
    )


def _given(counts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """One row a series and window before `as_of`, in order: series, at, observed, since."""
    missing = [name for name in COLUMNS[:3] if name not in counts.columns]
    if missing:
        raise ValueError(f"counts have no column {', '.join(missing)}; their columns are {counts.columns}")
    if as_of.tzinfo is None:
        raise ValueError(f"as_of {as_of} has no time zone")
    since = instants(counts["since"]) if "since" in counts.columns else pl.lit(None, UTC)
    rows = counts.select("series", pl.col("observed").cast(pl.Int64)).with_columns(
        instants(counts["at"]).alias("at"), since.alias("since")
    )
    rows = rows.filter(pl.col("at") < as_of)
    if rows.filter(pl.col("observed") < 0).height:
        raise ValueError("a count is below 0")
    grouped = rows.group_by("series", "at").agg(pl.col("observed").sum(), pl.col("since").min())
    return grouped.select("series", "at", "observed", "since").sort("series", "at")


def _numbered(given: pl.DataFrame, window: timedelta) -> tuple[pl.DataFrame, Int64s]:
    """Rows (row, window, series, observed) in order of time, series by first appearance; since when each is watched."""
    first_at = given["at"].min()
    assert isinstance(first_at, datetime)
    steps = (pl.col("at") - first_at).dt.total_microseconds()
    length = window // MICROSECOND
    if length <= 0 or given.select((steps % length != 0).any()).item():
        raise ValueError(f"windows of {window} do not all start a whole number of them after {first_at}")
    begun = (pl.col("since") - first_at).dt.total_microseconds().fill_null(0) // length
    rows = given.with_row_index("row").with_columns(window=steps // length, since=begun)
    rows = rows.sort("window", "row")
    first = rows.unique("series", keep="first", maintain_order=True).with_row_index("number")
    since = first.select(pl.min_horizontal(pl.col("since").clip(0), "window")).to_series().to_numpy()
    numbers = first.select("series", pl.col("number").cast(pl.Int64))
    return rows.join(numbers, on="series", how="left", maintain_order="left", nulls_equal=True), since


def _believed(
    rows: pl.DataFrame, since: Int64s, given: pl.DataFrame, window: timedelta
) -> tuple[Floats, Floats]:
    """Expected count and shape before each row of `given`."""
    start = given["at"].to_physical().min()
    assert isinstance(start, int)
    at, observed = rows["window"].to_numpy(), rows["observed"].to_numpy().astype(np.float64)
    steady = beat(start, window // MICROSECOND)
    steady.advance(np.bincount(at, observed).astype(np.float64))
    told = Beliefs(steady).before(at, rows["number"].to_numpy(), observed, since)
    back = np.argsort(rows["row"].to_numpy())
    return told[0][back], told[1][back]
