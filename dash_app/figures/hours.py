"""Need by hour of the day, over the hours in which an offer is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash_app.figures.chart import FONT, WIDTH, chart
from dash_app.figures.marks import Mark
from dash_app.figures.need_legend import Entry
from dash_app.texts import Lang, number, say

if TYPE_CHECKING:
    import polars as pl
    from dash.development.base_component import Component

BAR, OPEN, HIDDEN = "#1c4f82", "#8fd0a6", "#c3c9cf"
_HEIGHT = 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 8, 12, 22
_SLOT = (WIDTH - _LEFT - _RIGHT) / 24
_FOOT = _HEIGHT - _BOTTOM


def hours_drawing(day: pl.DataFrame, *, title: str, lang: Lang) -> Component:
    """Draw Hours.day of analytics.effects.hours: hour, people (null: hidden), open (share of the days)."""
    top = max((people or 0 for people in day["people"].to_list()), default=0) or 1
    marks = [mark for row in day.iter_rows() for mark in (*_open(row[0], row[2]), _bar(row[0], row[1], top))]
    legend = [Entry(BAR, say("hours.bar", lang)), Entry(OPEN, say("hours.shown_open", lang))]
    if day["people"].null_count():
        legend.append(Entry(HIDDEN, say("hours.hidden", lang)))
    return chart([*marks, *_axis(top, lang)], legend, height=_HEIGHT, title=title)


def _open(hour: int, share: float) -> tuple[Mark, ...]:
    """A band behind the hour, the stronger the more days it is open."""
    if not share:
        return ()
    look: dict[str, str | float] = {"fill": OPEN, "fill-opacity": 0.25 + 0.75 * share, "height": _FOOT - _TOP}
    return (Mark("rect", {"x": _x(hour), "y": _TOP, "width": _SLOT, **look}),)


def _bar(hour: int, people: int | None, top: int) -> Mark:
    """What is hidden is a low grey bar of one height, whatever it hides."""
    height = 6.0 if people is None else people / top * (_FOOT - _TOP)
    place = {"x": _x(hour) + 3, "y": _FOOT - height, "width": _SLOT - 6, "height": height}
    return Mark("rect", {**place, "fill": HIDDEN if people is None else BAR})


def _axis(top: int, lang: Lang) -> list[Mark]:
    marks = []
    for value in (0, top):
        y = _FOOT - value / top * (_FOOT - _TOP)
        marks.append(Mark("line", {"x1": _LEFT, "x2": WIDTH - _RIGHT, "y1": y, "y2": y, "stroke": "#d6dbe0"}))
        place: dict[str, str | float] = {"x": _LEFT - 5, "y": y + 4, "text-anchor": "end"}
        marks.append(Mark("text", {**place, **FONT}, (number(value, lang),)))
    for hour in range(0, 24, 3):
        under: dict[str, str | float] = {"x": _x(hour), "y": _HEIGHT - 6, "text-anchor": "start"}
        marks.append(Mark("text", {**under, **FONT}, (f"{hour} h" if lang == "fr" else f"{hour}:00",)))
    return marks


def _x(hour: int) -> float:
    return _LEFT + hour * _SLOT
