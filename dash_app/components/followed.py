"""What is known of an action so far, and when the need that it addresses is expressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from analytics.effects.opening import ENGLISH, WEEKDAYS
from dash_app.figures.hours import hours_drawing
from dash_app.follow_words import facts, title
from dash_app.texts import Lang, number, say

if TYPE_CHECKING:
    import polars as pl
    from dash.development.base_component import Component

    from analytics.effects.hours import Hours
    from dash_app.actions.follow import Followed


def live(found: Followed, lang: Lang) -> list[Component]:
    """How far an action got: read again every minute while its window is open."""
    told = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts(found, lang)]
    return [html.H3(title(found, lang)), html.Dl(told, className="facts")]


def hours(found: Hours, lang: Lang) -> list[Component]:
    """When people express a need, against when offers that answer it are open."""
    heading = html.H3(say("hours.title", lang))
    if found.people is None:
        return [heading, html.P(say("hours.few", lang), className="sentence")]
    covered = "."
    if found.covered is not None:
        covered = say("hours.covered", lang, share=number(100 * found.covered, lang))
    people = say("hours.people", lang, people=number(found.people, lang)) + covered
    lines = [
        people,
        *(_slots(name, slots, lang) for name, slots in (("open", found.open), ("idle", found.idle))),
    ]
    return [
        heading,
        *(html.P(line, className="sentence") for line in lines if line),
        hours_drawing(found.day, title=say("hours.title", lang), lang=lang),
    ]


def _slots(name: str, slots: pl.DataFrame, lang: Lang) -> str:
    if slots.is_empty():
        return ""
    names = WEEKDAYS if lang == "fr" else tuple(day.capitalize() for day in ENGLISH)
    told = []
    for row in slots.iter_rows(named=True):
        slot = say("hours.slot", lang, day=names[row["weekday"]], start=row["start_h"], end=row["end_h"])
        people = row["people"]
        told.append(
            slot if people is None else say("hours.slot_people", lang, slot=slot, people=number(people, lang))
        )
    return say(f"hours.{name}", lang, slots=", ".join(told))
