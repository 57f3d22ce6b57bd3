"""Pages over a real Kafka: the graph of a direct collection comes of it, whoever is killed and whatever comes."""

import json
import threading
import time
from dataclasses import replace

import pytest

from collectors.archive import Archive, read_part
from collectors.bus.tap import Tap
from collectors.collect import SourceClosed
from collectors.net import Document, Page
from collectors.road import Road, replay_archive
from collectors.state import StateFile
from tests.collectors.bus.raw import raw
from tests.collectors.conformance.fuses import Fuse, FusedArchive, FusedState, FusedStore, Killed
from tests.collectors.conformance.world import NAMES, NOW, content, everything
from tests.collectors.sources import GATED, TOKEN, made, numbers, post

pytestmark = pytest.mark.kafka


def named(source, name):
    return replace(source, declared=replace(source.declared, name=name))


def large(size):
    """One page: a few posts, and one text that no single message can carry; then a small page."""

    def collect(net, config, cursor):
        if not cursor:
            text = json.loads(post(7)) | {"uid": "n:large", "text": "é" * (size // 2)}
            bodies = [post(1), json.dumps(text, ensure_ascii=False).encode(), post(2)]
            yield Page([Document(body, net.clock()) for body in bodies], {"next": 1})
        yield Page([Document(post(3), net.clock())], {"next": 2})

    return made(collect)


def from_1000(net, config, cursor):
    """30 pages of other posts."""
    yield from numbers(pages=280, size=4)(net, config, cursor or {"next": 1000})


def kept(folder):
    """What an archive holds, byte by byte."""
    parts = sorted((folder / "archive").rglob("part-*.gz"))
    return [[payload for _, payload in read_part(part)] for part in parts]


def test_the_graph_of_a_direct_collection_comes_of_it(collector, loading, direct):
    source = made(numbers(pages=20, size=5))
    sent = collector().forward(source)
    side = loading(source)
    loader = side.load()
    assert (sent.pages, sent.documents) == (20, 100)
    assert [(r.read, r.loaded) for r in loader.reports] == [(100, 100)]
    assert everything(side.store) == everything(direct(source).store)


def test_both_archives_hold_what_the_source_sent(collector, loading):
    source, here = made(numbers()), collector()
    here.forward(source)
    side = loading(source)
    side.load()
    assert kept(side.folder) == kept(here.folder) != []


def test_what_is_loaded_once_does_not_come_again(collector, loading):
    source = made(numbers())
    collector().forward(source)
    side = loading(source)
    assert [r.read for r in side.load().reports] == [6]
    assert side.load().reports == []


def test_a_collector_counts_nothing_itself(collector):
    here = collector()
    here.forward(made(numbers()))
    state = StateFile(here.folder / "state.json").state
    assert (state.cursor, state.sequence) == ({"next": 6}, 2)
    assert all(tally.read == 0 for tally in state.days.values())


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", ["archive", "commit"])
def test_a_collector_killed_at_a_step_costs_nothing(collector, loading, direct, step, before):
    source, here = made(numbers(pages=4)), collector()
    fuse = Fuse(2, before=before)
    if step == "archive":
        here.archive = FusedArchive(here.folder / "archive").guarded(fuse)
    else:
        here.state = FusedState(here.folder / "state.json", fuse)
    with pytest.raises(Killed):
        here.forward(source)
    here.archive = here.state = None
    again = here.forward(source)
    side = loading(source)
    loader = side.load()
    # Killed after the brokers had page 2 and before its cursor was committed, it sends that page again.
    doubled = step == "commit" and before
    assert again.pages == (2 if step == "commit" and not before else 3)
    assert loader.reports[0].read == 12 + 3 * doubled
    assert everything(side.store) == everything(direct(source).store)


class FusedTap(Tap):
    """Its place never moves: the loader is killed before."""

    def commit(self, places):
        raise Killed


@pytest.mark.parametrize("step", ["before the load", "in the load", "before its place is noted"])
def test_a_loader_killed_at_a_step_costs_nothing(collector, loading, direct, step):
    source = made(numbers(pages=4))
    collector().forward(source)
    side = loading(source)
    fused = FusedStore(side.store.engine, Fuse(3, before=step == "before the load"))
    killed = (side.store, FusedTap) if step == "before its place is noted" else (fused, Tap)
    with pytest.raises(Killed):
        side.load(*killed)
    before = content(side.store)
    assert ("n:11" in str(before)) == (step == "before its place is noted")
    assert before
    loader = side.load()
    assert loader.reports[0].read == 12  # all of it comes again
    assert everything(side.store) == everything(direct(source).store)  # and is counted once


def test_what_is_no_page_is_set_aside_and_stops_nothing(collector, loading, bus, direct):
    source = made(numbers())
    raw(bus, b"not a page", None, b"\xff\xfe", json.dumps({"source": "numbers"}).encode())
    collector().forward(source)
    raw(bus, b"\x93\x01\x02\x03")
    side = loading(source)
    loader = side.load()
    assert loader.poison == 5
    assert [line for line in loader.lines() if "set aside →" in line]
    dead = [
        json.loads(line)
        for file in side.folder.rglob("bus-*.jsonl")
        for line in file.read_text().splitlines()
    ]
    assert {letter["field"] for letter in dead} == {"message"}
    assert len(dead) == 5
    assert everything(side.store) == everything(direct(source).store)


def test_a_page_larger_than_a_message_comes_whole(collector, loading, direct):
    source = large(5_000_000)
    collector().forward(source)
    side = loading(source)
    loader = side.load()
    assert loader.reports[0].loaded == 4
    assert content(side.store) == content(direct(source).store)


def test_a_collector_killed_in_the_middle_of_a_large_page(collector, loading, direct, bus, monkeypatch):
    source, here = large(5_000_000), collector()
    from collectors.bus import sender as module

    whole = module.pack
    monkeypatch.setattr(module, "pack", lambda *words: _cut(whole(*words)))
    with pytest.raises(Killed):
        here.forward(source)
    monkeypatch.undo()
    side = loading(source)
    assert side.load().reports == []  # three pieces of six are no page
    here.forward(source)
    loader = side.load()
    assert (loader.reports[0].loaded, loader.assembly.given_up) == (4, 0)  # the same pieces: one page
    assert content(side.store) == content(direct(source).store)
    assert side.load().reports == []


def _cut(messages):
    for number, message in enumerate(messages):
        if number == 3:
            time.sleep(0.5)  # the first three are on their way
            raise Killed
        yield message


def test_two_collectors_and_one_loader(collector, loading, direct):
    sources = [named(made(numbers(pages=30, size=4)), "north"), named(made(from_1000), "south")]
    threads = [threading.Thread(target=collector(source.name).forward, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    side = loading(*sources)
    while any(thread.is_alive() for thread in threads):
        side.load()
    side.load()
    assert everything(side.store) == everything(direct(*sources).store)


def test_two_collectors_of_one_source(collector, loading, direct):
    source = large(3_000_000)
    threads = [threading.Thread(target=collector(n).forward, args=(source,)) for n in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    side = loading(source)
    assert side.load().reports[0].read == 8
    assert content(side.store) == content(direct(source).store)


def test_pages_of_a_source_that_is_not_installed_are_kept(collector, loading, direct):
    source, strange = made(numbers()), named(made(numbers(pages=3)), "strange")
    collector().forward(strange)
    side = loading(source)
    loader = side.load()
    assert loader.strange == {"strange": 3}
    assert any("replay --archive" in line for line in loader.lines())
    archive = Archive(side.folder / "archive")
    for parts in archive.inputs().values():
        replay_archive(parts, strange, Road(side.store, archive, NAMES, NOW))
    assert content(side.store) == content(direct(strange).store)


def test_gate_and_settings_are_the_affair_of_who_collects(collector, loading):
    gated = made(numbers(), legal=GATED, settings={"token": TOKEN})
    with pytest.raises(SourceClosed):
        collector().forward(gated)
    collector().forward(made(numbers()))
    side = loading(gated)
    side.load()
    states = side.store.write("MATCH (s:Source) RETURN s.state AS state", {})
    assert states == [{"state": "ok"}]
