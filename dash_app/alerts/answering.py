"""One answer to one alert: written down, and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from analytics.learning.answers import UNDO
from dash_app.alerts.errors import RulesError
from dash_app.alerts.missed import LETTER, take_back
from dash_app.alerts.round import learnt_of

if TYPE_CHECKING:
    from datetime import datetime

    from dash_app.alerts.book import Book

FEWEST_DIGITS = 4


class Change(NamedTuple):
    """The alert's name, kind and territory; how many answers stand then; its threshold before and after."""

    name: str
    kind: str
    place: str
    answers: int
    before: float
    after: float


def answer(book: Book, name: str, verdict: str, now: datetime) -> Change | str:
    """Write the answer down. RulesError where there is no such alert, or several.

    To undo works on what was declared missed too: then only its name is returned.
    """
    if verdict == UNDO and name.startswith(LETTER):
        return take_back(book, name, now)
    alert = _find(book.alerts(), name)
    own = alert["kind"], alert["location_code"]
    before = learnt_of(book)
    book.answer(alert["alert_id"], verdict, now)
    after = learnt_of(book)
    old, new = (one.thresholds.of(*own) for one in (before, after))
    return Change(alert["alert_id"], *own, after.steps.height, old, new)


def _find(alerts: pl.DataFrame, name: str) -> dict[str, str]:
    if len(name) < FEWEST_DIGITS:
        raise RulesError(f"{name!r} is too short: give {FEWEST_DIGITS} digits of the alert's name or more")
    found = alerts.filter(pl.col("alert_id").str.starts_with(name)).select(
        "alert_id", "kind", "location_code"
    )
    if found.height != 1:
        problem = "there is no alert" if found.is_empty() else f"{found.height} alerts begin with"
        raise RulesError(f"{problem} {name}\n  See them: cyberimpact alerts list")
    return found.row(0, named=True)
