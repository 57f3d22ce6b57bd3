"""Trend of opinion by service, axis and territory: users' own ratings where they gave them."""

import polars as pl

from analytics.needs.cube import NOTHING
from analytics.needs.feedback import UNNAMED
from analytics.needs.shares import shares
from analytics.needs.suppression import ALL
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
    hidden: pl.DataFrame = NOTHING,
) -> pl.DataFrame:
    """Share of users whose judgement is negative, by service × territory × time.

    feedback  `uid, created_at, services` (list), `place_insee, departement` and the axis: positive, neutral, negative
              or null; a feedback without the axis is left out. One that names no service counts as "unnamed"
    axis      of AXES
    needs     `level, code, topic, at, suppressed` of the need cube that is published of the same feedback, with the
              same windows. A negative axis expresses a need: what the cube hides is hidden here, and services are
              told apart nowhere, for the cube's totals would give away the small ones. Without it the trend must
              not be published beside the needs of the same feedback
    hidden    `level, code, topic`: what else must not be shown (without `needs`)
    returns   level, code, topic (service, or all), at (null for the whole time), people, share (negative), low, high
              (95 %, Wilson), suppressed, as `analytics.needs.shares`
    raises    ValueError for an axis that is none
    """
    if axis not in AXES:
        raise ValueError(f"{axis} is no axis; there are {', '.join(AXES)}")
    known = feedback.filter(pl.col(axis).is_in(VALUES))
    services = pl.col("services").cast(pl.List(pl.String))
    unnamed = pl.lit([UNNAMED], pl.List(pl.String))
    apart = (services.list.len() > 0) & needs.is_empty()
    rows = of_services(known.with_columns(services=pl.when(apart).then(services).otherwise(unnamed)))
    rows = rows.with_columns(holds=pl.col(axis) == NEGATIVE)
    asked = needs.filter(pl.col("topic") == (ALL if axis == "rating" else axis))
    secret = _for_each(asked.filter(pl.col("at").is_null(), "suppressed")) if asked.height else hidden
    found = shares(rows, communes, every=every, k=k, hidden=secret)
    return found if needs.is_empty() else _no_more_than(found.filter(topic=ALL), asked)


def _for_each(secret: pl.DataFrame) -> pl.DataFrame:
    """Hidden territories, for both groups of a table without services."""
    places = secret.select("level", "code")
    return pl.concat([places.with_columns(topic=pl.lit(name, pl.String)) for name in (ALL, UNNAMED)])


def _no_more_than(found: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The trend, hidden where the need is; a cell without a row in either counts nobody."""
    cell = ["level", "code", "at"]
    secret = asked.select(*cell, there="suppressed")
    joined = found.join(secret, on=cell, how="left", nulls_equal=True, maintain_order="left")
    hidden = pl.col("suppressed") | pl.col("there").fill_null(value=False)
    figures = [pl.when(~hidden).then(name).alias(name) for name in ("people", "share", "low", "high")]
    return joined.with_columns(*figures, suppressed=hidden).drop("there")


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
