"""The work of `cyberimpact signals`: posts and events watched, the table written, what is said of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from analytics.posts import instants
from analytics.signals.detect import SIGNALS, watch
from dash_app.csv_table import read_columns

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = tuple(name for name in SIGNALS.names() if name != "evidence")
SHOWN = (
    "kind",
    "topic",
    "location_code",
    "start_at",
    "detected_at",
    "observed",
    "expected",
    "score_bits",
    "q",
)
EVENTS = ("uid", "kind", "at")


def watched(posts: pl.DataFrame, as_of: str | None, events: Path | None) -> pl.DataFrame:
    """Signals of posts and events as of an instant. ValueError for what is no instant, or a table that is none."""
    return watch(posts, as_of=instant(as_of), events=read_events(events) if events else None)


def read_events(path: Path) -> pl.DataFrame:
    """A table of operational events: EVENTS and place_insee where it is there. ValueError where it is none."""
    return read_columns(path, EVENTS)


def counted(found: pl.DataFrame, what: str) -> str:
    """How many rows there are of `what`, and of each kind."""
    kinds = found.group_by("kind").len().sort("len", "kind", descending=[True, False])
    told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.iter_rows())
    return f"{found.height:,} {what}" + (f": {told}" if told else "")


def instant(text: str | None) -> datetime | None:
    """The instant that --as-of names; ValueError where it names none."""
    if text is None:
        return None
    try:
        found = instants(pl.Series([text]))[0]
    except ValueError as error:
        raise ValueError(f"--as-of {text!r} is not an instant: write 2026-01-20T12:00:00Z") from error
    assert isinstance(found, datetime)
    return found
