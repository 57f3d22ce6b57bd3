"""A digest: what happened since the last one, one line for each kind and territory, most surprising first."""

import polars as pl

TOPICS_NAMED = 5


def digest(alerts: pl.DataFrame) -> pl.DataFrame:
    """One line for each kind and territory.

    alerts   alert_id, kind, topic, title, location_code, detected_at, observed, score_bits and `decision` (sent, held
             back, …): those of the time that the digest covers
    returns  kind, location_code, alerts (how many), held_back (how many of them were not sent at once), topics
             (by title where there is one,
             TOPICS_NAMED at most, the most surprising first), first_at, last_at, observed (the largest),
             score_bits (the largest), alert_ids (all of them, the most surprising first); by bits, downwards
    """
    ranked = alerts.sort(
        "score_bits", "detected_at", "alert_id", descending=[True, False, False], nulls_last=True
    )
    called = pl.when(pl.col("title") == "").then("topic").otherwise("title")
    named = called.filter(called != "").unique(maintain_order=True).head(TOPICS_NAMED)
    lines = ranked.group_by("kind", "location_code", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("alerts"),
        (pl.col("decision") != "send").sum().cast(pl.Int64).alias("held_back"),
        named.alias("topics"),
        pl.col("detected_at").min().alias("first_at"),
        pl.col("detected_at").max().alias("last_at"),
        pl.col("observed", "score_bits").max(),
        pl.col("alert_id").alias("alert_ids"),
    )
    return lines.sort("score_bits", "kind", "location_code", descending=[True, False, False], nulls_last=True)
