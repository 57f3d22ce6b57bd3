"""One time axis for official alerts, signals, declared actions, events and posts, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from dash import html

from dash_app.figures.crisis_map import SEVERITY, UNKNOWN
from dash_app.figures.marks import Mark, to_component
from dash_app.figures.need_legend import Entry, legend_component
from dash_app.figures.need_shapes import HATCH, HATCHED
from dash_app.texts import Lang, number, say

if TYPE_CHECKING:
    import polars as pl
    from dash.development.base_component import Component

    from dash_app.crisis.moment import Moment

POSTS, EVENTS, SIGNAL, ACTION, NOW = "#1c4f82", "#8a5a00", "#4a1486", "#b02020", "#b02020"
HOURLY: Final = {"posts": POSTS, "events": EVENTS}
WIDTHS: Final = {"wide": 1220, "narrow": 380}  # one drawing for a desk, one for a phone
BARS: Final = 5  # alerts that are drawn, the gravest first
_LEFT, _RIGHT, _ROW, _BAR, _TALL, _FOOT = 74, 8, 15, 12, 52, 20
_HOUR: Final = timedelta(hours=1)
_WRITTEN = {"fr": "%d/%m %H:%M", "en": "%m-%d %H:%M"}
_TICK = {"fr": "%d/%m", "en": "%m-%d"}
_FONT: dict[str, str | float] = {
    "font-size": 11, "font-family": "Arial, Helvetica, sans-serif", "fill": "#333",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Times:
    """What stands on the axis: alerts, signals (at, label, sure), actions (at, label), hours (at, posts, …)."""

    alerts: pl.DataFrame
    signals: pl.DataFrame
    actions: pl.DataFrame
    hours: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Axis:
    start: datetime
    end: datetime
    width: int
    lang: Lang

    def x(self, at: datetime) -> float:
        """An instant in paper units, held within the drawing."""
        share = (at - self.start) / (self.end - self.start)
        return _LEFT + min(max(share, 0.0), 1.0) * (self.width - _LEFT - _RIGHT)


def crisis_timeline(times: Times, moment: Moment, end: datetime, title: str, lang: Lang) -> Component:
    """Draw what came before the moment, and how long alerts still hold after it, up to `end`.

    Two drawings, one for wide and one for narrow screens: the style sheet shows one of them.
    """
    drawings = [
        html.Div(
            to_component(_drawing(times, Axis(moment.start, end, width, lang), moment.at, title)),
            className=f"times-{name}",
        )
        for name, width in WIDTHS.items()
    ]
    return html.Figure([*drawings, legend_component(_legend(times, lang))], className="days times")


def _drawing(times: Times, axis: Axis, at: datetime, title: str) -> Mark:
    marks: list[Mark] = []
    y = 14.0
    for lane in (_alerts, _signals, _actions):
        made, tall = lane(times, axis, y)
        marks += made
        y += tall
    for name in HOURLY:
        if name == "posts" or times.hours["events"].sum():
            marks += _hourly(times.hours, name, axis, y)
            y += _TALL + 6
    size: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {axis.width} {y + _FOOT:g}", "role": "img",
        "aria-label": title, "class": "days-drawing",
    }  # fmt: skip
    return Mark("svg", size, (HATCH, *_ticks(axis, y), *marks, *_now(at, axis, y)))


def _name(key: str, y: float, lang: Lang) -> Mark:
    place: dict[str, str | float] = {"x": 2, "y": y, **_FONT, "font-weight": "bold"}
    return Mark("text", place, (say(key, lang),))


def _alerts(times: Times, axis: Axis, y: float) -> tuple[list[Mark], float]:
    """A bar an alert, from its beginning to its end, in the colour of its severity."""
    shown = times.alerts.head(BARS)
    marks = [_name("crisis.lane.alerts", y + 10, axis.lang)]
    for n, row in enumerate(shown.iter_rows(named=True)):
        marks += _bar(row, axis, y + n * _ROW)
    more = times.alerts.height - shown.height
    if more:
        said = say("crisis.more_alerts", axis.lang, count=more)
        marks.append(Mark("text", {"x": _LEFT, "y": y + shown.height * _ROW + 10, **_FONT}, (said,)))
    if shown.is_empty():
        marks.append(_none(y, axis.lang))
    return marks, max(shown.height + (more > 0), 1) * _ROW + 6


def _bar(row: dict[str, Any], axis: Axis, y: float) -> list[Mark]:
    left, right = axis.x(row["at"]), axis.x(row["ended_at"])
    fill = SEVERITY.get(row["severity"] or 0, UNKNOWN)
    box: dict[str, str | float] = {
        "x": left, "y": y, "width": max(right - left, 2.5), "height": _BAR, "fill": fill, "stroke": "#555",
        "stroke-width": 0.6,
    }  # fmt: skip
    said = say("crisis.alert_bar", axis.lang, alert=row["label"], at=row["at"].strftime(_WRITTEN[axis.lang]),
               end=row["ended_at"].strftime(_WRITTEN[axis.lang]), source=row["source"])  # fmt: skip
    label = str(row["label"])
    room = int((axis.width - _RIGHT - left - 6) / 6)
    if room < 14 and left > axis.width / 2:  # too near the right edge: its words stand before it
        room, x, anchor = int((left - _LEFT - 6) / 6), left - 4, "end"
    else:
        x, anchor = left + 4, "start"
    dark = anchor == "start" and row["severity"] == 4 and right - left > 6 * min(len(label), room)
    words: dict[str, str | float] = {
        "x": x, "y": y + 10, "text-anchor": anchor, **_FONT, "fill": "#fff" if dark else "#222",
    }  # fmt: skip
    short = label if len(label) <= room else f"{label[: max(room - 1, 0)]}…"
    return [
        Mark("g", {"class": "alert-bar"}, (Mark("title", {}, (said,)), Mark("rect", box))),
        Mark("text", words, (short,)),
    ]


def _signals(times: Times, axis: Axis, y: float) -> tuple[list[Mark], float]:
    """A diamond a signal, at the instant in which it was sure; those of one hour stand on each other."""
    marks = [_name("crisis.lane.signals", y + 10, axis.lang)]
    taken: dict[int, int] = {}
    for row in times.signals.sort("at").iter_rows(named=True):
        x = axis.x(row["at"])
        slot = int(x // 9)
        taken[slot] = taken.get(slot, -1) + 1
        marks.append(_diamond(x, y + 5 + min(taken[slot], 2) * 9, row, axis.lang))
    if times.signals.is_empty():
        marks.append(_none(y, axis.lang))
    rows = min(max(taken.values(), default=0), 2)
    return marks, _ROW + rows * 9 + 5


def _diamond(x: float, y: float, row: dict[str, Any], lang: Lang) -> Mark:
    said = f"{row['at'].strftime(_WRITTEN[lang])} · {row['label']}"
    points = f"{x:.1f},{y - 5:.1f} {x + 5:.1f},{y:.1f} {x:.1f},{y + 5:.1f} {x - 5:.1f},{y:.1f}"
    fill = SIGNAL if row["sure"] else "#fff"
    shape = Mark("polygon", {"points": points, "fill": fill, "stroke": SIGNAL, "stroke-width": 1.4})
    return Mark("g", {"class": "signal-mark"}, (Mark("title", {}, (said,)), shape))


def _actions(times: Times, axis: Axis, y: float) -> tuple[list[Mark], float]:
    """A flag an action, at its moment."""
    marks = [_name("crisis.lane.actions", y + 10, axis.lang)]
    for row in times.actions.sort("at").iter_rows(named=True):
        x = axis.x(row["at"])
        said = f"{row['at'].strftime(_WRITTEN[axis.lang])} · {row['label']}"
        pole: dict[str, str | float] = {
            "x1": x,
            "x2": x,
            "y1": y,
            "y2": y + 14,
            "stroke": ACTION,
            "stroke-width": 2,
        }
        flag = Mark(
            "polygon",
            {"points": f"{x:.1f},{y:.1f} {x + 10:.1f},{y + 4:.1f} {x:.1f},{y + 8:.1f}", "fill": ACTION},
        )
        marks.append(
            Mark("g", {"class": "action-mark"}, (Mark("title", {}, (said,)), Mark("line", pole), flag))
        )
    if times.actions.is_empty():
        marks.append(_none(y, axis.lang))
    return marks, _ROW + 6


def _none(y: float, lang: Lang) -> Mark:
    soft: dict[str, str | float] = {"x": _LEFT, "y": y + 10, **_FONT, "fill": "#5b6670"}
    return Mark("text", soft, (say("crisis.lane.none", lang),))


def _hourly(hours: pl.DataFrame, name: str, axis: Axis, y: float) -> list[Mark]:
    """A bar an hour; an hour of fewer than 11 people is hatched, and as low as can be."""
    top = max(int(hours[name].max() or 0), 1)  # type: ignore[arg-type] # whole numbers
    foot, marks = y + _TALL, [_name(f"crisis.lane.{name}", y + 10, axis.lang)]
    peak: dict[str, str | float] = {
        "x": _LEFT - 4,
        "y": y + 22,
        "text-anchor": "end",
        **_FONT,
        "fill": "#5b6670",
    }
    marks.append(Mark("text", peak, (say("crisis.peak", axis.lang, count=number(top, axis.lang)),)))
    for at, count, hidden in hours.select("at", name, "suppressed").iter_rows():
        secret = hidden and name == "posts"
        left, right = axis.x(at), axis.x(at + _HOUR)
        tall = 6.0 if secret else (count or 0) / top * (_TALL - 2)
        if not tall:
            continue
        told = say("map.hidden", axis.lang) if secret else number(count, axis.lang)
        said = f"{at.strftime(_WRITTEN[axis.lang])} · {told}"
        box: dict[str, str | float] = {
            "x": left + 0.5, "y": foot - tall, "width": max(right - left - 1, 1), "height": tall,
            "fill": HATCHED if secret else HOURLY[name],
        }  # fmt: skip
        marks.append(Mark("g", {"class": f"hour-{name}"}, (Mark("title", {}, (said,)), Mark("rect", box))))
    line: dict[str, str | float] = {
        "x1": _LEFT,
        "x2": axis.width - _RIGHT,
        "y1": foot,
        "y2": foot,
        "stroke": "#8a949e",
    }
    return [*marks, Mark("line", line)]


def _ticks(axis: Axis, foot: float) -> list[Mark]:
    """A line and a label every 6 or 12 hours."""
    step = 6 if axis.width > 600 else 12
    first = axis.start.replace(hour=axis.start.hour - axis.start.hour % step)
    marks = []
    for n in range(1, int((axis.end - first) / _HOUR) // step + 1):
        at = first + n * step * _HOUR
        x = axis.x(at)
        if x > axis.width - 30 or x < _LEFT + 4:
            continue
        strong = at.hour == 0
        line: dict[str, str | float] = {
            "x1": x, "x2": x, "y1": 8, "y2": foot, "stroke": "#b9c1c9" if strong else "#e4e8ec",
        }  # fmt: skip
        words: dict[str, str | float] = {"x": x, "y": foot + 14, "text-anchor": "middle", **_FONT}
        label = (
            at.strftime(_TICK[axis.lang]) if strong else at.strftime("%Hh" if axis.lang == "fr" else "%H:00")
        )
        marks += [Mark("line", line), Mark("text", words, (label,))]
    return marks


def _now(at: datetime, axis: Axis, foot: float) -> list[Mark]:
    x = axis.x(at)
    line: dict[str, str | float] = {
        "x1": x, "x2": x, "y1": 10, "y2": foot, "stroke": NOW, "stroke-width": 1.6, "stroke-dasharray": "4 3",
    }  # fmt: skip
    words: dict[str, str | float] = {"x": x, "y": 9, "text-anchor": "middle", **_FONT, "fill": NOW}
    return [Mark("line", line), Mark("text", words, (at.strftime(_WRITTEN[axis.lang]),))]


def _legend(times: Times, lang: Lang) -> tuple[Entry, ...]:
    present = sorted({one or 0 for one in times.alerts["severity"]}, reverse=True)
    shades = [Entry(SEVERITY.get(one, UNKNOWN), say(f"crisis.severity.{one}", lang)) for one in present]
    events = [Entry(EVENTS, say("crisis.legend_events", lang))] if times.hours["events"].sum() else []
    signals = [] if times.signals.is_empty() else [Entry(SIGNAL, say("crisis.legend_signals", lang))]
    actions = [] if times.actions.is_empty() else [Entry(ACTION, say("crisis.legend_actions", lang))]
    hidden = [Entry(HATCHED, say("map.hidden", lang))] if times.hours["suppressed"].any() else []
    return (*shades, *signals, *actions, Entry(POSTS, say("crisis.legend_posts", lang)), *events, *hidden)
