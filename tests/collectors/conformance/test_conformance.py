"""What every source must stand: twice, killed, pushed back, cut, doubled, out of order, deleted, drifting."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from collectors.archive import Archive
from collectors.registry import SOURCES
from collectors.state import StateFile
from tests.collectors.conformance.case import Faults
from tests.collectors.conformance.fuses import Fuse, FusedArchive, FusedState, FusedStore, Killed
from tests.collectors.conformance.world import NOW, content, everything

MODULES = sorted(path.stem for path in (Path(__file__).parent / "cases").glob("*.py"))
CASES = [
    case
    for name in MODULES
    for case in vars(import_module(f"tests.collectors.conformance.cases.{name}")).values()
    if type(case).__name__ == "Case"
]
LIVE = [case for case in CASES if case.serve]
FILES = [case for case in CASES if case.file]
SECONDS = 7
PUSHED_BACK = {
    "Retry-After in seconds": (429, {"Retry-After": str(SECONDS)}),
    "Retry-After as a date": (429, {"Retry-After": "Sat, 14 Mar 2026 09:27:00 GMT"}),
    "x-rate-limit-reset": (429, {"x-rate-limit-reset": str(int(NOW.timestamp()) + SECONDS)}),
    "X-RateLimit-Reset": (429, {"X-RateLimit-Reset": "2026-03-14T09:27:00.000Z"}),
    "ratelimit-reset": (429, {"ratelimit-reset": str(SECONDS)}),
}


def named(cases):
    return [pytest.param(case, id=case.source.name) for case in cases]


def taken(case, world, items, faults=Faults()):  # noqa: B008 - it is frozen
    """The items through the source's own door: its server where it has one, else its file."""
    if case.serve is None:
        return world.imported(case, items)
    with case.serve(items, faults) as base:
        return world.collect(case, base)


def without_run(store):
    """Content, but for the run: that of a file bears the file's digest."""
    return [re.sub(r'"run": "import:[^"]*"', '"run": ""', line) for line in content(store)]


def accounted(report):
    return report.loaded + report.skipped + len(report.dead)


def test_every_source_has_a_case():
    assert {case.source.name for case in CASES} == set(SOURCES)


@pytest.mark.parametrize("case", named(CASES))
def test_every_item_is_taken(case, world):
    w = world()
    report = taken(case, w, case.items)
    assert report.loaded == case.records
    assert not report.dead, [f"{letter.field}: {letter.error}" for letter in report.dead]
    assert not report.unknown
    assert accounted(report) == report.read
    assert content(w.store)


@pytest.mark.parametrize("case", named(LIVE))
def test_the_same_twice_is_the_same_graph(case, world):
    one, other = world(), world()
    with case.serve(case.items, Faults()) as base:
        one.collect(case, base)
        other.collect(case, base)
        before = content(one.store)
        assert before == content(other.store)
        (one.folder / "state.json").unlink()  # all is asked for again
        one.collect(case, base)
    assert content(one.store) == before


@pytest.mark.parametrize("case", named(FILES))
def test_a_file_twice_is_the_same_graph(case, world):
    w = world()
    w.imported(case, case.items)
    before = everything(w.store)
    w.imported(case, case.items)
    assert everything(w.store) == before


@pytest.mark.parametrize("case", named(CASES))
def test_the_archive_replays_to_the_same_graph(case, world):
    one, other = world(), world()
    taken(case, one, case.items)
    other.replayed(case, Archive(one.folder / "archive"))
    assert content(other.store) == content(one.store)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", ["archive", "load", "commit"])
@pytest.mark.parametrize("case", named(LIVE))
def test_killed_at_a_step_it_goes_on(case, world, step, before):
    one, other = world(), world()
    with case.serve(case.items, Faults()) as base:
        one.collect(case, base)
        fuse = Fuse(1, before=before)
        store = other.store
        if step == "archive":
            other.archive = FusedArchive(other.folder / "archive").guarded(fuse)
        elif step == "load":
            other.store = FusedStore(store.engine, fuse)
        else:
            other.state = FusedState(other.folder / "state.json", fuse)
        with pytest.raises(Killed):
            other.collect(case, base)
        other.store, other.archive, other.state = store, None, None
        other.collect(case, base)
    assert content(other.store) == content(one.store)


