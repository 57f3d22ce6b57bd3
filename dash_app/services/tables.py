"""The tables of perception and visibility, from the graph or from files: what the exports write and the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.needs import FEEDBACK, rates
from analytics.perception import opinions, with_changes
from analytics.stages.windows import WORDS, posts_of
from analytics.visibility import of_feedback, of_posts
from cypher import query
from graph.territory import communes, levels

if TYPE_CHECKING:
    from graph.store import Store

FEEDBACK_WINDOW, TEXTS, RATES = "windows/opinions", "windows/opinion_texts", "windows/need_rates"
OWNERS = "services/accounts"
_OF_FEEDBACK = (
    "uid", "created_at", "rating", "accessibility", "explanation", "relation", "responsiveness", "simplicity",
    "status", "answered_at",
)  # fmt: skip
_NOBODY = pl.DataFrame(
    schema={"uid": pl.String, "commune": pl.String, "departement": pl.String, "topic": pl.String}
)


def perception(store: Store) -> pl.DataFrame:
    """The trend of opinion with its changes and their words (`analytics.perception.with_changes`), and names."""
    told = feedback_of(store).join(store.read(query(TEXTS)), on="uid", how="left", maintain_order="left")
    return perceived(told, published(store))


@dataclass(frozen=True, slots=True)
class Look:
    """What can be told of services: feedback (uid, created_at, services, …), opinions, and `visibility`."""

    feedback: pl.DataFrame
    opinions: pl.DataFrame
    visibility: pl.DataFrame


def look(store: Store) -> Look:
    """Everything that may be told of services from the graph, small cells hidden."""
    told, rated = feedback_of(store), published(store)
    thought = opinions(told, communes(), rated)
    owners = store.read(query(OWNERS)).select("service", "account")
    tables = [of_feedback(told, communes(), rated, thought)]
    if owners.height:
        tables.append(of_posts(posts_with_needs(store), owners, communes(), rated))
    return Look(told, thought, named(pl.concat(tables)))


def visibility(store: Store) -> pl.DataFrame:
    """Share of voice, answers, delays and volume (`analytics.visibility.heard`), and names."""
    return look(store).visibility


def perceived(feedback: pl.DataFrame, rated: pl.DataFrame) -> pl.DataFrame:
    """The same from a frame of feedback with texts, and the rates that are published of it."""
    return named(with_changes(opinions(feedback, communes(), rated), feedback))


def answered(feedback: pl.DataFrame, rated: pl.DataFrame) -> pl.DataFrame:
    """The figures of visibility that feedback alone tells, from a frame of it."""
    return named(of_feedback(feedback, communes(), rated, opinions(feedback, communes(), rated)))


def heard(posts: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """The figures of visibility that posts alone tell, from a frame of them and the accounts (service, account)."""
    return named(of_posts(posts, owners, communes(), _none()))


def voices(feedback: pl.DataFrame) -> pl.DataFrame:
    """The rates of feedback by territory, for feedback of a file that no analysis has seen."""
    who = feedback.select("departement", person="uid", topic=pl.lit(FEEDBACK), commune="place_insee")
    return rates(who, _NOBODY, levels()).filter(pl.col("topic") == FEEDBACK)


def feedback_of(store: Store) -> pl.DataFrame:
    """One row per feedback: its columns, services (list), place_insee, departement."""
    rows = store.read(query(FEEDBACK_WINDOW))
    commune = pl.col("kind") == "commune"
    placed = rows.with_columns(
        place_insee=pl.when(commune).then("code"), departement=pl.when(~commune).then("code")
    )
    return placed.group_by("uid", maintain_order=True).agg(
        *(pl.col(name).first() for name in _OF_FEEDBACK[1:]),
        pl.col("place_insee", "departement").drop_nulls().first(),
        services=pl.col("service").drop_nulls().unique(maintain_order=True),
    )


def posts_with_needs(store: Store) -> pl.DataFrame:
    """The posts of the graph with needs, hashtags, followers and where they are about."""
    names = (*(name for name in WORDS if name != "windows/addresses"), "windows/post_needs", "windows/places")
    frames = {name: store.read(query(name)) for name in names}
    needs = frames["windows/post_needs"].group_by("uid").agg(needs=pl.col("need").sort())
    departement = frames["windows/places"].filter(pl.col("location_uid").str.starts_with("departement:"))
    place = departement.group_by("uid").agg(
        departement=pl.col("location_uid").min().str.strip_prefix("departement:")
    )
    posts = posts_of(frames).join(needs, on="uid", how="left", maintain_order="left")
    return posts.join(place, on="uid", how="left", maintain_order="left")


def published(store: Store) -> pl.DataFrame:
    """The need rates that the graph holds: what is hidden there is hidden here."""
    return store.read(query(RATES))


def named(found: pl.DataFrame) -> pl.DataFrame:
    """The table with the names of territories, beside their codes."""
    names = levels().select("level", "code", "name")
    joined = found.join(names, on=["level", "code"], how="left", maintain_order="left")
    before = found.columns[: found.columns.index("code") + 1]
    return joined.select(*before, "name", pl.exclude(*before, "name"))


def _none() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"level": pl.String, "code": pl.String, "topic": pl.String, "suppressed": pl.Boolean}
    )
