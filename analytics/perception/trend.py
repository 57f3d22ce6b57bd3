"""Trend of opinion by service, axis and territory: users' own ratings where they gave them."""

import polars as pl

from analytics.needs.cube import NOTHING
from analytics.needs.shares import shares
from analytics.visibility.answers import of_services

AXES = ("rating", "accessibility", "explanation", "relation", "responsiveness", "simplicity")
VALUES = ("positive", "neutral", "negative")
NEGATIVE = "negative"


def trend(
    feedback: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    axis: str = "rating",
    every: str = "1mo",
    k: int = 11,
    needs: pl.DataFrame = NOTHING,
) -> pl.DataFrame:
    """Share of users whose judgement is negative, by service × territory × time.

    feedback  `uid, created_at, services` (list), `place_insee, departement` and the axis: positive, neutral, negative
              or null; a feedback without the axis is left out. One that names no service counts as "unnamed"
    axis      of AXES
    needs     `level, code, topic, suppressed` of the need rates that are published of the same feedback. A negative
              axis expresses a need, so that its number is hidden here, service by service and window by window,
              where it is there
    returns   level, code, topic (service, or all), at (null for the whole time), people, share (negative), low, high
              (95 %, Wilson), suppressed, as `analytics.needs.shares`
    raises    ValueError for an axis that is none
    """
    if axis not in AXES:
        raise ValueError(f"{axis} is no axis; there are {', '.join(AXES)}")
    known = feedback.filter(pl.col(axis).is_in(VALUES))
    services = pl.col("services").cast(pl.List(pl.String))
    empty = pl.lit(["unnamed"], pl.List(pl.String))
    named = known.with_columns(services=pl.when(services.list.len() > 0).then(services).otherwise(empty))
    rows = of_services(named).with_columns(holds=pl.col(axis) == NEGATIVE)
    return shares(rows, communes, every=every, k=k, hidden=_everywhere(needs, axis, rows["topic"]))


def change(found: pl.DataFrame) -> pl.DataFrame:
    """The latest window that is shown against the one before it, in every cell of a trend.

    found    of `trend`
    returns  level, code, topic, at, before_at, share, before, difference, low, high (95 %, Newcombe 1998 from the
             Wilson intervals), certain (the interval does not hold 0); by level, code, topic
    """
    key = ["level", "code", "topic"]
    shown = found.filter(~pl.col("suppressed"), pl.col("at").is_not_null()).sort(*key, "at")
    old = {f"before_{name}": pl.col(name).shift(1).over(key) for name in ("at", "share", "low", "high")}
    last = shown.with_columns(**old).group_by(key, maintain_order=True).last().drop_nulls("before_share")
    down = (
        (pl.col("share") - pl.col("low")) ** 2 + (pl.col("before_high") - pl.col("before_share")) ** 2
    ).sqrt()
    up = (
        (pl.col("high") - pl.col("share")) ** 2 + (pl.col("before_share") - pl.col("before_low")) ** 2
    ).sqrt()
    difference = pl.col("share") - pl.col("before_share")
    return last.select(
        *key,
        "at",
        "before_at",
        "share",
        before="before_share",
        difference=difference,
        low=difference - down,
        high=difference + up,
        certain=(difference - down > 0) | (difference + up < 0),
    )


def _everywhere(needs: pl.DataFrame, axis: str, topics: pl.Series) -> pl.DataFrame:
    """The territories whose number of this need is hidden, for all services and for each."""
    if needs.is_empty():
        return NOTHING
    asked = "all" if axis == "rating" else axis
    whole = needs.filter(pl.col("at").is_null()) if "at" in needs.columns else needs
    secret = whole.filter((pl.col("topic") == asked) & pl.col("suppressed")).select("level", "code")
    names = pl.DataFrame({"topic": ["all", *topics.drop_nulls().unique().sort()]})
    return secret.join(names, how="cross")
