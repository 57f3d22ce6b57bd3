"""The aggregated safety check: how many say safe, how many need help, by commune and département."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.posts import UTC
from analytics.safety.cells import at_levels, full_hour, hidden_counts
from analytics.safety.statements import HELP_SAID, SAFE_SAID, statements

if TYPE_CHECKING:
    from datetime import datetime

COLUMNS: Final = ("level", "code", "name", "as_of", "safe", "help", "people", "suppressed")
HOURS = 48


def safety_check(
    posts: pl.DataFrame,
    territory: pl.DataFrame,
    *,
    as_of: datetime,
    hours: int = HOURS,
    k: int = 11,
) -> pl.DataFrame:
    """People by what they last said of themselves in the `hours` before as_of: safe, or in need of help.

    posts      canonical posts with `text` and `place_insee` (communes; others are counted nowhere), `needs` if known
    territory  `level, code, name, parent` of communes (parent: their département) and départements
    as_of      cut to the full hour: figures of two moments within an hour would tell what one person said
    hours      what was said before is forgotten
    k          fewer distinct people are hidden, and whatever would give them away (`analytics.needs.suppression`)
    returns    COLUMNS by level, code: safe, help, people (both), null where hidden; suppressed where one is. Only
               territories where somebody said something are there
    raises     ValueError for k below 2

    A person counts once a commune, by the last statement. Counts only: no list of people exists in what is returned.
    """
    moment = full_hour(as_of)
    told = statements(posts).filter(pl.col("at") < moment, pl.col("at") >= moment - pl.duration(hours=hours))
    last = told.sort("at", "said").unique(["person", "place_insee"], keep="last", maintain_order=True)
    spread = at_levels(last, territory)
    people = spread.sort("at", "said").unique(["person", "level", "code"], keep="last", maintain_order=True)
    found = hidden_counts(people, territory, (SAFE_SAID, HELP_SAID), k)
    return found.with_columns(as_of=pl.lit(moment).cast(UTC)).select(COLUMNS).sort("level", "code")
