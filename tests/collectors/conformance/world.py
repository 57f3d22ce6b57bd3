"""A small world for one source: a graph, an archive, a state, and a clock that only moves when told to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from collectors.archive import Archive
from collectors.budget import Budget
from collectors.collect import Line, collect
from collectors.config import configure
from collectors.intake import Road
from collectors.net import Http, Net, client
from collectors.patience import Patience
from collectors.road import import_file, replay_archive
from collectors.state import StateFile
from graph import transfer
from graph.model import NODES, node
from graph.privacy import Pseudonyms
from graph.schema import relations_from

if TYPE_CHECKING:
    from pathlib import Path

    from collectors.report import Report
    from graph.store import Store
    from tests.collectors.conformance.case import Case, Item

NOW = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
NAMES = Pseudonyms(bytes(32))


@dataclass
class Clock:
    now: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass
class World:
    store: Store
    folder: Path
    clock: Clock = field(default_factory=Clock)
    archive: Archive | None = None
    state: StateFile | None = None

    def road(self) -> Road:
        return Road(self.store, self.archive or Archive(self.folder / "archive"), NAMES, NOW)

    def line(self, case: Case, base: str) -> Line:
        config = configure(case.source, case.config(base), "sources.yml", {})
        state = self.state or StateFile(self.folder / "state.json")
        patience = Patience(self.clock, self.clock.sleep, jitter=lambda: 0.0)
        price = case.source.declared.price
        budget = Budget(state, price, config.monthly_budget() or 0.0, self.clock)
        net = Net(Http(client(), patience), patience, budget, once=True, idle=0.6)
        return Line(config, state, net)

    def collect(self, case: Case, base: str) -> Report:
        line = self.line(case, base)
        try:
            return collect(line, self.road())
        finally:
            line.net.http.client.close()

    def imported(self, case: Case, items: list[Item]) -> Report:
        assert case.file is not None
        folder = self.folder / "files"
        folder.mkdir(exist_ok=True)
        return import_file(case.file(items, folder), case.source, self.road())

    def replayed(self, case: Case, archive: Archive) -> None:
        road = Road(self.store, archive, NAMES, NOW)
        for parts in archive.inputs().values():
            replay_archive(parts, case.source, road)


def everything(store: Store, *, without: tuple[str, ...] = ()) -> list[str]:
    """Every node and relation but the territory itself, one JSON line each, in a total order."""
    left_out = {"Location", *without}
    nodes = {n.label: list(transfer._nodes(store, n)) for n in NODES if n.label not in left_out}
    lines = [
        {"label": label, "key": key, "properties": transfer._plain(node(label).properties, properties)}
        for label, rows in nodes.items()
        for key, properties in rows
    ]
    keys = {label: [key for key, _ in rows] for label, rows in nodes.items()}
    for kind, source, target in transfer._triples():
        if keys.get(source.label):
            found = transfer._rows(store, relations_from(kind, source, target), {"keys": keys[source.label]})
            lines += [
                [kind.type, start, end, transfer._plain(kind.properties, held)] for start, end, held in found
            ]
    return sorted(json.dumps(line, sort_keys=True, default=str) for line in lines)


def content(store: Store) -> list[str]:
    """The same without the accounts of runs and sources."""
    return everything(store, without=("Run", "Source"))
