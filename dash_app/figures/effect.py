"""The series of an action's metric: what was counted, what was expected without the action, and T0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dash_app.figures.chart import FONT, WIDTH, chart
from dash_app.figures.marks import Mark
from dash_app.figures.need_legend import Entry
from dash_app.texts import Lang, number, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component
    from numpy.typing import NDArray

VALUE, EXPECTED, CONTROL, MOMENT = "#1c4f82", "#e8590c", "#8a949e", "#b02020"
_HEIGHT = 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 8, 18, 24
_DAY = {"fr": "%d/%m %H:%M", "en": "%m-%d %H:%M"}


@dataclass(frozen=True, slots=True)
class Room:
    """Steps and values → x and y."""

    first: float
    last: float
    top: float

    def x(self, step: NDArray[np.float64] | float) -> NDArray[np.float64] | float:
        return _LEFT + (step - self.first) / max(self.last - self.first, 1) * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: NDArray[np.float64] | float) -> NDArray[np.float64] | float:
        return _HEIGHT - _BOTTOM - np.clip(value, 0, self.top) / self.top * (_HEIGHT - _TOP - _BOTTOM)


def effect_drawing(series: pl.DataFrame, *, title: str, at: datetime, lang: Lang) -> Component:
    """Draw the series of an action.

    series  step (0 is the first from T0 on), at, value; control, expected (without the action) where there are
    at      T0
    """
    columns = [name for name in ("value", "control", "expected") if name in series.columns]
    top = max((float(series[name].max() or 0) for name in columns), default=0.0)  # type: ignore[arg-type] # floats
    first, last = float(series["step"].min()), float(series["step"].max())  # type: ignore[arg-type] # whole numbers
    room = Room(first, last, top or 1.0)
    marks = (*_axis(room, series, lang), *_moment(room, at, lang), *_lines(series, columns, room))
    legend = [Entry(_COLOURS[name], say(f"effect.{name}", lang)) for name in columns]
    return chart(marks, legend, height=_HEIGHT, title=title)


_COLOURS = {"value": VALUE, "control": CONTROL, "expected": EXPECTED}


def _lines(series: pl.DataFrame, columns: Sequence[str], room: Room) -> list[Mark]:
    marks = []
    for name in reversed(columns):
        known = series.select("step", name).drop_nulls()
        if name == "expected":
            known = known.filter(known["step"] >= 0)
        x, y = (
            axis(known[column].to_numpy().astype(np.float64))
            for axis, column in ((room.x, "step"), (room.y, name))
        )
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(np.atleast_1d(x), np.atleast_1d(y), strict=True))
        dashed: dict[str, str | float] = {"stroke-dasharray": "5 3"} if name == "expected" else {}
        width = 1.2 if name == "control" else 2
        marks.append(
            Mark(
                "polyline",
                {"points": points, "fill": "none", "stroke": _COLOURS[name], "stroke-width": width, **dashed},
            )
        )
    return marks


def _moment(room: Room, at: datetime, lang: Lang) -> list[Mark]:
    x = float(room.x(0.0))
    line: dict[str, str | float] = {
        "x1": x,
        "x2": x,
        "y1": _TOP - 4,
        "y2": _HEIGHT - _BOTTOM,
        "stroke": MOMENT,
    }
    end = "end" if x > WIDTH / 2 else "start"
    place: dict[str, str | float] = {"x": x + (-4 if end == "end" else 4), "y": _TOP - 6, "text-anchor": end}
    return [Mark("line", line), Mark("text", {**place, **FONT}, (f"T0 {at.strftime(_DAY[lang])}",))]


def _axis(room: Room, series: pl.DataFrame, lang: Lang) -> list[Mark]:
    marks = []
    for value in (0.0, room.top / 2, room.top):
        y = float(room.y(value))
        line: dict[str, str | float] = {
            "x1": _LEFT,
            "x2": WIDTH - _RIGHT,
            "y1": y,
            "y2": y,
            "stroke": "#d6dbe0",
        }
        place: dict[str, str | float] = {"x": _LEFT - 6, "y": y + 4, "text-anchor": "end"}
        digits = 0 if room.top >= 10 else 2
        marks += [Mark("line", line), Mark("text", {**place, **FONT}, (number(value, lang, digits),))]
    ends = series.select(
        pl.col("at").min().dt.strftime(_DAY[lang]), last=pl.col("at").max().dt.strftime(_DAY[lang])
    )
    for written, x, anchor in zip(ends.row(0), (_LEFT, WIDTH - _RIGHT), ("start", "end"), strict=True):
        low: dict[str, str | float] = {"x": x, "y": _HEIGHT - 7, "text-anchor": anchor}
        marks.append(Mark("text", {**low, **FONT}, (written,)))
    return marks
