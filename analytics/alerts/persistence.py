"""What rises in one window only is mostly chance: a signal counts when it is there in two windows of three."""

from datetime import timedelta

import polars as pl

from analytics.alerts.signals import KEY

NEEDED, OF = 2, 3


def persistent(signals: pl.DataFrame, window: timedelta, needed: int = NEEDED, of: int = OF) -> pl.DataFrame:
    """The signals of a window in which their key has risen in `needed` of the last `of` windows, it included.

    signals  the columns of SIGNALS; the window of a signal is that of its detection, counted from the epoch
    raises   ValueError unless 1 ≤ needed ≤ of and the window is above zero

    Only this window and earlier ones are looked at: the same signal is judged alike whenever it is asked.
    """
    if not 1 <= needed <= of or window <= timedelta(0):
        raise ValueError(f"persistence of {needed} windows of {of}, each of {window}, cannot be kept")
    at = pl.col("detected_at").dt.truncate(window)
    numbered = signals.with_columns(at.alias("_window"))
    risen = numbered.select(*KEY, "_window").unique()
    # A rise counts for its own window and for the `of - 1` that follow.
    reach = pl.concat([risen.with_columns(pl.col("_window") + lag * window) for lag in range(of)])
    held = reach.group_by(*KEY, "_window").len().filter(pl.col("len") >= needed)
    kept = numbered.join(held, on=[*KEY, "_window"], how="semi", nulls_equal=True)
    return kept.drop("_window").sort("detected_at", "signal_id")
