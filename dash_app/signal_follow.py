"""The work of `cyberimpact signals --follow`: what is new in the graph is watched, and told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.signals.live import Live
from analytics.stages.signals import KNOWN_CLAIMS, SIGNALS, signal_rows, with_needs
from analytics.stages.windows import posts_of
from cypher import query
from graph import loads
from graph.errors import StoreBusyError, StoreUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.store import Store

OVERLAP = timedelta(
    hours=1
)  # read again each time, for posts that were loaded late; those that are known are ignored


@dataclass(slots=True)
class Follower:
    """A watch of the graph that goes on. A new one reads everything since `start` again, and tells it again.

    opened  opens the graph for one look: an embedded one is free in between
    lag     how long posts are given to arrive before the time they were written is judged
    start   posts before it are never read; None: all are
    """

    opened: Callable[[], Store]
    lag: timedelta
    start: datetime | None = None
    live: Live = field(default_factory=Live)
    until: datetime | None = None
    run: str = ""
    told: int = 0

    def look(self, now: datetime) -> str:
        """Read, judge and write what is new; a line that says what it was."""
        try:
            with self.opened() as store:
                return f"{now:%H:%M:%S}  {self._look(store, now)}"
        except (StoreBusyError, StoreUnreachableError) as error:
            if self.until is None:
                raise
            return f"{now:%H:%M:%S}  waiting: {error}"

    def summary(self) -> str:
        """What was told in all."""
        return f"{self.told:,} signals" + (f", run {self.run}" if self.run else "")

    def _look(self, store: Store, now: datetime) -> str:
        until = now - self.lag if self.until is None else max(self.until, now - self.lag)
        since = self.start if self.until is None else self.until - OVERLAP
        frames = {name: _read(store, name, since, until) for name in SIGNALS.reads}
        posts = with_needs(posts_of(frames), frames)
        known = self.live.posts
        found = self.live.add(posts, until)
        self.until = until
        new = self.live.posts - known
        if found.height:
            self._write(store, found, now)
        kinds = found.group_by("kind").len().sort("kind")
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.iter_rows())
        return f"{new:,} new posts  {found.height:,} new signals" + (f": {told}" if told else "")

    def _write(self, store: Store, found: pl.DataFrame, now: datetime) -> None:
        """Beside those that are there: the stage `signals` replaces them all."""
        first = not self.run
        self.run = self.run or f"{SIGNALS.name}:follow:{now:%Y-%m-%dT%H:%M:%SZ}"
        self.told += found.height
        claims = store.read(query(KNOWN_CLAIMS))["claim_id"]
        if first:
            started = {
                "uid": self.run,
                "stage": SIGNALS.name,
                "version": SIGNALS.version,
                "parameters": "follow",
            }
            store.load(loads.IMPORTS, pl.DataFrame({**started, "started_at": now}))
        store.load(loads.SIGNALS, signal_rows(found, claims).with_columns(run=pl.lit(self.run)))


def _read(store: Store, name: str, since: datetime | None, until: datetime) -> pl.DataFrame:
    return store.read(query(name), {"from": since, "to": until})
