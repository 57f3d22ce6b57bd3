"""Where an alert that was counted everywhere belongs, and which posts show it."""

from datetime import timedelta

import polars as pl

from analytics.signals.options import WatchOptions
from analytics.signals.series import ALL, EVERYWHERE, KEY

FEWEST = 3  # placed posts that say where a topic is
LOOK_BACK = timedelta(days=1)
EVIDENCE = 20  # posts of an alert that are named


def settled(alerts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Alerts in the département of most of the placed posts about their topic in the day before; `counted_in`: where.

    alerts  KEY, detected_at and any others; those of all posts together stay everywhere
    rows    analytics.signals.series.MEMBERS
    """
    asked = alerts.filter(pl.col("location_code") == EVERYWHERE, pl.col("topic") != ALL)
    wanted = asked.select("kind", "topic", "detected_at").unique()
    placed = (
        rows.filter(pl.col("location_code") != EVERYWHERE)
        .select(*KEY, "at")
        .rename({"location_code": "place"})
    )
    near = wanted.join(placed, on=["kind", "topic"]).filter(
        pl.col("at") < pl.col("detected_at"), pl.col("at") >= pl.col("detected_at") - LOOK_BACK
    )
    key = ["kind", "topic", "detected_at"]
    shares = near.group_by(*key, "place").agg(posts=pl.len()).with_columns(of=pl.col("posts").sum().over(key))
    most = shares.filter(pl.col("of") >= FEWEST, 2 * pl.col("posts") > pl.col("of")).select(*key, "place")
    joined = alerts.join(most, on=key, how="left", maintain_order="left")
    everywhere = pl.col("location_code") == EVERYWHERE
    return joined.with_columns(
        counted_in="location_code",
        location_code=pl.when(everywhere)
        .then(pl.coalesce("place", "location_code"))
        .otherwise("location_code"),
    ).drop("place")


def told_elsewhere(alerts: pl.DataFrame, placed: pl.DataFrame, options: WatchOptions) -> pl.Expr:
    """Whether an alert everywhere only repeats one that was told of a place within `quiet_h` before.

    placed  kind, topic, placed_at: `told_of_places` of these alerts and of those before
    """
    asked = alerts.with_row_index("row").filter(pl.col("location_code") == EVERYWHERE)
    since = pl.col("detected_at") - timedelta(hours=options.quiet_h)
    repeated = asked.join(placed, on=["kind", "topic"]).filter(
        pl.col("placed_at") <= pl.col("detected_at"), pl.col("placed_at") > since
    )
    return pl.int_range(pl.len()).is_in(repeated["row"].unique().implode())


def told_of_places(alerts: pl.DataFrame) -> pl.DataFrame:
    """kind, topic, placed_at of the alerts that are of a place."""
    placed = alerts.filter(pl.col("location_code") != EVERYWHERE)
    return placed.select("kind", "topic", placed_at="detected_at")


def with_evidence(alerts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Alerts with `evidence`: uids of at most EVIDENCE posts that they were counted from, the earliest first.

    rows  MEMBERS; what an alert counted lies in its `counted_in`, from start_at until detected_at
    """
    numbered = alerts.with_row_index("row")
    counted = rows.rename({"location_code": "counted_in"})
    inside = numbered.select("row", "kind", "topic", "counted_in", "start_at", "detected_at").join(
        counted, on=["kind", "topic", "counted_in"]
    )
    shown = inside.filter(pl.col("at") >= pl.col("start_at"), pl.col("at") < pl.col("detected_at"))
    earliest = (
        shown.sort("at", "uid")
        .group_by("row", maintain_order=True)
        .agg(evidence=pl.col("uid").unique(maintain_order=True).head(EVIDENCE))
    )
    joined = numbered.join(earliest, on="row", how="left", maintain_order="left").drop("row")
    return joined.with_columns(pl.col("evidence").fill_null([]))
