"""Which windows are surprising, when many are judged at once and none knows what comes after it."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.signals.baseline import baseline
from analytics.signals.discovery import bh
from analytics.signals.options import WatchOptions
from analytics.signals.series import KEY
from analytics.signals.surprise import surprise

MINUTE = 60_000_000  # µs


def judged(counted: pl.DataFrame, until: int, minutes: int) -> pl.DataFrame:
    """Rows of `counted` (KEY, at, observed) with expected, shape, p, bits: against the hours of the week before each.

    until    instant in µs: windows that end after it are not over, and not judged
    minutes  length of the windows
    """
    window = timedelta(minutes=minutes)
    over = counted.filter(pl.col("at").to_physical() + minutes * MINUTE <= until)
    named = over.sort(*KEY, "at").with_columns(series=pl.struct(KEY).rle_id().cast(pl.Int64))
    last = named["at"].max()
    if not isinstance(last, datetime):
        return over.with_columns(expected=0.0, shape=0.0, p=1.0, bits=0.0)
    believed = baseline(named.select("series", "at", "observed"), last + window, window)
    seen = surprise(*(believed[c].fill_null(np.nan).to_numpy() for c in ("observed", "shape", "rate")))
    return named.drop("series").with_columns(
        believed["expected"], believed["shape"], p=pl.Series(seen.p), bits=pl.Series(seen.bits)
    )


def known_since(told: pl.DataFrame) -> pl.DataFrame:
    """KEY, at: when each series was first seen, which makes it one of the tests."""
    return told.group_by(KEY).agg(pl.col("at").min())


def with_q(held: pl.DataFrame, known: pl.DataFrame, minutes: int, options: WatchOptions) -> pl.DataFrame:
    """Rows with q: Benjamini–Hochberg over the topics × territories of a window and those of the day before it.

    held     at (start of the last window), p, and any others
    known    `known_since`: the tests of a window are all series known by then; one without a row has p 1
    A later window never changes the q of an earlier one. Only chances below the discovery rate are ranked: others
    keep q 1. Lengths of windows share the rate.
    """
    length, family = minutes * MINUTE, options.family_h * 60 // minutes
    window = held["at"].to_physical().to_numpy() // length
    if not window.size:
        return held.with_columns(q=pl.lit(1.0))
    born = known["at"].to_physical().to_numpy() // length
    first, last = int(born.min()), int(window.max())
    tests = _tests(born[born <= last] - first, last - first + 1, family)
    rate = options.discovery / len(options.windows_min)
    q = _rates(window - first, held["p"].to_numpy(), tests, family, rate)
    return held.with_columns(q=pl.Series(q))


def _tests(born: Int64s, windows: int, family: int) -> Int64s:
    """Tests of each window's family, (windows,): known series, summed over the window and those before it."""
    known = np.cumsum(np.bincount(born, minlength=windows))
    before = np.concatenate([np.zeros(family, np.int64), np.cumsum(known)])
    tests: Int64s = before[family:] - before[:-family]
    return tests


def _rates(window: Int64s, p: Floats, tests: Int64s, family: int, rate: float) -> Floats:
    """Q of each row, among the small chances of its window's family."""
    q = np.ones(p.size)
    small = np.flatnonzero(p <= rate)
    small = small[np.argsort(window[small], kind="stable")]
    at = window[small]
    for now in np.unique(at):
        begin, own, end = np.searchsorted(at, [now - family + 1, now, now + 1])
        found = bh(p[small[begin:end]], rate, int(tests[now]))
        q[small[own:end]] = found.q[own - begin :]
    return q
