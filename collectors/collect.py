"""The way of what is collected: ask → archive → unpack → … → load → commit the cursor, last of all.

A kill at any moment costs nothing: what was not committed is asked for again, and loading it twice changes
nothing. What was archived and never loaded is taken by `cyberimpact replay --archive`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from collectors.archive import COLLECT, NORMALISER, add_dead, run_of
from collectors.documents import items_of
from collectors.health import judge, row_of
from collectors.intake import Intake, Made, Parcel, fingerprint
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.report import Report
from graph import loads
from graph.reference import ensure_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from collectors.config import Config
    from collectors.intake import Road
    from collectors.net import Net, Page
    from collectors.state import StateFile

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


def collect(
    line: Line, road: Road, report: Report | None = None, progress: Callable[[Report], None] | None = None
) -> Report:
    """Take what the source has, page by page, until it has no more or `net.stop` is set.

    report  where the account is kept, also when it ends in an error
    raises  SourceClosed; SourceUnavailable, SourceRefused (noted in the state); BudgetSpent; StoreError
    """
    if reason := line.config.closed():
        raise SourceClosed(f"{line.name} is off: {reason}")
    with road.writing:
        ensure_reference(road.store)
    flow = _Flow(line, road, report or account(line), progress or (lambda _: None))
    try:
        flow.intake.take(flow.parcels())
    except Stopped:
        pass
    except (SourceUnavailable, SourceRefused) as error:
        line.state.fail(str(error), line.net.clock())
        raise
    finally:
        flow.note(line.net.clock())
    if flow.report.loaded:
        with road.writing:
            road.store.refresh_search()
    return flow.report


def account(line: Line) -> Report:
    """An empty account of one round."""
    return Report(line.name, line.name, f"{COLLECT}:{line.name}")


class _Flow:
    """The pages of one source; keeps the account in `report`."""

    def __init__(self, line: Line, road: Road, report: Report, progress: Callable[[Report], None]) -> None:
        self.line, self.road, self.report, self.progress = line, road, report, progress
        self.source = line.config.source
        known = line.state.state.recent
        self.intake = Intake(self.source, road, line.name, known=known, key=fingerprint)
        self.intake.spelling = self.source.fields
        self._noted_at: datetime | None = None

    def parcels(self) -> Iterator[Parcel]:
        state, net = self.line.state.state, self.line.net
        assert self.source.collect is not None, f"{self.line.name} is imported, not collected"
        pages = self.source.collect(net, self.line.config, dict(state.cursor))
        for sequence, page in enumerate(pages, start=state.sequence):
            yield self._parcel(page, sequence)
            if net.stop.is_set():
                return

    def _parcel(self, page: Page, sequence: int) -> Parcel:
        """One page, archived; its commit moves the cursor once it is in the graph."""
        at = page.documents[0].at if page.documents else self.line.net.clock()
        if page.documents:
            self.road.archive.keep_page(self.line.name, sequence, page)
        items = [item for n, d in enumerate(page.documents) for item in items_of(self.source, d.body, n)]
        name = f"{COLLECT}-{at:%Y-%m-%d}"

        def commit(made: Made) -> None:
            if made.dead:
                add_dead(self.road.archive.dead_file(self.line.name, name), made.dead)
            self.line.state.commit(page.cursor, at, made.counted)
            self.report.add(made)
            self.report.learn(made.counted.unknown)
            self._tell(at)

        return Parcel(items, run_of(self.line.name, name), commit)

    def _tell(self, at: datetime) -> None:
        self.progress(self.report)
        if self._noted_at is None or at - self._noted_at >= NOTE_EVERY:
            self._noted_at = at
            self.note(at)

    def note(self, at: datetime) -> None:
        """Write the days and the health of the source into the graph: absolute figures, twice is once."""
        days = [
            {
                "uid": run_of(self.line.name, f"{COLLECT}-{day}"),
                "stage": COLLECT,
                "version": str(NORMALISER),
                "parameters": self.line.name,
                "started_at": self.road.now,
                "finished_at": at,
                **{name: getattr(tally, name) for name in tally.__struct_fields__},
            }
            for day, tally in sorted(self.line.state.state.days.items())[-2:]
        ]
        health = judge(self.line.config, self.line.state.state, at)
        with self.road.writing:
            if days:
                self.road.store.load(loads.COLLECTIONS, pl.DataFrame(days))
            self.road.store.load(loads.SOURCES, row_of(health))
