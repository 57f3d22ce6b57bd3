"""What the page shows, as its address says it: `/?from=2015-01-07&q=eau&root=…&topic=…&dep=34&lang=en`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from dash_app.figures.measure import MEASURES, Measure
from dash_app.texts import Lang, language
from graph.territory import shapes

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class View:
    """One state of the page; empty parts of an address are None or their default."""

    lang: Lang
    start: str | None = None
    end: str | None = None
    search: str | None = None
    root: str | None = None
    post: str | None = None
    topic: str = "all"
    measure: Measure = "smoothed_rate"
    departement: str | None = None


def from_address(query: Mapping[str, str], lang: Lang) -> View:
    """The view of a query string; a measure, language or département that is not one gives the default."""
    measure = query.get("measure")
    return View(
        lang=language(query.get("lang"), lang),
        start=query.get("from") or None,
        end=query.get("to") or None,
        search=query.get("q") or None,
        root=query.get("root") or None,
        post=query.get("post") or None,
        topic=query.get("topic") or "all",
        measure=measure if measure in MEASURES else "smoothed_rate",
        departement=dep if (dep := query.get("dep")) in shapes() else None,
    )


def end_of_day(day: str | None) -> str | datetime | None:
    """The last instant of "2015-01-07", so that a window holds its last day; anything else as it is."""
    try:
        date = datetime.strptime(day or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return day or None
    return datetime.combine(date, time.max, UTC)
