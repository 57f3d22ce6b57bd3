"""Opening hours suggested: when people express a need, against when the offers that answer it are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.effects.hours import Hours, opening
from analytics.effects.opening import ENGLISH, WEEKDAYS, open_hours
from cypher import query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.runs import Window
    from graph.store import Store


def suggested(
    store: Store, need: str, territory: str | None, window: Window, *, length: int, count: int
) -> Hours:
    """Slots to open and slots to give up for one need in one territory."""
    here = {"need": need, "territory": territory}
    asked = store.read(query("windows/need_times"), {**here, "from": window.start, "to": window.end})
    offered = open_hours(store.read(query("windows/opening_hours"), here))
    return opening(asked, offered, length=length, count=count)


def lines(hours: Hours, lang: str) -> Iterator[str]:
    """What is said of them."""
    if hours.people is None:
        yield "fewer than 11 people express this need there: nothing is told of them"
        return
    covered = "" if hours.covered is None else f"; {hours.covered:.0%} of it falls in open hours"
    yield f"{hours.people} people express this need{covered}"
    for row in hours.open.iter_rows(named=True):
        people = "" if row["people"] is None else f"  {row['people']} people, nobody open"
        yield f"open     {_slot(row, lang)}{people}"
    for row in hours.idle.iter_rows(named=True):
        yield f"give up  {_slot(row, lang)}  {row['offers_open']:.3g} open, the least asked in"


def _slot(row: dict[str, int], lang: str) -> str:
    names = WEEKDAYS if lang == "fr" else ENGLISH
    return f"{names[row['weekday']]} {row['start_h']}-{row['end_h']} h"
