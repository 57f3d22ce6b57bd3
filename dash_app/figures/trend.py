"""The trend of opinion: the share that is unhappy, window by window, with its 95 % interval; hidden windows hatched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash_app.figures.chart import FONT, WIDTH, chart
from dash_app.figures.marks import Mark
from dash_app.figures.need_legend import Entry
from dash_app.figures.need_shapes import HATCH, HATCHED
from dash_app.texts import Lang, number, say, say_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from dash.development.base_component import Component

LINE, BAND = "#1c4f82", "#a9c4de"
_HEIGHT = 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 6, 8, 22
_LABELS = 6
_NAME = 60.0  # width of a window's name


@dataclass(frozen=True, slots=True)
class Point:
    """One window: people, share, low and high are None where they are hidden."""

    at: datetime
    people: int | None
    share: float | None
    low: float | None
    high: float | None


def trend_drawing(
    points: Sequence[Point], *, title: str, name: Callable[[datetime], str], lang: Lang
) -> Component:
    """Draw the windows of a period, the oldest first; `name` writes a window's start."""
    room = (WIDTH - _LEFT - _RIGHT) / max(len(points), 1)
    marks = [HATCH, *_axis(lang)]
    for run in _runs(points):
        marks += _run(run, points, room)
    for place, point in enumerate(points):
        marks += _window(point, place, room, name, lang)
    marks += _names(points, room, name)
    return chart(marks, _legend(points, lang), height=_HEIGHT, title=title)


def _x(place: float, room: float) -> float:
    return _LEFT + (place + 0.5) * room


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _runs(points: Sequence[Point]) -> list[list[int]]:
    """Places of shown windows that follow each other."""
    runs: list[list[int]] = []
    for place, point in enumerate(points):
        if point.share is None:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _run(run: list[int], points: Sequence[Point], room: float) -> list[Mark]:
    """The band and the line of a run; a window alone has a narrow band."""
    half = 0.3 if len(run) == 1 else 0.0
    edge = [(place + shift, points[place]) for place in run for shift in ((-half, half) if half else (0.0,))]
    upper = [(_x(x, room), _y(point.high or 0)) for x, point in edge]
    lower = [(_x(x, room), _y(point.low or 0)) for x, point in reversed(edge)]
    line = [(_x(x, room), _y(point.share or 0)) for x, point in edge]
    band: dict[str, str | float] = {"points": _path([*upper, *lower]), "fill": BAND, "class": "band"}
    stroke: dict[str, str | float] = {
        "points": _path(line),
        "fill": "none",
        "stroke": LINE,
        "stroke-width": 2,
    }
    return [Mark("polygon", band), Mark("polyline", stroke)]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _window(point: Point, place: int, room: float, name: Callable[[datetime], str], lang: Lang) -> list[Mark]:
    """A dot with its figures, or a hatched column where they are hidden."""
    if point.share is None:
        title = Mark("title", {}, (f"{name(point.at)} : {say('services.few', lang)}",))
        column: dict[str, str | float] = {
            "x": _LEFT + place * room, "y": _TOP, "width": room, "height": _HEIGHT - _TOP - _BOTTOM, "fill": HATCHED,
            "opacity": 0.35, "class": "few",
        }  # fmt: skip
        return [Mark("g", {}, (title, Mark("rect", column)))]
    said = say_count("services.judged", point.people or 0, lang)
    title = Mark("title", {}, (f"{name(point.at)} : {percent(point.share, lang)}, {said}",))
    dot: dict[str, str | float] = {"cx": _x(place, room), "cy": _y(point.share), "r": 3.5, "fill": LINE}
    return [Mark("g", {"class": "window"}, (title, Mark("circle", dot)))]


def _axis(lang: Lang) -> list[Mark]:
    marks = []
    for share in (0.0, 0.5, 1.0):
        y = _y(share)
        line: dict[str, str | float] = {
            "x1": _LEFT,
            "x2": WIDTH - _RIGHT,
            "y1": y,
            "y2": y,
            "stroke": "#d6dbe0",
        }
        place: dict[str, str | float] = {"x": _LEFT - 6, "y": y + 4, "text-anchor": "end"}
        marks += [Mark("line", line), Mark("text", {**place, **FONT}, (percent(share, lang),))]
    return marks


def _names(points: Sequence[Point], room: float, name: Callable[[datetime], str]) -> list[Mark]:
    every = -(-len(points) // _LABELS) if points else 1
    marks = []
    for place, point in enumerate(points):
        if (len(points) - 1 - place) % every == 0:
            # The last of many would leave the drawing.
            is_last = place == len(points) - 1 and room < _NAME
            x, anchor = (WIDTH - _RIGHT, "end") if is_last else (_x(place, room), "middle")
            at: dict[str, str | float] = {"x": x, "y": _HEIGHT - 6, "text-anchor": anchor}
            marks.append(Mark("text", {**at, **FONT}, (name(point.at),)))
    return marks


def _legend(points: Sequence[Point], lang: Lang) -> tuple[Entry, ...]:
    entries = [Entry(LINE, say("services.line", lang)), Entry(BAND, say("services.band", lang))]
    if any(point.share is None for point in points):
        entries.append(Entry(HATCHED, say("services.few", lang)))
    return tuple(entries)


def percent(share: float, lang: Lang) -> str:
    """A share as the language writes it: "42 %"; one digit below 1 %, so that it is not taken for nothing."""
    digits = 1 if 0 < share < 0.01 else 0
    return f"{number(100 * share, lang, digits)}{chr(0xA0) if lang == 'fr' else ''}%"
