"""How good the alerts are, by what analysts answered: precision, recall, how many a day, how late."""

import math
from datetime import datetime

import numpy as np
import polars as pl

from analytics.learning.answers import FALSE, REAL, USEFUL, standing
from analytics.learning.decide import TOLD
from analytics.posts import UTC

Z = 1.959963984540054  # 95 %
DAY_S = 86_400
MISSED = pl.Schema({
    "missed_id": pl.String(), "at": UTC, "kind": pl.String(), "topic": pl.String(), "location_code": pl.String(),
    "noted_at": UTC,
})  # fmt: skip
BINS = pl.Schema(
    {"low": pl.Float64(), "alerts": pl.Int64(), "probability": pl.Float64(), "real": pl.Float64()}
)


def measured(
    alerts: pl.DataFrame,
    answers: pl.DataFrame,
    start: datetime,
    end: datetime,
    *,
    by: tuple[str, ...] = ("kind",),
    missed: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """One row for each value of `by` (kind, location_code or both; none for one row in all), sorted by it.

    alerts   alert_id, kind, location_code, start_at, detected_at, decision; those due in [start, end) by due_at
    answers  ANSWERS
    missed   MISSED: what analysts say no alert told of; those that were at a time in [start, end)
    returns  *by, alerts (all), sent (checks included), alerts_per_day (sent), answered (of those sent), real,
             useful (of those real), false,
             precision with its 95 % Wilson interval (null without answers),
             held_real (alerts that were held back or muted and that somebody called real all the same),
             missed (declared), recall = real ÷ (real + held_real + missed): of what analysts know of and say,
             detection_s (median of detected_at - start_at over those real)
    """
    known = standing(answers).select("alert_id", "answer")
    seen = alerts.filter(pl.col("due_at") >= start, pl.col("due_at") < end)
    told = seen.join(known, on="alert_id", how="left", maintain_order="left")
    sent, real = pl.col("decision").is_in(TOLD), pl.col("answer").is_in(REAL)
    lag = (pl.col("detected_at") - pl.col("start_at")).dt.total_seconds(fractional=True)
    counts = told.group_by([*by, pl.lit(1).alias("_one")]).agg(
        pl.len().cast(pl.Int64).alias("alerts"),
        sent.sum().cast(pl.Int64).alias("sent"),
        (sent & pl.col("answer").is_not_null()).sum().cast(pl.Int64).alias("answered"),
        (sent & real).sum().cast(pl.Int64).alias("real"),
        (sent & (pl.col("answer") == USEFUL)).sum().cast(pl.Int64).alias("useful"),
        (sent & (pl.col("answer") == FALSE)).sum().cast(pl.Int64).alias("false"),
        (~sent & real).sum().cast(pl.Int64).alias("held_real"),
        lag.filter(real).median().alias("detection_s"),
    )
    lost = _lost(MISSED.to_frame() if missed is None else missed, start, end, by)
    counts = counts.join(lost, on=[*by, "_one"], how="full", coalesce=True)
    counts = counts.with_columns(pl.col(pl.Int64).fill_null(0))
    days = (end - start).total_seconds() / DAY_S
    low, high = wilson(pl.col("real"), pl.col("answered"))
    real_known = pl.col("real") + pl.col("held_real") + pl.col("missed")
    return counts.select(
        *by, "alerts", "sent", (pl.col("sent") / days).alias("alerts_per_day"), "answered", "real", "useful", "false",
        _share(pl.col("real"), pl.col("answered")).alias("precision"),
        low.alias("precision_low"), high.alias("precision_high"), "held_real", "missed",
        _share(pl.col("real"), real_known).alias("recall"), "detection_s",
    ).sort(by or "alerts")  # fmt: skip


def _lost(missed: pl.DataFrame, start: datetime, end: datetime, by: tuple[str, ...]) -> pl.DataFrame:
    """Declared misses by the same keys, with `_one`."""
    own = missed.filter(pl.col("at") >= start, pl.col("at") < end)
    return own.group_by([*by, pl.lit(1).alias("_one")]).agg(missed=pl.len().cast(pl.Int64))


def wilson(hits: pl.Expr, of: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The 95 % interval of a share (Wilson 1927), null for none of none."""
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * (share * (1 - share) / of + z2 / (4 * of * of)).sqrt()
    some = of > 0
    return pl.when(some).then((middle - half).clip(0, 1)), pl.when(some).then((middle + half).clip(0, 1))


def reliability(steps: pl.DataFrame, bins: int = 10) -> tuple[pl.DataFrame, float, float]:
    """Does what the model said come true? Each alert with the probability that it had before its answer.

    steps    probability, real
    returns  bins (low, alerts, probability (mean), real (share)), the expected calibration error (mean distance of
             the two, by alerts) and the Brier score; nan without answers
    """
    if steps.is_empty():
        return BINS.to_frame(), math.nan, math.nan
    low = (pl.col("probability") * bins).floor().clip(0, bins - 1) / bins
    binned = (
        steps.select(low.alias("low"), "probability", "real")
        .group_by("low")
        .agg(pl.len().cast(pl.Int64).alias("alerts"), pl.col("probability").mean(), pl.col("real").mean())
        .sort("low")
    )
    weight = binned["alerts"].to_numpy() / steps.height
    error = np.abs(binned["probability"].to_numpy() - binned["real"].to_numpy())
    brier = np.mean((steps["probability"].to_numpy() - steps["real"].to_numpy()) ** 2)
    return binned, float(weight @ error), float(brier)


def _share(part: pl.Expr, of: pl.Expr) -> pl.Expr:
    return pl.when(of > 0).then(part / of)
