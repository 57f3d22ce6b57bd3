"""A real broker for the session, a topic of its own for each test, and small worlds on both sides of it."""

import shutil
import threading
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from platformdirs import user_cache_path

from collectors.archive import Archive
from collectors.bus.address import Bus
from collectors.bus.clients import ensure_topic
from collectors.bus.forwarding import Sent, collector_id, forward
from collectors.bus.loading import Loader, load_from
from collectors.bus.sender import Sender
from collectors.bus.tap import Tap
from collectors.config import configure
from collectors.intake import Road
from collectors.registry import UnknownSourceError
from graph.reference import ensure_reference
from graph.store import Store, open_store
from tests.collectors.bus.broker import running
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.world import NAMES, NOW, World


@pytest.fixture(scope="session")
def broker(tmp_path_factory):
    with running(user_cache_path("cyberimpact"), tmp_path_factory.mktemp("kafka")) as live:
        yield live


@pytest.fixture
def bus(broker) -> Bus:
    made = Bus(broker.address, f"pages-{uuid4().hex[:12]}")
    ensure_topic(made)
    return made


@dataclass
class CollectingSide(World):
    """A collector's machine: no graph."""

    bus: Bus | None = None

    def forward(self, source, given=None) -> Sent:
        case = Case(source, [], 0, config=lambda _: dict(given or {}))
        line, sent = self.line(case, ""), Sent(source.name)
        archive = self.archive or Archive(self.folder / "archive")
        collector = collector_id(self.folder)
        with closing(line.net.http.client), closing(Sender(self.bus, source.name, collector)) as sender:
            forward(line, sender, archive, sent, lambda _: None)
        return sent


@dataclass
class LoadingSide:
    """The loader's machine."""

    store: Store
    folder: Path
    bus: Bus
    sources: dict = field(default_factory=dict)

    def known(self, name):
        if name not in self.sources:
            raise UnknownSourceError(name)
        return configure(self.sources[name], {}, "sources.yml", {})

    def loader(self, store=None) -> Loader:
        road = Road(store or self.store, Archive(self.folder / "archive"), NAMES, NOW)
        return Loader(road, self.folder / "state", self.known, lambda: NOW)

    def load(self, store=None, kind=Tap) -> Loader:
        loader = self.loader(store)
        with closing(kind(self.bus)) as tap:
            load_from(tap, loader, threading.Event(), once=True)
        return loader


@pytest.fixture
def collector(bus, tmp_path):
    """Makes collectors' machines."""

    def make(name="collector"):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        return CollectingSide(None, folder, bus=bus)

    return make


@pytest.fixture(scope="session")
def territory(tmp_path_factory):
    """An embedded graph with the reference alone, to be copied."""
    path = tmp_path_factory.mktemp("territory") / "graph.kgl"
    with open_store(path) as store:
        ensure_reference(store)
    return path


@pytest.fixture
def graph(territory):
    """Makes graphs that hold the territory; closed at the end."""
    opened = []

    def make(folder):
        folder.mkdir()
        for path in territory.parent.glob("graph.kgl*"):
            if path.is_file() and not path.name.endswith("lock"):
                shutil.copy(path, folder / path.name)
        opened.append(open_store(folder / "graph.kgl"))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def loading(bus, graph, tmp_path):
    """Makes the loader's machine for some sources."""

    def make(*sources):
        folder = tmp_path / "loader"
        return LoadingSide(graph(folder), folder, bus, {source.name: source for source in sources})

    return make


@pytest.fixture
def direct(graph, tmp_path):
    """What comes of the same sources without a bus: makes a world that has collected from them."""

    def make(*sources):
        folder = tmp_path / "direct"
        world = World(graph(folder), folder)
        for source in sources:
            world.folder = folder / source.name
            world.folder.mkdir()
            world.collect(Case(source, [], 0), "")
        return world

    return make
