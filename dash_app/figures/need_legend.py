"""The legend of a need map, drawn for reports and as text for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from dash import html

from dash_app.figures.classes import NO_DATA
from dash_app.figures.marks import Mark
from dash_app.figures.need_shapes import HATCHED
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

LEGEND_WIDTH = 230
_LINE, _SWATCH, _WRAP = 20, 16, 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A colour, or the name of a look of the style sheet, and what it means; plain text without either."""

    fill: str | None
    label: str


def hidden_entry(lang: Lang) -> Entry:
    return Entry(HATCHED, say("map.hidden", lang))


def no_data_entry(lang: Lang) -> Entry:
    return Entry(NO_DATA, say("map.no_data", lang))


def legend_marks(entries: tuple[Entry, ...], left: float) -> tuple[Mark, ...]:
    """The legend as a column of marks that starts at `left`."""
    marks: list[Mark] = []
    y = 40.0
    for entry in entries:
        indent = 0 if entry.fill is None else _SWATCH + 8
        if entry.fill is not None:
            marks.append(_swatch(entry.fill, left, y))
        for line in wrap(entry.label, _WRAP - indent // 8):
            marks.append(Mark("text", {"x": left + indent, "y": y, "font-size": 14, **_FONT}, (line,)))
            y += _LINE
        y += 4
    return tuple(marks)


_FONT: dict[str, str | float] = {"font-family": "Arial, Helvetica, sans-serif", "fill": "#222"}


def _swatch(fill: str, left: float, baseline: float) -> Mark:
    box: dict[str, str | float] = {"x": left, "y": baseline - 13, "width": _SWATCH, "height": _SWATCH}
    return Mark("rect", {**box, "fill": fill, "stroke": "#666", "stroke-width": 0.6})


def legend_component(entries: tuple[Entry, ...]) -> Component:
    """The legend as a list beside the map; hatching is drawn by the style sheet."""
    return html.Figcaption([_line(entry) for entry in entries], className="legend")


def _line(entry: Entry) -> Component:
    if entry.fill is None:
        return html.Span(entry.label, className="legend-heading")
    drawn = "hatched" if entry.fill == HATCHED else entry.fill
    coloured = drawn.startswith("#")
    look = {"backgroundColor": drawn} if coloured else {}
    swatch = html.Span(className="swatch" if coloured else f"swatch {drawn}", style=look)
    return html.Span([swatch, entry.label], className="legend-entry")