@pytest.mark.parametrize("header", PUSHED_BACK)
@pytest.mark.parametrize("case", named([case for case in LIVE if case.faults]))
def test_pushed_back_it_waits_as_it_is_told(case, world, header):
    w = world()
    report = taken(case, w, case.items, Faults([PUSHED_BACK[header]]))
    assert report.loaded == case.records
    assert sum(w.clock.slept) >= SECONDS - 0.001


@pytest.mark.parametrize("fault", [(500, {}), (503, {}), "truncated", "reset"], ids=str)
@pytest.mark.parametrize("case", named([case for case in LIVE if case.faults]))
def test_a_bad_answer_is_asked_for_again(case, world, fault):
    one, other = world(), world()
    taken(case, one, case.items)
    report = taken(case, other, case.items, Faults([fault, fault]))
    assert report.loaded == case.records
    assert len(content(other.store)) == len(content(one.store))


@pytest.mark.parametrize("case", named(CASES))
def test_doubled_and_out_of_order_it_is_the_same_graph(case, world):
    one, other = world(), world()
    taken(case, one, case.items)
    taken(case, other, [*reversed(case.items), *case.items])
    assert without_run(other.store) == without_run(one.store)


@pytest.mark.parametrize("first", [False, True], ids=["after", "before"])
@pytest.mark.parametrize("case", named([case for case in CASES if case.deletion]))
def test_what_is_deleted_is_emptied_whenever_it_is_told(case, world, first):
    w = world()
    first &= case.late
    items = [case.deletion, *case.items] if first else [*case.items, case.deletion]
    taken(case, w, items)
    gone = w.store.write(
        "MATCH (p:Post) WHERE p.deleted_at IS NOT NULL RETURN p.text AS text, p.url AS url", {}
    )
    assert gone == [{"text": "", "url": None}]


@pytest.mark.parametrize("case", named([case for case in CASES if case.drifts]))
def test_an_unknown_field_is_drift_and_costs_no_record(case, world):
    w = world()
    report = taken(case, w, [case.spoil(item) for item in case.items])
    assert report.unknown
    assert report.loaded == case.records
    if case.serve:
        assert StateFile(w.folder / "state.json").state.unknown
        assert w.store.write("MATCH (s:Source) RETURN s.state AS state", {}) == [{"state": "drifting"}]


@pytest.mark.parametrize("case", named([case for case in CASES if case.bad]))
def test_a_bad_item_is_set_aside_and_the_others_are_taken(case, world):
    w = world()
    report = taken(case, w, [case.bad, *case.items])
    assert (report.loaded, len(report.dead)) == (case.records, 1)
    assert report.dead[0].field
    assert list((w.folder / "archive" / "dead").glob("*.jsonl"))


@pytest.mark.parametrize("case", named([case for case in LIVE if case.faults]))
def test_bad_utf8_loses_nothing(case, world):
    w = world()
    report = taken(case, w, case.items, Faults(["bad UTF-8"]))
    assert accounted(report) == report.read > 0
    assert any(letter.field == "document" for letter in report.dead) or report.loaded >= case.records - 1
    assert list(w.folder.rglob("part-*.gz"))


@pytest.mark.parametrize("case", named([case for case in CASES if case.names]))
def test_nothing_raw_passes_the_load(case, world):
    w = world()
    taken(case, w, case.items)
    text = "\n".join(content(w.store)).lower()
    assert [name for name in case.names if name.lower() in text] == []


@pytest.mark.neo4j
@pytest.mark.parametrize("case", named(CASES))
def test_both_stores_hold_the_same(case, world, server):
    one, other = world(), world(server)
    if case.serve is None:
        one.imported(case, case.items)
        other.imported(case, case.items)
    else:
        with case.serve(case.items, Faults()) as base:
            one.collect(case, base)
            other.collect(case, base)
    assert content(other.store) == content(one.store)
