"""How far a source has come, and how it fares: one small file a source, replaced whole, written last.

The cursor and the counts are committed together, so that a record taken again after a crash is counted once.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from graph.durable import write_whole

if TYPE_CHECKING:
    from pathlib import Path

DAYS_KEPT = 62
RECENT_KEPT = 4_000  # fingerprints of the newest items, to see a source that repeats itself
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


class StateError(Exception):
    """A state file that cannot be read: names it and the cure."""


class Tally(msgspec.Struct, omit_defaults=True):
    """What became of the items of one day, or of one page."""

    read: int = 0
    loaded: int = 0
    skipped: int = 0
    dead: int = 0
    repaired: int = 0
    repeated: int = 0

    def add(self, other: Tally) -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class SourceState(msgspec.Struct, omit_defaults=True):
    """All that is remembered of one source."""

    cursor: dict[str, object] = msgspec.field(default_factory=dict)
    sequence: int = 0  # pages committed
    committed_at: datetime | None = None
    good_at: datetime | None = None  # when the last good record was taken
    newest_at: datetime | None = None  # the newest time that a record bears
    days: dict[str, Tally] = msgspec.field(default_factory=dict)
    unknown: dict[str, int] = msgspec.field(default_factory=dict)  # field nobody declared → items that had it
    unknown_at: datetime | None = None
    recent: list[int] = msgspec.field(default_factory=list)
    spent: dict[str, float] = msgspec.field(default_factory=dict)
    failures: int = 0
    failed_at: datetime | None = None
    failure: str = ""

    @property
    def retry_at(self) -> datetime | None:
        """The circuit breaker: each failure in a row doubles the pause."""
        if not self.failures or self.failed_at is None:
            return None
        doubled: timedelta = FIRST_PAUSE * 2 ** min(self.failures - 1, 12)
        return self.failed_at + min(doubled, LONGEST_PAUSE)


class StateFile:
    """The state of one source on disk; a commit is durable when it returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self.state = self._read()

    def commit(self, cursor: dict[str, object], now: datetime, counted: Counted) -> None:
        """The page is in the graph: move the cursor and add its counts, in one write."""
        with self._lock:
            state = self.state
            state.cursor, state.committed_at = cursor, now
            state.sequence += 1
            counted.into(state, now)
            state.failures, state.failure = 0, ""
            self._write()

    def fail(self, reason: str, now: datetime) -> None:
        with self._lock:
            self.state.failures += 1
            self.state.failed_at, self.state.failure = now, reason
            self._write()

    def spent(self, month: str) -> float:
        with self._lock:
            return self.state.spent.get(month, 0.0)

    def spend(self, month: str, cost: float) -> None:
        with self._lock:
            self.state.spent[month] = round(self.state.spent.get(month, 0.0) + cost, 6)
            self._write()

    def _read(self) -> SourceState:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=SourceState)
        except FileNotFoundError:
            return SourceState()
        except msgspec.MsgspecError as error:
            raise StateError(
                f"{self.path} cannot be read: {error}\n  Put it aside and collect again: nothing is loaded twice."
            ) from error

    def _write(self) -> None:
        write_whole(self.path, msgspec.json.encode(self.state))


class Counted(msgspec.Struct):
    """What one page came to."""

    tally: Tally = msgspec.field(default_factory=Tally)
    unknown: dict[str, int] = msgspec.field(default_factory=dict)
    fingerprints: list[int] = msgspec.field(default_factory=list)
    newest_at: datetime | None = None

    def into(self, state: SourceState, now: datetime) -> None:
        """Add this page to the state."""
        state.days.setdefault(f"{now:%Y-%m-%d}", Tally()).add(self.tally)
        for day in sorted(state.days)[:-DAYS_KEPT]:
            del state.days[day]
        for name, count in self.unknown.items():
            state.unknown[name] = state.unknown.get(name, 0) + count
        if self.unknown:
            state.unknown_at = now
        if self.tally.loaded:
            state.good_at = now
        if self.newest_at and (state.newest_at is None or self.newest_at > state.newest_at):
            state.newest_at = self.newest_at
        state.recent = [*state.recent, *self.fingerprints][-RECENT_KEPT:]
