"""The way of what is collected: ask → archive → unpack → … → load → commit the cursor, last of all.

A kill at any moment costs nothing: what was not committed is asked for again, and loading it twice changes
nothing. What was archived and never loaded is taken by `cyberimpact replay --archive`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from collectors.archive import COLLECT, NORMALISER, add_dead, run_of
from collectors.documents import items_of_page
from collectors.health import judge, row_of
from collectors.intake import Intake, Made, Parcel, fingerprint
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.report import Report
from collectors.state import Counted
from graph import loads
from graph.reference import ensure_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from collectors.config import Config
    from collectors.intake import Road
    from collectors.net import Cursor, Net, Page
    from collectors.state import StateFile

LETTERS_KEPT = 100
NOTE_EVERY = timedelta(seconds=5)


class SourceClosed(Exception):  # noqa: N818 - what it says reads better
    """The source may not run yet: its gate, or a setting."""


class Stopped(Exception):  # noqa: N818 - what it says reads better
    """The time was over in the middle of a wait."""


@dataclass(frozen=True, slots=True)
class Line:
    """One source on its way: what it was told, how far it has come, what it reaches the world with."""

    config: Config
    state: StateFile
    net: Net

    @property
    def name(self) -> str:
        return self.config.source.name


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that came: its number, when it came, and what the state remembers once it is in the graph.

    counted  its items are counted already: it came before, and is loaded again all the same
    """

    page: Page
    sequence: int
    at: datetime
    cursor: Cursor
    counted: bool = False


def collect(
    line: Line, road: Road, report: Report | None = None, progress: Callable[[Report], None] | None = None
) -> Report:
    """Take what the source has, page by page, until it has no more or `net.stop` is set.

    report  where the account is kept, also when it ends in an error
    raises  SourceClosed; SourceUnavailable, SourceRefused (noted in the state); BudgetSpent; StoreError
    """
    with road.writing:
        ensure_reference(road.store)
    flow = Flow(line.config, line.state, road, report or account(line.name), progress)
    try:
        must_be_open(line)
        with asking(line):
            flow.take(arrivals(line))
    finally:
        flow.note(line.net.clock())
    if flow.report.loaded:
        with road.writing:
            road.store.refresh_search()
    return flow.report


def must_be_open(line: Line) -> None:
    """SourceClosed when the source may not be asked."""
    if reason := line.config.closed():
        raise SourceClosed(f"{line.name} is off: {reason}")


@contextmanager
def asking(line: Line) -> Iterator[None]:
    """While the source is asked: the end of the time ends it, a refusal is noted in its state."""
    try:
        yield
    except Stopped:
        pass
    except (SourceUnavailable, SourceRefused) as error:
        line.state.fail(str(error), line.net.clock())
        raise


def arrivals(line: Line) -> Iterator[Arrival]:
    """The pages of the source from its cursor on, until it has no more or is stopped."""
    state, net = line.state.state, line.net
    assert line.config.source.collect is not None, f"{line.name} is imported, not collected"
    pages = line.config.source.collect(net, line.config, dict(state.cursor))
    for sequence, page in enumerate(pages, start=state.sequence):
        at = page.documents[0].at if page.documents else net.clock()
        yield Arrival(page, sequence, at, page.cursor)
        if net.stop.is_set():
            return


def account(name: str) -> Report:
    """An empty account of one source that is collected."""
    return Report(name, name, f"{COLLECT}:{name}")


class Flow:
    """The pages of one source on their way into the graph; keeps the account in `report`."""

    def __init__(
        self,
        config: Config,
        state: StateFile,
        road: Road,
        report: Report,
        progress: Callable[[Report], None] | None = None,
    ) -> None:
        self.config, self.state, self.road, self.report = config, state, road, report
        self.source, self.name = config.source, config.source.name
        self._progress = progress or (lambda _: None)
        self._intake = Intake(self.source, road, self.name, known=state.state.recent, key=fingerprint)
        self._intake.spelling = self.source.fields
        self._noted_at: datetime | None = None

    def take(self, arrivals: Iterable[Arrival]) -> None:
        """Load the pages, one after another; each is committed once it is in the graph."""
        self._intake.take(self._parcel(arrival) for arrival in arrivals)

    def _parcel(self, arrival: Arrival) -> Parcel:
        """One page, archived; its commit moves the cursor."""
        page, at = arrival.page, arrival.at
        if page.documents:
            self.road.archive.keep_page(self.name, arrival.sequence, page)
        name = f"{COLLECT}-{at:%Y-%m-%d}"

        def commit(made: Made) -> None:
            if made.dead:
                self.report.dead_file = self.road.archive.dead_file(self.name, name)
                add_dead(self.report.dead_file, made.dead)
            made.counted.tally.read += page.skipped
            made.counted.tally.skipped += page.skipped
            self.state.commit(arrival.cursor, at, Counted() if arrival.counted else made.counted)
            self.report.add(made)
            self.report.learn(made.counted.unknown)
            del self.report.dead[LETTERS_KEPT:]  # the file has them all; a stream lasts for months
            self._tell(at)

        return Parcel(items_of_page(self.source, page), run_of(self.name, name), commit)

    def _tell(self, at: datetime) -> None:
        self._progress(self.report)
        if self._noted_at is None or at - self._noted_at >= NOTE_EVERY:
            self._noted_at = at
            self.note(at)

    def note(self, at: datetime) -> None:
        """Write the days and the health of the source into the graph: absolute figures, twice is once."""
        days = [
            {
                "uid": run_of(self.name, f"{COLLECT}-{day}"),
                "stage": COLLECT,
                "version": str(NORMALISER),
                "parameters": self.name,
                "started_at": self.road.now,
                "finished_at": at,
                **{name: getattr(tally, name) for name in tally.__struct_fields__},
            }
            for day, tally in sorted(self.state.state.days.items())[-2:]
        ]
        health = judge(self.config, self.state.state, at)
        with self.road.writing:
            if days:
                self.road.store.load(loads.COLLECTIONS, pl.DataFrame(days))
            self.road.store.load(loads.SOURCES, row_of(health))
