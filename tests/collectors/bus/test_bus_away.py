"""A loader in its group, and a bus that goes away: slow stores, second loaders, brokers that are restarted."""

import threading
import time
from contextlib import closing
from dataclasses import dataclass, replace

import pytest

from collectors.bus.clients import PARTITIONS
from collectors.bus.loading import load_from
from collectors.bus.tap import Tap
from collectors.bus.wire import Carried, pack
from collectors.net import Document, Page
from collectors.state import StateFile
from graph.store import Store
from tests.collectors.bus.raw import raw
from tests.collectors.conformance.world import NOW, everything
from tests.collectors.sources import made, numbers

pytestmark = pytest.mark.kafka


@dataclass(frozen=True, slots=True)
class SlowStore(Store):
    def put(self, batch):
        time.sleep(2.5)
        Store.put(self, batch)


def test_a_slow_store_keeps_its_place_in_the_group(collector, loading, bus, monkeypatch):
    """Loading one batch takes longer than a consumer may be silent."""
    from collectors.bus import loading as module

    monkeypatch.setattr(module, "PATIENCE_S", 1.0)
    source = made(numbers(pages=3))
    collector().forward(source)
    side = loading(source)
    side.bus = replace(bus, settings={"session.timeout.ms": 6000, "max.poll.interval.ms": 6000})
    loader = side.loader(SlowStore(side.store.engine))
    begun, over = time.monotonic(), threading.Event()
    timer = threading.Timer(60, over.set)
    timer.start()
    with closing(Tap(side.bus)) as tap:
        load_from(tap, loader, over, once=True)
        timer.cancel()
        assert tap.lost == set()
    assert time.monotonic() - begun > 7
    assert [r.read for r in loader.reports] == [9]
    assert side.load().reports == []  # its place was noted


def test_a_second_loader_takes_its_share(loading, bus):
    """What the first had begun of the partitions that went is forgotten: the second reads it again."""
    for name in (f"source-{n}" for n in range(12)):
        page = Carried(Page([Document(b"x" * 1_000_000, NOW)], {}), 0, NOW)
        raw(bus, next(pack(name, "cut", page)), key=name)
    side, stop = loading(), threading.Event()
    loader = side.loader()
    with closing(Tap(bus)) as first:
        thread = threading.Thread(target=load_from, args=(first, loader, stop), kwargs={"once": False})
        thread.start()
        until(lambda: len(loader.assembly._open) == 12)
        begun = held_back(loader)
        with closing(Tap(bus)) as second:
            until(lambda: second.take(0.2))
            until(lambda: held_back(loader) < begun)
            gone = {part.partition for part in second._consumer.assignment()}
            stop.set()
            thread.join()
            assert gone & begun
            assert not gone & held_back(loader)


def held_back(loader):
    """The partitions whose place waits for a page that is open."""
    return {p for p in range(PARTITIONS) if loader.assembly.resume_at(p, 10**6) < 10**6}


def until(happens):
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.05)


def test_a_bus_that_goes_away_is_waited_for(broker, collector, loading, direct, monkeypatch):
    from collectors.bus import clients

    monkeypatch.setattr(clients, "DELIVERY_MS", 3000)
    gone = threading.Event()

    def away():
        broker.stop()
        gone.set()
        time.sleep(6)
        broker.start()

    def collect(net, config, cursor):
        for page in numbers(pages=4)(net, config, cursor):
            if page.cursor["next"] == 6:
                thread.start()
                gone.wait(30)
            yield page

    thread = threading.Thread(target=away)
    source, here = made(collect), collector()
    line_of = here.line
    here.line = lambda *words: replace(line_of(*words), net=replace(line_of(*words).net, once=False))
    here.clock.sleep = lambda seconds: time.sleep(0.2)
    assert here.forward(source).pages == 4
    thread.join()
    assert StateFile(here.folder / "state.json").state.failures == 0
    side = loading(source)
    side.load()
    assert everything(side.store) == everything(direct(made(numbers(pages=4))).store)
