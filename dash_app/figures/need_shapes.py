"""The territories of a need map as marks: filled outlines, insets, discs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dash_app.figures.classes import NO_DATA
from dash_app.figures.marks import Mark
from dash_app.figures.projection import Frame, alone, insets, mainland, path
from dash_app.texts import Lang, say
from graph.territory import Ring
from graph.territory import departements as all_departements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

HATCHED = "url(#hidden-cell)"
HATCH = Mark(
    "defs",
    {},
    (
        Mark(
            "pattern",
            {"id": "hidden-cell", "width": 6, "height": 6, "patternUnits": "userSpaceOnUse",
             "patternTransform": "rotate(45)"},
            (
                Mark("rect", {"width": 6, "height": 6, "fill": "#fff"}),
                Mark("rect", {"width": 2, "height": 6, "fill": "#8a8a8a"}),
            ),
        ),
    ),
)  # fmt: skip
GROUND = "#f4f4f1"  # of a département on which communes are drawn
_EDGE: dict[str, str | float] = {"stroke": "#6b6b6b", "stroke-width": 0.6, "stroke-linejoin": "round"}
_CHOSEN: dict[str, str | float] = {"stroke": "#111", "stroke-width": 2.6, "stroke-linejoin": "round"}
_LARGEST, _SMALLEST = 34.0, 4.0  # radius of a disc, paper units
_RING = 6.0  # around the disc of a commune that something else is told of
_NAME = 14.0  # height of a name above its disc
_LABELLED = 5  # communes named on the drawing

Cell = dict[str, Any]


def departements(cells: pl.DataFrame, selected: str | None, lang: Lang) -> tuple[Mark, ...]:
    """The 101 départements in code order, those of Paris and overseas again or only in their insets.

    cells: code, label, fill; a département without a row is drawn as without data.
    """
    rows = {row["code"]: row for row in cells.to_dicts()}
    known = {code: rows.get(code) or _unknown(code, name, lang) for code, name in _names()}
    overseas = {inset.codes[0] for inset in insets() if len(inset.codes) == 1}
    main = [_outline(known[code], mainland(), selected) for code in known if code not in overseas]
    return (
        *main,
        *(mark for inset in insets() for mark in _inset(inset.codes, inset.frame, known, selected, lang)),
    )


def communes(
    cells: pl.DataFrame, parent: str, selected: str | None, ground_fill: str = GROUND
) -> tuple[Mark, ...]:
    """One disc a commune with coordinates, its area by people, over the outline of its département.

    cells: code, name, label, fill, people, value, lat, lon; ring (a colour or null) where something else is told.
    Discs overlap: the largest are drawn first.
    """
    frame = commune_frame(parent)
    ground = Mark("path", {"d": path(parent, frame), "fill": ground_fill, "fill-rule": "evenodd", **_EDGE})
    placed = cells.drop_nulls(["lat", "lon"]).sort(
        "people", "code", descending=[True, False], nulls_last=True
    )
    if placed.is_empty():
        return (ground,)
    spots = frame.place(placed.select("lon", "lat").to_numpy())
    radii = disc_radii(placed["people"])
    rows = placed.to_dicts()
    discs = [
        _disc(row, x, y, r, selected)
        for row, (x, y), r in zip(rows, spots.tolist(), radii.tolist(), strict=True)
    ]
    tops = spots - np.column_stack([np.zeros_like(radii), radii + 4])
    return (ground, *discs, *_labels([row["name"] for row in rows], tops))


def commune_frame(parent: str) -> Frame:
    """Where a département is drawn for its communes."""
    return _padded(alone(parent), _LARGEST + _NAME)


def _padded(frame: Frame, padding: float) -> Frame:
    """The frame with room on each side, so that no disc or name is cut, however near the edge its commune is."""
    left, top, width, height = frame.box
    return replace(frame, box=(left + padding, top + padding, width - 2 * padding, height - 2 * padding))


def _names() -> list[tuple[str, str]]:
    return list(all_departements().select("code", "name").iter_rows())


def _unknown(code: str, name: str, lang: Lang) -> Cell:
    return {
        "code": code,
        "fill": NO_DATA,
        "label": say("map.cell", lang, name=name, value=say("map.no_data", lang)),
    }


def _inset(
    codes: tuple[str, ...], frame: Frame, known: Mapping[str, Cell], selected: str | None, lang: Lang
) -> list[Mark]:
    left, top, width, height = frame.box
    border = Mark(
        "rect",
        {"x": left - 4, "y": top - 4, "width": width + 6, "height": height + 6, "fill": "none", "stroke": "#999",
         "stroke-width": 0.6},
    )  # fmt: skip
    label = codes[0] if len(codes) == 1 else say("map.paris", lang)
    where = (left - 1, top + 12) if len(codes) == 1 else (left - 2, top + height + 16)
    return [border, *(_outline(known[code], frame, selected) for code in codes), _text(label, *where)]


def _outline(cell: Cell, frame: Frame, selected: str | None) -> Mark:
    edge = _CHOSEN if cell["code"] == selected else _EDGE
    shape = Mark(
        "path", {"d": path(cell["code"], frame), "fill": cell["fill"], "fill-rule": "evenodd", **edge}
    )
    return _button(cell, shape, selected)


def _disc(cell: Cell, x: float, y: float, radius: float, selected: str | None) -> Mark:
    edge = _CHOSEN if cell["code"] == selected else _EDGE
    rim = {name: edge[name] for name in ("stroke", "stroke-width")}
    if cell.get("ring"):
        rim = {"stroke": cell["ring"], "stroke-width": _RING}
    look: dict[str, str | float] = {"cx": x, "cy": y, "r": radius, "fill": cell["fill"], "fill-opacity": 0.9}
    disc = Mark("circle", {**look, **rim})
    name: dict[str, str | float] = {"role": "img", "tabindex": 0, "data-commune": cell["code"]}
    return _named(name, cell, disc)


def _button(cell: Cell, shape: Mark, selected: str | None) -> Mark:
    """A territory that can be clicked and reached by keyboard; a tooltip says what its colour means."""
    pressed = "true" if cell["code"] == selected else "false"
    name: dict[str, str | float] = {"role": "button", "tabindex": 0, "data-code": cell["code"]}
    return _named({**name, "aria-pressed": pressed}, cell, shape)


def _named(name: dict[str, str | float], cell: Cell, shape: Mark) -> Mark:
    attributes = {**name, "aria-label": cell["label"], "class": "territory"}
    return Mark("a", attributes, (Mark("title", {}, (cell["label"],)), shape))


def disc_radii(people: pl.Series) -> NDArray[np.float64]:
    """Radius of each disc: area by people; the smallest disc where people are hidden or unknown."""
    counts = people.fill_null(0).cast(pl.Float64).to_numpy()
    radii: NDArray[np.float64] = np.maximum(_SMALLEST, _LARGEST * np.sqrt(counts / counts.max(initial=1.0)))
    return radii


def _labels(names: list[str], tops: Ring) -> list[Mark]:
    """Names of the first communes, without those that would cover one already written."""
    written: list[int] = []
    for index in range(len(names)):
        far = np.abs(tops[written] - tops[index]) > (130, 20)
        if far.any(axis=1).all():
            written.append(index)
        if len(written) == _LABELLED:
            break
    return [
        _text(names[index], float(x), float(y), "middle")
        for index, (x, y) in zip(written, tops[written], strict=True)
    ]


def _text(text: str, x: float, y: float, anchor: str = "start") -> Mark:
    look: dict[str, str | float] = {
        "x": x, "y": y, "font-size": 16, "font-family": "Arial, Helvetica, sans-serif", "fill": "#222",
        "text-anchor": anchor, "stroke": "#fff", "stroke-width": 3, "paint-order": "stroke",
        "pointer-events": "none",
    }  # fmt: skip
    return Mark("text", look, (text,))
