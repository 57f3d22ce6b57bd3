"""Whether those who ask a service are answered, and after how long."""

from collections.abc import Collection

import polars as pl

from analytics.needs.cube import NOTHING
from analytics.needs.shares import shares
from analytics.posts import instants, read

ANSWERED, WAITING = "answered", "waiting"


def response(
    feedback: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    every: str = "1mo",
    k: int = 11,
    hidden: pl.DataFrame = NOTHING,
) -> pl.DataFrame:
    """Share of feedback that was answered, by service × territory × time, with the rate of feedback.

    feedback  `uid, created_at, status` (answered or waiting; others are left out), `services` (list), `place_insee`,
              `departement`
    returns   level, code, topic (service, or all), at, people (feedback), share (answered), low, high, suppressed, as
              `analytics.needs.shares`, and per_thousand: feedback for each thousand inhabitants
    """
    status = pl.col("status")
    rows = of_services(feedback).with_columns(
        holds=pl.when(status.is_in([ANSWERED, WAITING])).then(status == ANSWERED)
    )
    found = shares(rows, communes, every=every, k=k, hidden=hidden)
    inhabitants = _inhabitants(communes)
    joined = found.join(inhabitants, on=["level", "code"], how="left", maintain_order="left")
    return joined.with_columns(per_thousand=1_000 * pl.col("people") / pl.col("inhabitants")).drop(
        "inhabitants"
    )


def of_services(feedback: pl.DataFrame) -> pl.DataFrame:
    """A row for each service of a feedback: person, topic, commune, departement, at, and the other columns."""
    named = feedback.with_columns(
        person=pl.col("uid").cast(pl.String),
        topic="services",
        commune=pl.col("place_insee").cast(pl.String),
        departement=pl.col("departement").cast(pl.String),
        at=instants(feedback["created_at"]),
    )
    return named.explode("topic").unique(["person", "topic"], maintain_order=True)


def delays(cases: pl.DataFrame, k: int = 11) -> pl.DataFrame:
    """How long answers take, by service, over all territories.

    cases    topic, person, created_at, answered_at (null while there is no answer)
    returns  topic, answered (distinct people), median_hours, late_hours (nine in ten are quicker), suppressed; by
             topic, figures null where suppressed: fewer than k people. A topic's figures are no parts of a sum
    """
    hours = (instants(cases["answered_at"]) - instants(cases["created_at"])).dt.total_seconds() / 3_600
    found = (
        cases.with_columns(hours=hours)
        .filter(pl.col("hours") >= 0)
        .group_by("topic")
        .agg(
            answered=pl.col("person").n_unique().cast(pl.Int64),
            median_hours=pl.col("hours").median(),
            late_hours=pl.col("hours").quantile(0.9, "linear"),
        )
        .with_columns(suppressed=pl.col("answered") < k)
    )
    shown = [
        pl.when(~pl.col("suppressed")).then(name).alias(name)
        for name in ("answered", "median_hours", "late_hours")
    ]
    return found.with_columns(shown).sort("topic")


def asked(posts: pl.DataFrame, own: Collection[str]) -> pl.DataFrame:
    """Posts by others that answer or quote a post of the service, and when it first replied to them.

    posts    as `analytics.posts.read` takes them
    own      author_uid of the service's accounts
    returns  uid, person, created_at, answered_at (null while there is none), by uid
    """
    table = read(posts)
    parents = {
        name: table.parents.get(name, pl.Series([None] * posts.height, dtype=pl.String)) for name in _TO
    }
    rows = pl.DataFrame(
        {"uid": table.uid, "person": table.author, "at": instants(posts["created_at"]), **parents}
    )
    mine = pl.col("person").is_in(list(own))
    own_posts = rows.filter(mine)["uid"].implode()
    to_us = pl.any_horizontal(pl.col(name).is_in(own_posts) for name in _TO)
    answers = (
        rows.filter(mine)
        .drop_nulls("reply_to_uid")
        .group_by(uid="reply_to_uid")
        .agg(answered_at=pl.col("at").min())
    )
    questions = rows.filter(~mine & to_us.fill_null(value=False))
    return questions.select("uid", "person", created_at="at").join(answers, on="uid", how="left").sort("uid")


_TO = ("reply_to_uid", "quote_of_uid")


def _inhabitants(communes: pl.DataFrame) -> pl.DataFrame:
    people = pl.col("population").sum().alias("inhabitants")
    levels = [
        communes.select(level=pl.lit("commune"), code="code", inhabitants="population"),
        communes.group_by(code="departement")
        .agg(people)
        .select(pl.lit("departement").alias("level"), "code", "inhabitants"),
        communes.select(
            level=pl.lit("france"), code=pl.lit("FR"), inhabitants=pl.col("population").sum()
        ).head(1),
    ]
    if "epci" in communes.columns:
        epci = communes.drop_nulls("epci").group_by(code="epci").agg(people)
        levels.append(epci.select(pl.lit("epci").alias("level"), "code", "inhabitants"))
    return pl.concat(levels)
