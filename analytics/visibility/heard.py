"""Where services are heard and how they answer: one table that may be published, in five kinds of figures."""

from collections.abc import Mapping
from functools import partial

import polars as pl

from analytics.needs import FEEDBACK
from analytics.needs.feedback import (
    and_elsewhere,
    by_service_and_territory,
    everybody,
    hidden_by,
    hidden_like,
    somewhere,
    window_length,
)
from analytics.needs.places import FRANCE, TOP
from analytics.needs.shares import wilson
from analytics.needs.suppression import ALL
from analytics.posts import UTC
from analytics.visibility.answers import asked, delays, of_services, response
from analytics.visibility.share_of_voice import voice
from analytics.visibility.topics import with_topics

FIGURES = ("answers", "delay", "replies", "voice", "volume")
SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "figure": pl.String, "service": pl.String, "level": pl.String, "code": pl.String, "topic": pl.String, "at": UTC,
    "people": pl.Int64, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "own_posts": pl.Int64,
    "reach_share": pl.Float64, "per_10000": pl.Float64, "median_hours": pl.Float64, "late_hours": pl.Float64,
    "suppressed": pl.Boolean,
}  # fmt: skip


def of_feedback(
    feedback: pl.DataFrame,
    communes: pl.DataFrame,
    rates: pl.DataFrame,
    opinions: pl.DataFrame,
    *,
    k: int = 11,
) -> pl.DataFrame:
    """Answers to feedback, their delay, and how much feedback there is for so many inhabitants.

    feedback  `uid, created_at, services` (list), `place_insee, departement, status, answered_at`
    rates     the need rates that are published of it (`analytics.needs.rates`), or none
    opinions  the opinions that are published of it (`analytics.perception.opinions`): what they hide of the rating is
              hidden here, for both count the same people
    returns   SCHEMA. answers, by service, territory and window: people, share answered, its 95 % Wilson interval, and
              feedback for 10,000 inhabitants. delay, by service: hours. volume, by territory, as the rates have it.
              null where suppressed
    """
    parts = [_answers(feedback, communes, rates, opinions, k), _delay(feedback, k), _volume(rates)]
    return _one(parts)


def of_posts(
    posts: pl.DataFrame,
    owners: pl.DataFrame,
    communes: pl.DataFrame,
    rates: pl.DataFrame,
    *,
    k: int = 11,
) -> pl.DataFrame:
    """Share of voice of each service, and its answers to those who wrote to it.

    posts    as `analytics.visibility.topics.with_topics` takes them, with `place_insee` and, where known,
             `departement, author_followers`
    owners   `service, account`: declared accounts of institutions, never of people
    returns  SCHEMA. voice, by service × territory × topic: people (others who wrote), own_posts, share, reach_share.
             replies, by service: people who answered or quoted it, share to whom it replied, interval, hours.
             null where suppressed
    """
    topical = with_topics(somewhere(posts, communes), owners["account"], k=k)
    parts = []
    for (service,), own in owners.group_by("service", maintain_order=True):
        mine = own["account"].to_list()
        # Nobody's own account is a voice of the public, so that all services are measured against the same voices.
        others = owners["account"].filter(~owners["account"].is_in(mine))
        public = topical.filter(~pl.col("author_uid").is_in(others.implode()))
        heard = voice(public, mine, and_elsewhere(communes), topics="topics", k=k)
        named = pl.lit(service, pl.String)
        parts.append(_beside(heard, rates).with_columns(service=named))
        parts.append(_replies(asked(public, mine), k).with_columns(service=named))
    return _one(parts)


def _answers(
    feedback: pl.DataFrame, communes: pl.DataFrame, rates: pl.DataFrame, opinions: pl.DataFrame, k: int
) -> pl.DataFrame:
    told, places = everybody(feedback, communes), and_elsewhere(communes)
    every = window_length(feedback["created_at"])
    count = partial(response, every=every, k=k, hidden=hidden_by(rates, FEEDBACK, told))
    figures = ["people", "share", "low", "high", "per_thousand"]
    found = by_service_and_territory(told, places, count, figures).rename({"topic": "service"})
    rating = opinions.filter(pl.col("axis") == "rating")
    kept = hidden_like(found, rating, ["level", "code", "service"], figures)
    per = pl.when(pl.col("per_thousand").is_finite()).then(10 * pl.col("per_thousand"))
    return kept.with_columns(figure=pl.lit("answers"), per_10000=per)


def _delay(feedback: pl.DataFrame, k: int) -> pl.DataFrame:
    cases = of_services(feedback.drop_nulls("answered_at")).drop_nulls("topic")
    return delays(cases, k).select(
        "median_hours", "late_hours", "suppressed",
        figure=pl.lit("delay"), service="topic", level=pl.lit(FRANCE), code=pl.lit(TOP),
    )  # fmt: skip


def _volume(rates: pl.DataFrame) -> pl.DataFrame:
    return rates.filter(pl.col("topic") == FEEDBACK).select(
        "level", "code", "people", "suppressed",
        figure=pl.lit("volume"), service=pl.lit(ALL), per_10000=10_000 * pl.col("rate"),
    )  # fmt: skip


def _beside(heard: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """The share of voice, hidden where the rates hide the people of the same territory and topic."""
    secret = rates.filter("suppressed").select("level", "code", "topic", there=pl.lit(value=True))
    joined = heard.rename({"voices": "people"}).join(
        secret, on=["level", "code", "topic"], how="left", maintain_order="left"
    )
    hidden = pl.col("suppressed") | pl.col("there").fill_null(value=False)
    shown = pl.when(~hidden).then(pl.col("people", "share", "reach_share"))
    return joined.with_columns(shown, figure=pl.lit("voice"), suppressed=hidden)


def _replies(questions: pl.DataFrame, k: int) -> pl.DataFrame:
    """One row: a person is answered when one question is; hidden where either group is 1 to k-1 people."""
    people = questions.group_by("person").agg(answered=pl.col("answered_at").is_not_null().any())
    answered, total = int(people["answered"].sum()), people.height
    hidden = any(0 < group < k for group in (answered, total - answered))
    shown = pl.DataFrame({"people": [total], "answered": [answered]}).filter(total > 0 and not hidden)
    low, high = wilson(pl.col("answered"), pl.col("people"))
    waits = delays(questions.with_columns(topic=pl.lit("")), k).select("median_hours", "late_hours")
    row = pl.DataFrame({"figure": ["replies"], "level": [FRANCE], "code": [TOP], "suppressed": [hidden]})
    figures = shown.select("people", share=pl.col("answered") / pl.col("people"), low=low, high=high)
    return pl.concat([part for part in (row, figures, waits) if part.height], how="horizontal").filter(
        total > 0
    )


def _one(parts: list[pl.DataFrame]) -> pl.DataFrame:
    empty = pl.DataFrame(schema=SCHEMA)
    whole = [
        part.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items() if name in part.columns)
        for part in parts
    ]
    return pl.concat([empty, *whole], how="diagonal").sort(
        "figure", "service", "level", "code", "topic", "at"
    )
