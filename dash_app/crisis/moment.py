"""The instant that the crisis cell looks at: now, or one that is replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from analytics.safety.check import HOURS
from cypher import query
from dash_app.reads import TIMEOUT

if TYPE_CHECKING:
    from typing import Any, Self

    from graph.store import Store

HOUR = timedelta(hours=1)
WINDOW = timedelta(hours=HOURS)


@dataclass(frozen=True, slots=True)
class Moment:
    """`at`, UTC. replayed: it was asked for; stale: nothing is as recent as the present, so the last data are shown."""

    at: datetime
    replayed: bool
    stale: bool

    @property
    def start(self) -> datetime:
        """From when on people are counted and the time axis is drawn: whole hours."""
        return self.hour - WINDOW

    @property
    def hour(self) -> datetime:
        """Counts of people stop at the full hour."""
        return self.at.replace(minute=0, second=0, microsecond=0)

    def window_end(self, window: timedelta) -> datetime:
        """When the last full window ended; windows start at whole ones since 00:00 UTC."""
        midnight = self.hour.replace(hour=0)
        return midnight + (self.hour - midnight) // window * window

    def as_json(self) -> dict[str, Any]:
        """What the browser keeps of it."""
        return {"at": self.at.isoformat(), "replayed": self.replayed, "stale": self.stale}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """The moment that the browser kept."""
        return cls(datetime.fromisoformat(kept["at"]), kept["replayed"], kept["stale"])


def moment(store: Store, asked: str | None, back: int, now: datetime) -> Moment:
    """The instant asked for, less `back` hours; without one the present, or the hour after the last post.

    asked  "2026-01-20T12:00" in UTC; what is no instant is taken for none
    """
    base, stale = _read(asked), False
    if base is None:
        last = last_post(store, now)
        stale = last is not None and last < now - WINDOW
        base = _next_hour(last) if stale and last is not None else now
    return Moment(base - back * HOUR, _read(asked) is not None or back > 0, stale)


def last_post(store: Store, now: datetime) -> datetime | None:
    """When the last post was made; None where there is none, or where it claims to be of the future."""
    found = store.read(query("windows/record_times"), timeout_s=TIMEOUT)
    times = found.filter(kind="post")["last_at"].to_list()
    return min(times[0], now) if times else None


def nothing(store: Store) -> bool:
    """Whether the graph has neither posts nor official alerts."""
    if not store.read(query("windows/record_times"), timeout_s=TIMEOUT).filter(kind="post").is_empty():
        return False
    return store.read(query("crisis/alerts"), {"lowest": 1, "limit": 1}, timeout_s=TIMEOUT).is_empty()


def _read(asked: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(asked or "")
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _next_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + HOUR
