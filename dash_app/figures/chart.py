"""The frame of a small chart: one width, one lettering, a legend below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from dash_app.figures.marks import Mark, to_component
from dash_app.figures.need_legend import Entry, legend_component

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

WIDTH = 480  # narrow, so that its words can be read on a phone
FONT: dict[str, str | float] = {
    "font-size": 12, "font-family": "Arial, Helvetica, sans-serif", "fill": "#444",
}  # fmt: skip


def chart(marks: Sequence[Mark], legend: Sequence[Entry], *, height: float, title: str) -> Component:
    """Marks of a drawing WIDTH wide and so high, with their legend; `title` is what is read out for it."""
    drawing = Mark(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {height}", "role": "img",
         "aria-label": title, "class": "days-drawing"},
        tuple(marks),
    )  # fmt: skip
    return html.Figure([to_component(drawing), legend_component(tuple(legend))], className="days")
