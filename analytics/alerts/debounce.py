"""Signals that come in a row are one alert: it leaves when they pause, or when it has waited long enough."""

from datetime import timedelta

import numpy as np
import polars as pl

from analytics.alerts.signals import KEY
from analytics.arrays import Int64s
from analytics.kernel import compiled

QUIET = timedelta(minutes=5)
CAP = timedelta(hours=2)
MICROSECOND = timedelta(microseconds=1)


def debounce(signals: pl.DataFrame, quiet: timedelta = QUIET, cap: timedelta = CAP) -> pl.DataFrame:
    """`burst` (dense number) and `due_at` for each signal, sorted by key, then by detection.

    signals  the columns of SIGNALS
    quiet    a signal that comes less than this after the last one of its key joins its burst (sliding window)
    cap      nor does a burst wait longer than this after its first signal: the next one opens another
    due_at   when the burst may leave: last signal + quiet, or first signal + cap, whichever is first
    """
    if quiet < MICROSECOND or cap < quiet:
        raise ValueError(f"quiet {quiet} and cap {cap}: quiet must be above zero, and cap no shorter")
    ordered = signals.sort(*KEY, "detected_at", "signal_id")
    key = ordered.select(pl.struct(KEY).rle_id()).to_series().cast(pl.Int64).to_numpy()
    at = ordered["detected_at"].to_physical().to_numpy()
    burst = _bursts(key, at, quiet // MICROSECOND, cap // MICROSECOND)
    first, last = pl.col("detected_at").min(), pl.col("detected_at").max()
    return ordered.with_columns(pl.Series("burst", burst)).with_columns(
        pl.min_horizontal(first + cap, last + quiet).over("burst").alias("due_at")
    )


@compiled
def _bursts(key: Int64s, at: Int64s, quiet: int, cap: int) -> Int64s:
    """Number of the burst of each row; rows are sorted by key, then by time (µs)."""
    burst = np.zeros(at.size, np.int64)
    first = 0
    for row in range(1, at.size):
        goes_on = key[row] == key[row - 1] and at[row] - at[row - 1] < quiet and at[row] - at[first] < cap
        if not goes_on:
            first = row
        burst[row] = burst[row - 1] + (0 if goes_on else 1)
    return burst
