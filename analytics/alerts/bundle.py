"""One alert for each burst of signals that is over."""

from datetime import datetime, timedelta
from hashlib import sha256

import polars as pl

from analytics.alerts.debounce import CAP, QUIET, debounce
from analytics.alerts.signals import KEY, SIGNALS

EVIDENCE_KEPT = 20
ALERTS = pl.Schema({
    "alert_id": pl.String(), **{name: SIGNALS[name] for name in KEY},
    "start_at": SIGNALS["start_at"], "detected_at": SIGNALS["detected_at"], "last_at": SIGNALS["detected_at"],
    "due_at": SIGNALS["detected_at"], "observed": pl.Int64(), "expected": pl.Float64(),
    "score_bits": pl.Float64(), "q": pl.Float64(), "why": pl.String(), "title": pl.String(),
    "evidence": pl.List(pl.String()), "signals": pl.List(pl.String()),
})  # fmt: skip


def alerts(
    signals: pl.DataFrame, as_of: datetime, *, quiet: timedelta = QUIET, cap: timedelta = CAP
) -> pl.DataFrame:
    """The alerts that are due by `as_of`, one row a burst, by due time, then by alert_id.

    signals  the columns of SIGNALS; those detected after `as_of` are not looked at
    returns  ALERTS. The figures and the reason are those of the signal with the most bits (the first of them),
             `evidence` holds its posts, then those of the others, EVIDENCE_KEPT at most; `start_at` and
             `detected_at` are the first of the burst. `alert_id` is 16 hexadecimal digits of the key and of the
             first signal: what comes later never renames an alert.
    """
    known = signals.filter(pl.col("detected_at") <= as_of)
    if known.is_empty():
        return ALERTS.to_frame()
    bursts = debounce(known, quiet, cap).filter(pl.col("due_at") <= as_of)
    strongest = bursts.sort("burst", "score_bits", "detected_at", "signal_id",
                            descending=[False, True, False, False], nulls_last=True)  # fmt: skip
    figures = ("observed", "expected", "score_bits", "q", "why", "title")
    made = strongest.group_by("burst", maintain_order=True).agg(
        *(pl.col(name).first() for name in (*KEY, "due_at", *figures)),
        pl.col("start_at", "detected_at").min(),
        pl.col("detected_at").max().alias("last_at"),
        pl.col("evidence").explode().drop_nulls().unique(maintain_order=True).head(EVIDENCE_KEPT),
        pl.col("signal_id").sort_by("detected_at", "signal_id").alias("signals"),
    )
    return made.with_columns(_ids(made)).select(ALERTS.names()).cast(ALERTS).sort("due_at", "alert_id")


def _ids(made: pl.DataFrame) -> pl.Series:
    """A name that the same burst always gets: hashlib, since Polars' own hash may change with its version."""
    first = made["signals"].list.first()
    keys = made.select(pl.concat_str(*KEY, first, separator="\n")).to_series()
    return pl.Series("alert_id", [sha256(key.encode()).hexdigest()[:16] for key in keys], pl.String)
