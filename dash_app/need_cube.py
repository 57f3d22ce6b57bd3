"""The need cube for other programs: who needs what, where and when, from the graph or from a file of posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from cypher import query
from graph.territory import collectivities, communes, levels

if TYPE_CHECKING:
    from graph.store import Store

Every = Literal["day", "week", "month"]
Level = Literal["commune", "epci", "departement"]
WINDOWS: dict[Every, str] = {"day": "1d", "week": "1w", "month": "1mo"}
NEED = ("person", "topic", "commune", "departement", "at")


@dataclass(frozen=True, slots=True)
class Cut:
    """Length of the windows, and the one level that is wanted; all where it is None."""

    every: Every = "week"
    level: Level | None = None


WEEKS = Cut()


def of_store(store: Store, cut: Cut = WEEKS) -> pl.DataFrame:
    """The cube of everybody in the graph; what the stored need rates hide is hidden here too."""
    from analytics.needs import hidden_in  # noqa: PLC0415 - the analyses take half a second
    from analytics.stages.needs import READS, needs_of  # noqa: PLC0415

    people = needs_of({name: store.read(query(name)) for name in READS})
    return _cube(people, hidden_in(store.read(query("windows/need_rates"))), cut)


def of_posts(posts: pl.DataFrame, cut: Cut = WEEKS) -> pl.DataFrame:
    """The cube of a post file with the needs and places of its posts; ValueError for a file without texts."""
    from analytics.needs.cube import NOTHING  # noqa: PLC0415 - the analyses take half a second
    from analytics.posts import instants  # noqa: PLC0415

    if "needs" not in posts.columns:
        raise ValueError("these posts have no column text: nobody can ask for anything")
    people = posts.with_columns(
        person="author_uid", topic="needs", commune="place_insee", at=instants(posts["created_at"])
    )
    asked = people.select(NEED).explode("topic", empty_as_null=True).drop_nulls(["person", "topic"])
    return _cube(asked, NOTHING, cut)


def _cube(people: pl.DataFrame, hidden: pl.DataFrame, cut: Cut) -> pl.DataFrame:
    from analytics.needs.cube import CELL, cube  # noqa: PLC0415 - the analyses take half a second

    found = cube(people, communes(), every=WINDOWS[cut.every], hidden=hidden)
    wanted = found if cut.level is None else found.filter(level=cut.level)
    overseas = collectivities().select("code", "name", level=pl.lit("departement"))
    names = pl.concat([levels().select("code", "name", "level"), overseas])
    named = wanted.join(names, on=["level", "code"], how="left", maintain_order="left")
    return named.select("level", "code", "name", *CELL[2:], "people", "rate", "suppressed")
