"""A laid-out cascade as marks: axis, edges, posts and legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dash_app.figures.marks import Mark
from dash_app.figures.time_axis import LENGTH
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Okabe-Ito: told apart by colour-blind readers, and in grey by their lightness.
COLOURS = {
    "root": "#111111",
    "reply": "#0072b2",
    "repost": "#e69f00",
    "quote": "#cc79a7",
    "unknown": "#b3b3b3",
}
_LEFT, _TOP, _RIGHT, _BOTTOM = 30.0, 54.0, 40.0, 74.0
_FONT: dict[str, str | float] = {
    "font-family": "Arial, Helvetica, sans-serif",
    "font-size": 14,
    "fill": "#222",
}
_QUOTE = 120  # characters of the first post above the drawing


def drawing(
    *,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    parent: NDArray[np.int64],
    radius: NDArray[np.float64],
    kinds: Sequence[str],
    ticks: Sequence[tuple[float, str]],
    axis: str,
    title: str,
    sentence: str,
    quote: str | None,
    lang: Lang,
) -> Mark:
    """The SVG document of a cascade; arrays have one entry a post, positions are those of the layout."""
    top, low = (float(y.min()), float(y.max())) if len(y) else (0.0, 0.0)
    right, down = x + _LEFT, y - top + _TOP
    height = _TOP + low - top + _BOTTOM
    width = _LEFT + LENGTH + _RIGHT
    size: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:g} {height:g}", "role": "img",
        "aria-label": title,
    }  # fmt: skip
    return Mark(
        "svg",
        size,
        (
            Mark("title", {}, (title,)),
            Mark("desc", {}, (sentence,)),
            *_axis(ticks, axis, height),
            _edges(right, down, parent),
            *_posts(right, down, radius, kinds),
            *_quote(quote),
            *_legend(kinds, height, lang),
        ),
    )


def _axis(ticks: Sequence[tuple[float, str]], axis: str, height: float) -> list[Mark]:
    base = height - _BOTTOM + 26
    lines = " ".join(f"M{x + _LEFT:.1f},{_TOP - 18:g}V{base - 6:g}" for x, _ in ticks)
    grid = Mark("path", {"d": lines, "stroke": "#e2e2e2", "fill": "none"})
    labels = [_label(text, x + _LEFT, base + 8, "start" if x == 0 else "middle") for x, text in ticks]
    return [grid, *labels, _label(axis, _LEFT + LENGTH, base + 32, "end")]


def _edges(x: NDArray[np.float64], y: NDArray[np.float64], parent: NDArray[np.int64]) -> Mark:
    child = np.flatnonzero(parent >= 0)
    above = parent[child]
    ends = np.column_stack([x[above], y[above], x[child], y[child]]).tolist()
    lines = "".join(f"M{a:.1f},{b:.1f}L{c:.1f},{d:.1f}" for a, b, c, d in ends)
    return Mark(
        "path", {"d": lines, "stroke": "#8c8c8c", "stroke-width": 0.8, "stroke-opacity": 0.6, "fill": "none"}
    )


def _posts(
    x: NDArray[np.float64], y: NDArray[np.float64], radius: NDArray[np.float64], kinds: Sequence[str]
) -> list[Mark]:
    """The largest discs first, so that no small one is covered."""
    order = np.argsort(-radius, kind="stable").tolist()
    return [
        Mark(
            "circle",
            {"cx": float(x[i]), "cy": float(y[i]), "r": float(radius[i]), "fill": COLOURS[kinds[i]],
             "stroke": "#fff", "stroke-width": 0.7},
        )
        for i in order
    ]  # fmt: skip


def _quote(text: str | None) -> list[Mark]:
    if not text:
        return []
    cut = text if len(text) <= _QUOTE else f"{text[:_QUOTE].rstrip()}…"
    return [_label(f"« {' '.join(cut.split())} »", _LEFT, 22, "start")]


def _legend(kinds: Sequence[str], height: float, lang: Lang) -> list[Mark]:
    marks: list[Mark] = []
    x = _LEFT
    for kind in [kind for kind in COLOURS if kind in kinds]:
        text = say(f"kind.{kind}", lang)
        marks.append(Mark("circle", {"cx": x + 6, "cy": height - 21, "r": 6, "fill": COLOURS[kind]}))
        marks.append(_label(text, x + 18, height - 16, "start"))
        x += 40 + 7.5 * len(text)
    return marks


def _label(text: str, x: float, y: float, anchor: str) -> Mark:
    return Mark("text", {"x": x, "y": y, "text-anchor": anchor, **_FONT}, (text,))
