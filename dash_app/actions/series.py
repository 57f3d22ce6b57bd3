"""The series of an action's metric, read from the graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.effects.reach import DENIES, STATES
from analytics.effects.series import Grid, counted, shared, shown, small
from cypher import query

if TYPE_CHECKING:
    from datetime import datetime

    from dash_app.actions.declaration import Declaration
    from graph.store import Store

POSITIVE = "positive"
_QUESTIONS = {
    "claim-posts": ("windows/claim_events", "claim"),
    "claim-denials": ("windows/claim_events", "claim"),
    "need-people": ("windows/need_times", "need"),
    "feedback": ("windows/service_ratings", "service"),
    "positive-share": ("windows/service_ratings", "service"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """frame   step, at, value, people (and control)
    small   one side of T0 speaks of fewer than 11 people: nothing may be told
    shown   the steps may be shown one by one
    """

    frame: pl.DataFrame
    small: bool
    shown: bool


def series(store: Store, action: Declaration, as_of: datetime) -> Series:
    """The metric by step, up to `as_of` or the last record, whichever is first; the control beside it.

    What is said in public of a claim is counted as it is; people in need and feedback are small cells.
    """
    grid, points = _grid(action), steps(store, action, as_of)
    events = _events(store, action, action.territory, as_of)
    frame = _counted(events, action, grid, points)
    hides = not action.metric.startswith("claim-")
    hidden, open_ = small(events, points, grid), shown(frame)
    if action.control is not None:
        elsewhere = _events(store, action, action.control, as_of)
        control = _counted(elsewhere, action, grid, points)
        frame = frame.with_columns(control=control["value"])
        open_ = open_ and shown(control)
    return Series(frame, hides and hidden, not hides or open_)


def steps(store: Store, action: Declaration, as_of: datetime) -> pl.DataFrame:
    """Every point that the series has at `as_of`: step, at."""
    return _grid(action).steps(*_recorded(store, action, as_of))


def claim_posts(store: Store, action: Declaration, as_of: datetime) -> pl.DataFrame:
    """Every post that states or denies the action's claim, wherever it speaks of: uid, author_uid, created_at,
    relation, followers.
    """
    return store.read(query("windows/claim_events"), {"claim": action.target, "to": as_of})


def _grid(action: Declaration) -> Grid:
    return Grid(action.at, timedelta(seconds=action.step_s), action.starts_at, action.ends_at)


def _recorded(store: Store, action: Declaration, as_of: datetime) -> tuple[datetime, datetime]:
    """From when to when there are records of the kind that the metric counts."""
    times = store.read(query("windows/record_times"))
    if action.metric in {"feedback", "positive-share"}:
        times = times.filter(pl.col("kind") == "feedback")
    if times.is_empty():
        return as_of, as_of
    first, last = times.select(pl.col("first_at").min(), pl.col("last_at").max()).row(0)
    return first, min(last, as_of)


def _events(store: Store, action: Declaration, territory: str | None, as_of: datetime) -> pl.DataFrame:
    """person, at, and chosen (what a share is of)."""
    name, parameter = _QUESTIONS[action.metric]
    values = {parameter: action.target, "territory": territory, "from": action.starts_at,
              "to": min(action.ends_at, as_of)}  # fmt: skip
    rows = store.read(query(name), values)
    if parameter == "claim":
        wanted = STATES if action.metric == "claim-posts" else DENIES
        stated = rows.filter(pl.col("relation") == wanted).unique("uid", maintain_order=True)
        return stated.select(person="author_uid", at="created_at")
    if parameter == "need":
        return rows
    rated = rows if action.metric == "feedback" else rows.drop_nulls("rating")
    return rated.select("at", person="uid", chosen=pl.col("rating") == POSITIVE)


def _counted(events: pl.DataFrame, action: Declaration, grid: Grid, steps: pl.DataFrame) -> pl.DataFrame:
    if action.metric == "positive-share":
        return shared(events, grid, steps)
    return counted(events, grid, steps, people=action.metric == "need-people")
