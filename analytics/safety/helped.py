"""How many people ask for help and how many offer it, by commune and département."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.posts import UTC, instants
from analytics.safety.cells import at_levels, full_hour, hidden_counts

if TYPE_CHECKING:
    from datetime import datetime

NEED, OFFER = "needs", "offers"
COLUMNS: Final = ("level", "code", "name", "as_of", NEED, OFFER, "people", "suppressed")
HOURS = 48


def help_check(
    needs: pl.DataFrame,
    offers: pl.DataFrame,
    territory: pl.DataFrame,
    *,
    as_of: datetime,
    hours: int = HOURS,
    k: int = 11,
) -> pl.DataFrame:
    """People who asked for help, and people who offered it, in the `hours` before as_of.

    needs, offers  author_uid, created_at, place_insee of the posts that ask and that offer
    territory      `level, code, name, parent` of communes (parent: their département) and départements
    as_of          cut to the full hour, as `safety_check` does
    k              fewer distinct people are hidden, and whatever would give them away
    returns        COLUMNS by level, code: needs, offers, people (either), null where hidden; suppressed where one is.
                   Only territories where somebody asked or offered are there
    raises         ValueError for k below 2
    """
    moment = full_hour(as_of)
    told = pl.concat([_told(needs, NEED), _told(offers, OFFER)])
    recent = told.filter(pl.col("at") < moment, pl.col("at") >= moment - pl.duration(hours=hours))
    voices = recent.drop_nulls().select("person", "said", "place_insee").unique()
    people = at_levels(voices, territory).unique()
    found = hidden_counts(people, territory, (NEED, OFFER), k)
    return found.with_columns(as_of=pl.lit(moment).cast(UTC)).select(COLUMNS)


def _told(posts: pl.DataFrame, said: str) -> pl.DataFrame:
    return posts.select(
        person=pl.col("author_uid").cast(pl.String),
        at=instants(posts["created_at"]),
        said=pl.lit(said),
        place_insee=pl.col("place_insee").cast(pl.String),
    )
