"""One service over a period, out of the tables that may be published: nothing here was not told there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.needs.feedback import window_length
from analytics.needs.shares import wilson
from analytics.needs.suppression import ALL
from analytics.perception import AXES, changes, words
from dash_app.figures.trend import Point

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dash_app.services.tables import Look

RATING = AXES[0]
TOPICS, PLACES = 7, 7  # rows of a list
_FIGURES = ("people", "share", "low", "high")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of people with its interval; None where fewer than 11 would be told."""

    people: int | None
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """The last window that is shown against the one before: difference of the shares, and words."""

    at: datetime
    before_at: datetime
    difference: float
    low: float
    high: float
    certain: bool
    came: list[str]
    went: list[str]


@dataclass(frozen=True, slots=True)
class View:
    """What the page tells of a service; `every` is the length of its windows."""

    every: str
    points: list[Point]
    axes: Mapping[str, Figure]
    change: Change | None
    answers: Figure
    replies: Figure
    hours: float | None
    reply_hours: float | None
    topics: pl.DataFrame
    places: pl.DataFrame
    volume: pl.DataFrame
    has_posts: bool


def view(look: Look, texts: pl.DataFrame, service: str, start: datetime | None, end: datetime | None) -> View:
    """The figures of a service ("all" for all) in the windows that start from `start` to `end`.

    texts  uid, text of its feedback
    """
    mine = look.opinions.filter(level="france", service=service)
    told = look.visibility.filter(service=service)
    answers = told.filter(figure="answers", level="france")
    voice = told.filter(figure="voice")
    windows = look.opinions.filter(pl.col("at").is_not_null(), axis=RATING, level="france", service=ALL)["at"]
    chosen = [at for at in windows if (not start or at >= start) and (not end or at <= end)]
    return View(
        every=window_length(look.feedback["created_at"]),
        points=_points(mine.filter(axis=RATING), chosen),
        axes={axis: _figure(mine.filter(axis=axis), start, end) for axis in AXES},
        change=_change(look, texts, mine, start, end),
        answers=_figure(answers, start, end),
        replies=_whole(told.filter(figure="replies")),
        hours=_only(told.filter(figure="delay"), "median_hours"),
        reply_hours=_only(told.filter(figure="replies"), "median_hours"),
        topics=_loudest(voice.filter(pl.col("topic") != ALL, level="france"))[:TOPICS],
        places=_loudest(voice.filter(topic=ALL, level="departement"))[:PLACES],
        volume=_volume(look),
        has_posts=voice.height > 0,
    )  # fmt: skip


def _loudest(voice: pl.DataFrame) -> pl.DataFrame:
    down = (True, True, False, False)
    return voice.sort("own_posts", "people", "code", "topic", descending=down, nulls_last=True)


def _points(mine: pl.DataFrame, windows: list[datetime]) -> list[Point]:
    rows = {row["at"]: row for row in mine.drop_nulls("at").iter_rows(named=True)}
    return [Point(at, *(rows.get(at, {}).get(name) for name in _FIGURES)) for at in windows]


def _figure(rows: pl.DataFrame, start: datetime | None, end: datetime | None) -> Figure:
    """The whole time, or the windows of a period that are shown, together."""
    if start is None and end is None:
        return _whole(rows.filter(pl.col("at").is_null()))
    shown = _within(rows, start, end).filter(~pl.col("suppressed"))
    hits = (pl.col("share") * pl.col("people")).round().sum()
    total = shown.select(people=pl.col("people").sum(), hits=hits)
    low, high = wilson(pl.col("hits"), pl.col("people"))
    return _whole(
        total.filter(pl.col("people") > 0).with_columns(
            low=low, high=high, share=pl.col("hits") / pl.col("people")
        )
    )


def _within(rows: pl.DataFrame, start: datetime | None, end: datetime | None) -> pl.DataFrame:
    """The windows that start in a period."""
    known = rows.drop_nulls("at")
    after = known if start is None else known.filter(pl.col("at") >= start)
    return after if end is None else after.filter(pl.col("at") <= end)


def _whole(rows: pl.DataFrame) -> Figure:
    row = rows.row(0, named=True) if rows.height else {}
    return Figure(*(row.get(name) for name in _FIGURES))


def _only(rows: pl.DataFrame, name: str) -> float | None:
    return rows[name][0] if rows.height else None


def _change(
    look: Look, texts: pl.DataFrame, mine: pl.DataFrame, start: datetime | None, end: datetime | None
) -> Change | None:
    found = changes(_within(mine, start, end)).filter(axis=RATING)
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    cell = {name: row[name] for name in ("level", "code", "service", "before_at", "at")}
    # The length of the windows is that of all feedback, so the texts are joined to all of it.
    said = look.feedback.join(texts, on="uid", how="left", maintain_order="left")
    came, went = words(said, **cell)
    return Change(
        row["at"], row["before_at"], row["difference"], row["difference_low"], row["difference_high"],
        certain=row["certain"], came=came, went=went,
    )  # fmt: skip


def _volume(look: Look) -> pl.DataFrame:
    """Départements by feedback for so many inhabitants, the most first; hidden ones at the end."""
    rows = look.visibility.filter(pl.col("people").fill_null(1) > 0, figure="volume", level="departement")
    return rows.sort("per_10000", "code", descending=[True, False], nulls_last=True).select(
        "code", "name", "people", "per_10000", "suppressed"
    )
