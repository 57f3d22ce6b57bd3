"""What a window usually holds: a Gamma belief about each series, from the windows before it alone.

Each rate is a level of its series × a shape of the day and of the week shared by all series × what the series'
own hour of the week has shown. Everything older counts less (half after eight weeks), and a count enters the
history clipped to what it could have been, so that one burst does not become what is expected.
"""

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from analytics.posts import UTC, instants
from analytics.signals import belief, rhythm

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
    rows = _rows(given, window)
    start = given["at"].to_physical().min()
    assert isinstance(start, int)
    total = np.bincount(rows.window, rows.observed).astype(np.float64)
    beat = rhythm.rhythm(total, start, window // MICROSECOND)
    prior = belief.shared_prior(rows, beat)
    expected, shape = belief.beliefs(rows, beat, prior)
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


def _rows(given: pl.DataFrame, window: timedelta) -> belief.Rows:
    first_at = given["at"].min()
    assert isinstance(first_at, datetime)
    first = given["series"].rle_id()
    steps = (given["at"] - first_at).dt.total_microseconds().to_numpy()
    length = window // MICROSECOND
    if length <= 0 or (steps % length).any():
        raise ValueError(f"windows of {window} do not all start a whole number of them after {first_at}")
    bounds = np.append(np.flatnonzero(np.diff(first.to_numpy(), prepend=-1)), given.height)
    numbered = steps // length
    begun = (given["since"] - first_at).dt.total_microseconds().fill_null(0).to_numpy()[bounds[:-1]]
    return belief.Rows(
        window=numbered.astype(np.int64),
        observed=given["observed"].to_numpy().astype(np.float64),
        since=np.clip(begun // length, 0, numbered[bounds[:-1]]).astype(np.int64),
        bounds=bounds.astype(np.int64),
    )
