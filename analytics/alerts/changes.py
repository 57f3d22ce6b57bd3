"""What changed since an alert of the same kind, topic and territory was last said."""

from datetime import timedelta

import polars as pl

from analytics.alerts.signals import KEY

MEMORY = timedelta(hours=24)
GROWTH = 2.0  # times as many as then
MORE_BITS = 10.0
NEW, GROWN, STEADY, FALLEN = "new", "grown", "steady", "fallen"
BEFORE = ("detected_at", "observed", "expected", "score_bits")


def changes(
    alerts: pl.DataFrame, told: pl.DataFrame, *, memory: timedelta = MEMORY, growth: float = GROWTH
) -> pl.DataFrame:
    """Each alert with what was last told of its key, and how it differs.

    alerts   ALERTS
    told     ALERTS that were sent before (their rows may be among `alerts`: none is compared with itself)
    returns  the rows of `alerts` with `previous_id`, `detected_at_before`, `observed_before`,
             `expected_before`, `score_bits_before` (null where nothing was told within `memory`), `new_posts`
             (posts of the evidence not shown then) and `change`:
             new (nothing was told), grown (observed ≥ growth × then, or MORE_BITS bits more), fallen
             (observed ≤ then ÷ growth), else steady. A new or grown one is worth a message of its own.
    """
    before = told.select(
        *KEY,
        *(pl.col(name).alias(f"{name}_before") for name in BEFORE),
        pl.col("alert_id").alias("previous_id"),
        pl.col("evidence").alias("_shown"),
    ).sort("detected_at_before", "previous_id")
    later = pl.col("detected_at") > pl.col("detected_at_before")
    recent = pl.col("detected_at") - pl.col("detected_at_before") <= memory
    last = (
        alerts.select("alert_id", "detected_at", *KEY)
        .join(before, on=KEY, maintain_order="left_right")
        .filter(later & recent)
        .group_by("alert_id", maintain_order=True)
        .last()
        .drop(*KEY, "detected_at")
    )
    joined = alerts.join(last, on="alert_id", how="left", maintain_order="left")
    shown = pl.col("_shown").fill_null([])
    fresh = pl.col("evidence").list.set_difference(shown).list.len().cast(pl.Int64)
    return joined.with_columns(fresh.alias("new_posts"), _change(growth).alias("change")).drop("_shown")


def _change(growth: float) -> pl.Expr:
    then, now = pl.col("observed_before"), pl.col("observed")
    risen = (now >= growth * then) | (pl.col("score_bits") >= pl.col("score_bits_before") + MORE_BITS)
    return (
        pl.when(pl.col("previous_id").is_null())
        .then(pl.lit(NEW))
        .when(risen)
        .then(pl.lit(GROWN))
        .when(now * growth <= then)
        .then(pl.lit(FALLEN))
        .otherwise(pl.lit(STEADY))
    )
