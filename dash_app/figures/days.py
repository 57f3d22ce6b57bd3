"""Records of one source by day: a bar a day, what was set aside on top of what was loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dash_app.figures.chart import FONT, WIDTH, chart
from dash_app.figures.marks import Mark
from dash_app.figures.need_legend import Entry
from dash_app.texts import Lang, number, say, say_count

if TYPE_CHECKING:
    from datetime import date

    from dash.development.base_component import Component

LOADED, DEAD = "#1c4f82", "#e8590c"
_HEIGHT = 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 6, 10, 22
_BAR = 0.7  # share of a day's room
_LEAST = 2.5  # height of what is there at all
_LABELS = 7  # days that bear their date
_DAY = {"fr": "%d/%m", "en": "%m-%d"}


@dataclass(frozen=True, slots=True)
class Days:
    """A drawing, its sentence and its table: one row a day, 0 where nothing was collected."""

    title: str
    sentence: str
    table: pl.DataFrame
    marks: tuple[Mark, ...]
    legend: tuple[Entry, ...]

    def component(self) -> Component:
        return chart(self.marks, self.legend, height=_HEIGHT, title=f"{self.title}. {self.sentence}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Plausible records a day; none where nobody declared them. `written`: "10 to 200"."""

    low: float | None
    high: float | None
    written: str


def days(found: pl.DataFrame, first: date, last: date, *, title: str, bounds: Bounds, lang: Lang) -> Days:
    """Draw the days from `first` to `last`, both included; `title` is the name of the source.

    found  rows of `sources/collected_by_day` of one source
    """
    table = _whole(found, first, last)
    most = int((table["loaded"] + table["dead"]).max() or 0)  # type: ignore[arg-type] # whole numbers
    top = _round_up(max(most, bounds.low or 0, 1))
    said = say("days.title", lang, title=title)
    marks = (*_axis(top, lang), *_bars(table, top, lang), *_lines(bounds, top))
    return Days(said, _sentence(table, lang), table, marks, _legend(table, bounds, top, lang))


def _whole(found: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """day, read, loaded, skipped, dead, repeated for every day of the window."""
    every = pl.DataFrame({"day": pl.date_range(first, last, eager=True)})
    counts = ("read", "loaded", "skipped", "dead", "repeated")
    known = found.select(pl.col("day").dt.date(), *counts)
    return every.join(known, on="day", how="left", maintain_order="left").with_columns(
        pl.col(counts).fill_null(0)
    )


def _round_up(value: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50, …"""
    power = 1
    while True:
        for step in (1, 2, 5):
            if step * power >= value:
                return step * power
        power *= 10


def _y(value: float, top: int) -> float:
    return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM)


def _axis(top: int, lang: Lang) -> list[Mark]:
    marks = []
    for value in (0.0, top / 2, float(top)):
        y = _y(value, top)
        line: dict[str, str | float] = {"x1": _LEFT, "x2": WIDTH - _RIGHT, "y1": y, "y2": y}
        marks.append(Mark("line", {**line, "stroke": "#d6dbe0"}))
        if value == int(value):
            place: dict[str, str | float] = {"x": _LEFT - 6, "y": y + 4, "text-anchor": "end"}
            marks.append(Mark("text", {**place, **FONT}, (number(value, lang),)))
    return marks


def _bars(table: pl.DataFrame, top: int, lang: Lang) -> list[Mark]:
    room = (WIDTH - _LEFT - _RIGHT) / table.height
    every = -(-table.height // _LABELS)
    marks = []
    for i, (day, loaded, dead) in enumerate(table.select("day", "loaded", "dead").iter_rows()):
        left, written = _LEFT + (i + (1 - _BAR) / 2) * room, day.strftime(_DAY[lang])
        counts = {
            "loaded": say_count("days.loaded", loaded, lang),
            "dead": say_count("days.dead", dead, lang),
        }
        title = Mark("title", {}, (say("days.bar", lang, day=written, **counts),))
        marks.append(Mark("g", {"class": "day"}, (title, *_bar(left, room * _BAR, loaded, dead, top))))
        if (table.height - 1 - i) % every == 0:
            middle: dict[str, str | float] = {"x": left + room * _BAR / 2, "y": _HEIGHT - 6}
            marks.append(Mark("text", {**middle, "text-anchor": "middle", **FONT}, (written,)))
    return marks


def _bar(left: float, width: float, loaded: int, dead: int, top: int) -> list[Mark]:
    """What was loaded, and on it, hollow, what was set aside."""
    foot, marks = _y(0, top), []
    for count, look in (
        (loaded, {"fill": LOADED}),
        (dead, {"fill": "#fff", "stroke": DEAD, "stroke-width": "1.6"}),
    ):
        if count:
            height = max(_y(0, top) - _y(count, top), _LEAST)
            box: dict[str, str | float] = {"x": left, "y": foot - height, "width": width, "height": height}
            marks.append(Mark("rect", {**box, **look}))
            foot -= height
    return marks


def _lines(bounds: Bounds, top: int) -> list[Mark]:
    """The plausible bounds that lie within the drawing."""
    within = [b for b in (bounds.low, bounds.high) if b is not None and 0 < b <= top]
    look: dict[str, str | float] = {"stroke": "#5b6670", "stroke-dasharray": "5 4", "class": "bound"}
    return [
        Mark("line", {"x1": _LEFT, "x2": WIDTH - _RIGHT, "y1": _y(b, top), "y2": _y(b, top), **look})
        for b in within
    ]


def _legend(table: pl.DataFrame, bounds: Bounds, top: int, lang: Lang) -> tuple[Entry, ...]:
    entries = [Entry(LOADED, say("days.legend_loaded", lang))]
    if table["dead"].sum():
        entries.append(Entry("hollow", say("days.legend_dead", lang)))
    if _lines(bounds, top):
        entries.append(Entry("dashed", say("days.legend_range", lang, expected=bounds.written)))
    return tuple(entries)


def _sentence(table: pl.DataFrame, lang: Lang) -> str:
    day = _DAY[lang]
    ends = {"first": table["day"][0].strftime(day), "last": table["day"][-1].strftime(day)}
    if not table["loaded"].sum() and not table["dead"].sum():
        return say("days.nothing", lang, **ends)
    best = table.sort("loaded", "day", descending=[True, False]).row(0, named=True)
    said = say(
        "days.sentence",
        lang,
        **ends,
        loaded=say_count("days.loaded", int(table["loaded"].sum()), lang),
        dead=say_count("days.dead", int(table["dead"].sum()), lang),
        top=best["day"].strftime(day),
        most=number(best["loaded"], lang),
    )
    empty = table.filter(pl.col("loaded") == 0).height
    return f"{said} {say_count('days.empty', empty, lang)}" if empty else said
