"""Official alerts as outlines over a need map: a light overlay that changes no colour of the map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dash_app.figures.crisis_map import alert_colour, anywhere, frames, severities
from dash_app.figures.marks import Mark
from dash_app.figures.need_legend import Entry
from dash_app.figures.need_shapes import commune_frame
from dash_app.figures.projection import path
from dash_app.texts import Lang, say
from graph.territory import communes

if TYPE_CHECKING:
    import polars as pl

    from dash_app.figures.need_map import NeedMap

_CASING: Final = "#222"  # around the colour, which must be seen on any other
_RADIUS: Final = 9.0


def with_alerts(figure: NeedMap, alerts: pl.DataFrame, departement: str | None, lang: Lang) -> NeedMap:
    """The map with outlines in the colour of the gravest alert, by département, or by commune of one.

    alerts  rows of `crisis/alerts`: level, code, severity
    """
    graves = severities(alerts)
    outlines = _country(graves) if departement is None else _one(graves, departement)
    present = sorted(set(graves["severity"]), reverse=True)
    shades = [Entry(alert_colour(one), say(f"crisis.severity.{one}", lang)) for one in present]
    head = Entry(None, say("crisis.overlay_legend" if present else "crisis.overlay_none", lang))
    return replace(figure, shapes=(*figure.shapes, *outlines), legend=(*figure.legend, head, *shades))


def _country(graves: pl.DataFrame) -> list[Mark]:
    """The gravest are drawn last, over their neighbours."""
    return [
        mark
        for code, severity in anywhere(graves).sort("severity", "code").select("code", "severity").iter_rows()
        for frame in frames(code)
        for mark in _cased("path", {"d": path(code, frame)}, alert_colour(severity))
    ]


def _one(graves: pl.DataFrame, departement: str) -> list[Mark]:
    frame = commune_frame(departement)
    own = graves.filter(level="departement", code=departement)["severity"].to_list()
    marks = [
        mark for one in own for mark in _cased("path", {"d": path(departement, frame)}, alert_colour(one))
    ]
    inside = (
        communes().filter(departement=departement).drop_nulls(["lat", "lon"]).select("code", "lon", "lat")
    )
    alerted = graves.filter(level="commune").join(inside, on="code").sort("severity", "code")
    spots = frame.place(alerted.select("lon", "lat").to_numpy()).tolist()
    for (x, y), severity in zip(spots, alerted["severity"], strict=True):
        marks += _cased("circle", {"cx": x, "cy": y, "r": _RADIUS}, alert_colour(severity))
    return marks


def _cased(tag: str, shape: dict[str, str | float], colour: str) -> list[Mark]:
    """A line in a colour on a wider dark one."""
    still: dict[str, str | float] = {"fill": "none", "pointer-events": "none"}
    return [
        Mark(tag, {**shape, **still, "stroke": _CASING, "stroke-width": 4.4}),
        Mark(tag, {**shape, **still, "stroke": colour, "stroke-width": 2.6, "class": "alert-outline"}),
    ]
