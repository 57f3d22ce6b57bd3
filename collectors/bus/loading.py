"""From the bus into the graph: take → archive → unpack → … → load → count → move the place, last of all."""

from __future__ import annotations

import base64
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from collectors.archive import DeadLetter, write_dead
from collectors.bus.assembly import Assembly
from collectors.bus.wire import WireError, piece
from collectors.collect import Arrival, Flow, account
from collectors.registry import BrokenSourceError, UnknownSourceError
from collectors.state import StateFile
from graph.reference import ensure_reference

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from collectors.bus.tap import Arrived, Tap
    from collectors.bus.wire import Carried
    from collectors.config import Config
    from collectors.intake import Road
    from collectors.report import Report

WAIT_S = 0.5
PATIENCE_S = 20.0  # a load that takes longer is waited for with the topic paused
REFRESH_EVERY = timedelta(minutes=1)
PAGES_KNOWN = 256  # of a source: one that comes again is loaded again and not counted again


class Loader:
    """The pages of all sources, each on its own flow.

    known   what sources.yml says of a source; UnknownSourceError where its plug-in is not installed here
    states  a folder apart from the collectors' own states, which hold other cursors
    """

    def __init__(
        self,
        road: Road,
        states: Path,
        known: Callable[[str], Config],
        clock: Callable[[], datetime],
        tell: Callable[[str, Report], None] = lambda *_: None,
    ) -> None:
        self.road, self.states, self.known, self.clock, self.tell = road, states, known, clock, tell
        self.assembly, self.poison, self.strange = Assembly(), 0, Counter[str]()
        self._flows: dict[str, Flow] = {}
        self._searchable, self._refreshed_at = True, clock()
        with road.writing:
            ensure_reference(road.store)

    @property
    def reports(self) -> list[Report]:
        return [flow.report for flow in self._flows.values()]

    def take(self, batch: Sequence[Arrived]) -> dict[int, int]:
        """Load every page that is whole now. Returns partition → where to go on; StoreError stops all."""
        pages: dict[str, list[Carried]] = {}
        letters = []
        for message in batch:
            try:
                part = piece(message.value)
                whole = self.assembly.add(message.place, part)
            except WireError as error:
                letters.append(_letter(message, error))
            else:
                if whole is not None:
                    pages.setdefault(part.source, []).append(whole)
        for name, carried in pages.items():
            self._load(name, carried)
        self._set_aside(batch, letters)
        after = {message.place.partition: message.place.offset + 1 for message in batch}
        return {partition: self.assembly.resume_at(partition, offset) for partition, offset in after.items()}

    def rest(self) -> None:
        """Nothing comes at the moment: make searchable what was loaded, once a minute at most."""
        if self.clock() - self._refreshed_at >= REFRESH_EVERY:
            self._refresh()

    def close(self) -> None:
        """Write how every source fares into the graph."""
        for flow in self._flows.values():
            flow.note(self.clock())
        self._refresh()

    def lines(self) -> Iterator[str]:
        """The account in words."""
        for report in self.reports:
            yield from report.lines()
        for name, count in self.strange.items():
            yield f"{name}  {count:,} pages are in the archive only: no such source is installed here"
            yield "  Install its plug-in and run  cyberimpact replay --archive"
        if self.poison:
            folder = self.road.archive.root / "dead"
            yield f"{self.poison:,} messages that are no pages set aside → {folder}/bus-*.jsonl"
        if self.assembly.given_up:
            yield f"{self.assembly.given_up:,} pages never came whole; their collectors send them again"

    def _refresh(self) -> None:
        self._refreshed_at = self.clock()
        if not self._searchable:
            with self.road.writing:
                self.road.store.refresh_search()
            self._searchable = True

    def _load(self, name: str, pages: Sequence[Carried]) -> None:
        try:
            flow = self._flows.get(name) or self._flow(name)
        except (UnknownSourceError, BrokenSourceError):
            self._only_archive(name, pages)
            return
        self._flows[name], self._searchable = flow, False
        flow.take(_arrivals(flow.state, pages))

    def _flow(self, name: str) -> Flow:
        config = _judged_here(self.known(name))
        state = StateFile(self.states / f"{name}.json")
        return Flow(config, state, self.road, account(name), lambda told: self.tell(name, told))

    def _only_archive(self, name: str, pages: Sequence[Carried]) -> None:
        for carried in pages:
            if carried.page.documents:
                self.road.archive.keep_page(name, carried.sequence, carried.page)
        self.strange[name] += len(pages)

    def _set_aside(self, batch: Sequence[Arrived], letters: Sequence[DeadLetter]) -> None:
        """One file for what was wrong in a batch: a topic full of something else costs no more than its bytes."""
        if letters:
            place = batch[0].place
            write_dead(self.road.archive.dead_file("bus", f"{place.partition}-{place.offset:012d}"), letters)
            self.poison += len(letters)


def load_from(tap: Tap, loader: Loader, stop: threading.Event, *, once: bool) -> None:
    """Load what comes until `stop` is set, or, `once`, until all that is on the bus is loaded.

    raises  BusError; StoreError: what was loaded is committed, the rest comes again
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="bus") as pool:
        while not stop.is_set():
            batch = tap.take(WAIT_S)
            lost, tap.lost = tap.lost, set()
            loader.assembly.forget(lost)
            if batch:
                tap.commit(_loaded(tap, pool.submit(loader.take, batch)))
            elif once and tap.at_end():
                break
            else:
                loader.rest()
    loader.close()


def _loaded(tap: Tap, loading: Future[dict[int, int]]) -> dict[int, int]:
    """What the load came to, however long it takes: the group must not think that we are gone."""
    wait([loading], PATIENCE_S)
    while not loading.done():
        tap.attend(WAIT_S)
    return loading.result()


def _arrivals(state: StateFile, pages: Sequence[Carried]) -> Iterator[Arrival]:
    """Pages with what the state remembers: which came lately, so that none is counted twice."""
    held = state.state.cursor.get("pages")
    known = list(held) if isinstance(held, list) else []
    for carried in pages:
        identity = carried.identity
        again = identity in known
        known = [*known, *([] if again else [identity])][-PAGES_KNOWN:]
        yield Arrival(carried.page, carried.sequence, carried.fetched_at, {"pages": known}, counted=again)


def _judged_here(config: Config) -> Config:
    """Gate, settings and budget are the affair of who collects: here they say nothing of how a source fares."""
    declared = config.source.declared
    free = replace(declared, legal=replace(declared.legal, requires=()), settings={}, price=None)
    return replace(config, source=replace(config.source, declared=free))


def _letter(message: Arrived, error: WireError) -> DeadLetter:
    return DeadLetter(
        source="bus",
        file=f"partition {message.place.partition}",
        line=message.place.offset,
        field="message",
        error=str(error),
        bytes64=base64.b64encode(message.value).decode(),
    )
