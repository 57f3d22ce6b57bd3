"""Whether an alert stands alone: what else was told of its territory, and of others, in the day before."""

from datetime import timedelta

import polars as pl

WITHIN = timedelta(hours=24)


def with_company(alerts: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Alerts with `company`, the other kinds that were due in the same territory, and `elsewhere`, how many alerts
    were due in other territories (not in no place in particular), WITHIN before each was due itself.

    alerts  alert_id, kind, location_code, due_at
    before  the same columns: alerts that were made before, sent or not; those of `alerts` among them count once
    What is due later is not looked at: an alert has the same company whenever it is asked.
    """
    own = ("alert_id", "kind", "location_code", "due_at")
    others = pl.concat([before.select(own), alerts.select(own)]).unique("alert_id", keep="first")
    pairs = alerts.select(own).join(others, how="cross", suffix="_other")
    since = pl.col("due_at") - pl.col("due_at_other")
    near = pairs.filter(since >= timedelta(0), since < WITHIN)
    here = pl.col("location_code") == pl.col("location_code_other")
    counted = near.group_by("alert_id").agg(
        company=pl.col("kind_other")
        .filter(here, pl.col("kind") != pl.col("kind_other"))
        .n_unique()
        .cast(pl.Int64),
        elsewhere=(~here & (pl.col("location_code_other") != "")).sum().cast(pl.Int64),
    )
    joined = alerts.join(counted, on="alert_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("company", "elsewhere").fill_null(0))
