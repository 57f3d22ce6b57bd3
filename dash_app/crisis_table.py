"""The work of `cyberimpact crisis`: tables of official alerts, the safety check and what is unusual here now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.crossing import unusual
from analytics.posts import instants
from analytics.safety import safety_check
from dash_app.crisis.board import in_force
from dash_app.signal_table import EVENTS, instant, read_events
from graph.territory import communes, departements, inhabited

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store

DAY_H = 24
SHOWN = ("severity", "kind", "title", "place", "at", "ended_at", "source")  # of an alert, on a terminal
NO_EVENTS = pl.DataFrame(schema=dict.fromkeys(EVENTS, pl.String))


def safety(posts: pl.DataFrame, as_of: str | None, hours: int) -> pl.DataFrame:
    """The safety check of a post file as of an instant; ValueError for what is none, or a file without texts."""
    if "text" not in posts.columns:
        raise ValueError("these posts have no column text: nobody can say anything")
    return safety_check(posts, inhabited(), as_of=_moment(posts, as_of), hours=hours)


def unusual_now(posts: pl.DataFrame, events: Path | None, as_of: str | None, window: int) -> pl.DataFrame:
    """Places ranked by what is unusual in the last `window` hours; ValueError for what cannot be read."""
    if DAY_H % window:
        raise ValueError(f"a window of {window} hours does not divide the day: 1, 2, 3, 4, 6, 8, 12 or 24")
    told = read_events(events) if events else NO_EVENTS
    names = departements().select(departement="code", departement_name="name")
    places = communes().join(names, on="departement", how="left", maintain_order="left")
    moment = _moment(posts, as_of)
    found = unusual(told, posts, places, as_of=moment, window=timedelta(hours=window))
    return found.drop("contributions")


def asked(at: str | None, now: datetime) -> datetime:
    """The instant of --at, else now; ValueError for what is no instant."""
    try:
        found = instant(at)
    except ValueError as error:
        raise ValueError(str(error).replace("--as-of", "--at")) from error
    return found or now


def alerts(store: Store, at: datetime, departement: str | None) -> pl.DataFrame:
    """Official alerts in force at an instant; ValueError for a département that is none."""
    if departement is not None and departement not in departements()["code"]:
        raise ValueError(f"there is no département {departement!r}: write its code, as 34 or 2A")
    return in_force(store, at, departement)


def _moment(posts: pl.DataFrame, as_of: str | None) -> datetime:
    """The instant that is asked for, else that of the last post."""
    asked = instant(as_of) or instants(posts["created_at"]).max()
    if not isinstance(asked, datetime):
        raise ValueError("there is no post with a time: say --as-of")  # noqa: TRY004 - a file without times
    return asked if asked.tzinfo else asked.replace(tzinfo=UTC)
