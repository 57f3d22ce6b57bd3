"""A source on its way: pages, the cursor, what ends a round, several sources at once."""

import threading
from datetime import timedelta

import polars as pl
import pytest

from collectors.archive import Archive
from collectors.budget import Budget, BudgetSpent
from collectors.collect import Line, SourceClosed, Stopped, collect
from collectors.config import configure
from collectors.gathering import Gathering, gather
from collectors.intake import Recent, Road
from collectors.net import Document, Http, Net, Page, client
from collectors.patience import Patience, SourceUnavailable
from collectors.state import StateFile
from graph.privacy import Pseudonyms
from tests.collectors.conformance.server import Answer, serving
from tests.collectors.sources import GATED, NOW, PRICED, made, numbers, post


@pytest.fixture
def road(kglite_store, tmp_path):
    return Road(kglite_store, Archive(tmp_path / "archive"), Pseudonyms(bytes(32)), NOW)


@pytest.fixture
def line(tmp_path):
    """Makes lines: a source with its state on disk and a clock that stands still."""
    clients = []

    def make(collect=None, given=None, **declared):
        config = configure(made(collect, **declared), given or {}, "sources.yml", {})
        state = StateFile(tmp_path / "state.json")
        patience = Patience(lambda: NOW, lambda _: None)
        budget = Budget(state, config.source.declared.price, config.monthly_budget() or 0.0, lambda: NOW)
        clients.append(client())
        return Line(config, state, Net(Http(clients[-1], patience), patience, budget, once=True))

    yield make
    for one in clients:
        one.close()


def posts(road):
    return road.store.write("MATCH (p:Post) RETURN count(p) AS n", {})[0]["n"]


def health(road):
    return road.store.write("MATCH (s:Source) RETURN s.state AS state, s.loaded_today AS today", {})[0]


def test_pages_are_loaded_and_the_cursor_moves(line, road):
    one = line()
    report = collect(one, road)
    assert (report.read, report.loaded, posts(road)) == (6, 6, 6)
    assert one.state.state.cursor == {"next": 6}
    assert health(road) == {"state": "ok", "today": 6}
    run = road.store.write("MATCH (r:Run) RETURN r.uid AS uid, r.read AS read, r.loaded AS loaded", {})
    assert run == [{"uid": "collect:numbers:2026-03-14", "read": 6, "loaded": 6}]


def test_the_next_round_begins_where_the_last_ended(line, road):
    collect(line(numbers(pages=1)), road)
    assert collect(line(numbers(pages=2)), road).read == 3
    assert posts(road) == 6


def test_a_bad_item_goes_to_the_dead_letters_of_the_day_once(line, road):
    def spoilt(net, config, cursor):
        yield Page([Document(b'{"uid": "n:1"}', net.clock())], {})

    for _ in range(2):
        assert len(collect(line(spoilt), road).dead) == 1
    lines = (road.archive.root / "dead" / "numbers-collect-2026-03-14.jsonl").read_bytes().splitlines()
    assert len(lines) == 1


def test_an_answer_that_ends_in_failure_keeps_what_came_before(line, road):
    def failing(net, config, cursor):
        yield from numbers(pages=1)(net, config, cursor)
        raise SourceUnavailable("no answer")

    one = line(failing)
    with pytest.raises(SourceUnavailable):
        collect(one, road)
    assert posts(road) == 3
    assert (one.state.state.failures, one.state.state.cursor) == (1, {"next": 3})
    assert health(road)["state"] == "failing"


def test_a_wait_that_is_broken_off_ends_the_round_in_peace(line, road):
    def waiting(net, config, cursor):
        yield from numbers(pages=1)(net, config, cursor)
        raise Stopped

    assert collect(line(waiting), road).loaded == 3


def test_it_stops_after_the_page_when_it_is_told_to(line, road):
    one = line(numbers(pages=50))
    one.net.stop.set()
    assert collect(one, road).read == 3


def test_a_closed_gate_and_a_spent_budget_end_it(line, road):
    with pytest.raises(SourceClosed, match="numbers is off: compliance gate: contract, users, date"):
        collect(line(legal=GATED), road)

    def dear(net, config, cursor):
        for page in numbers(pages=20)(net, config, cursor):
            net.budget.spend(len(page.documents))
            yield page

    with pytest.raises(BudgetSpent):
        collect(line(dear, price=PRICED), road)
    assert posts(road) == 18  # 10 USD at 0.5 a record, three a page
    assert health(road)["state"] == "ok"


def test_an_empty_page_moves_the_cursor_and_archives_nothing(line, road):
    def quiet(net, config, cursor):
        yield Page([], {"seen": "today"})

    one = line(quiet)
    assert collect(one, road).read == 0
    assert one.state.state.cursor == {"seen": "today"}
    assert not list(road.archive.root.rglob("part-*"))


def test_several_sources_at_once_and_one_that_fails(road, tmp_path):
    def failing(net, config, cursor):
        raise SourceUnavailable("no answer")
        yield

    configs = [configure(made(collector), {}, "sources.yml", {}) for collector in (numbers(), failing)]
    configs[1] = configure(_named(configs[1].source, "failing"), {}, "sources.yml", {})
    shared = Gathering(road, tmp_path / "state", threading.Event(), once=True)
    told = []
    outcomes = gather(shared, configs, lambda name, report: told.append((name, report.loaded)))
    assert [(one.name, one.loaded, one.problem) for one in outcomes] == [
        ("numbers", 6, ""),
        ("failing", 0, "no answer"),
    ]
    assert told[-1] == ("numbers", 6)
    assert posts(road) == 6


def _named(source, name):
    from dataclasses import replace

    return replace(source, declared=replace(source.declared, name=name))


def test_recent_keys_are_bounded():
    recent = Recent(size=10)
    assert not any(recent.met(key) for key in range(100))
    assert recent.met(99)
    assert not recent.met(0)
    assert len(recent._new) + len(recent._old) <= 10


def test_health_is_told_with_the_times_of_the_records(line, road):
    collect(line(), road)
    row = road.store.write("MATCH (s:Source) RETURN s.newest_at AS newest, s.committed_at AS committed", {})[
        0
    ]
    newest, committed = (
        pl.Series([str(row[name])[:19]]).str.to_datetime()[0] for name in ("newest", "committed")
    )
    assert newest - committed == timedelta(minutes=5)


def test_a_post_bears_its_pseudonym_only(line, road):
    collect(line(), road)
    names = road.store.write("MATCH (u:User) RETURN u.uid AS uid", {})
    assert {row["uid"][:2] for row in names} == {"u_"}
    assert b"a0" in post(0)


def test_the_query_of_an_address_is_kept():
    with serving(lambda request: Answer(str(request.query).encode())) as base, client() as web:
        http = Http(web, Patience(lambda: NOW, lambda _: None))
        assert http.get(f"{base}/?feed=rss2").body == b"{'feed': 'rss2'}"
        assert http.get(base, {"page": 2}).body == b"{'page': '2'}"


def test_what_was_not_kept_at_the_door_is_counted(line, road):
    def watched(net, config, cursor):
        yield Page([Document(post(1), net.clock())], {"next": 2}, skipped=40)

    one = line(watched)
    report = collect(one, road)
    assert (report.read, report.loaded, report.skipped) == (41, 1, 40)
    assert one.state.state.days["2026-03-14"].skipped == 40
