"""A drawing as a tree of marks, written out as SVG text for reports or as Dash components for the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import dash_svg
from dash import html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

_KEPT = ("data-", "aria-")  # attributes that Dash spells as SVG does


@dataclass(frozen=True, slots=True)
class Mark:
    """One SVG element; attributes are spelt as in SVG ("stroke-width")."""

    tag: str
    attributes: Mapping[str, str | float] = field(default_factory=dict)
    children: tuple[Mark | str, ...] = ()


def to_svg(mark: Mark) -> str:
    """The mark as SVG text."""
    attributes = "".join(f" {name}={quoteattr(_text(value))}" for name, value in mark.attributes.items())
    if not mark.children:
        return f"<{mark.tag}{attributes}/>"
    inside = "".join(escape(child) if isinstance(child, str) else to_svg(child) for child in mark.children)
    return f"<{mark.tag}{attributes}>{inside}</{mark.tag}>"


def still(mark: Mark) -> Mark:
    """The drawing without buttons, for paper: each `a` becomes a plain group."""
    children = tuple(child if isinstance(child, str) else still(child) for child in mark.children)
    return Mark("g", {}, children) if mark.tag == "a" else Mark(mark.tag, mark.attributes, children)


def to_component(mark: Mark) -> Component:
    """The mark as a dash-svg component; `a` and `title`, which dash-svg lacks, come from html."""
    make = {"a": html.A, "title": html.Title}.get(mark.tag) or getattr(
        dash_svg, mark.tag[0].upper() + mark.tag[1:]
    )
    children = [child if isinstance(child, str) else to_component(child) for child in mark.children]
    component: Component = make(
        children=children, **{_camel(name): _value(value) for name, value in mark.attributes.items()}
    )
    return component


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _value(value: str | float) -> str | int:
    """Dash wants whole numbers for tabIndex and takes text for all else."""
    return value if isinstance(value, int) else _text(value)


def _camel(name: str) -> str:
    if name == "class":
        return "className"
    if name == "tabindex":
        return "tabIndex"
    if name.startswith(_KEPT):
        return name
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)
