"""The spellings of X: two make one graph; of a third nothing is loaded without its parents, and it is mended."""

from dataclasses import replace

import pytest

from collectors.road import replay_dead
from collectors.state import StateFile
from tests.collectors.conformance.case import Faults
from tests.collectors.conformance.cases.x import CASE, told
from tests.collectors.conformance.world import content
from tests.collectors.social.x_payloads import ALL, REPLY_AND_QUOTE, REPOST, ROOT

EDGES = (
    "MATCH (p:Post)-[r:REPLY_TO|REPOST_OF|QUOTES]->(q:Post) RETURN p.uid AS a, type(r) AS kind, q.uid AS b"
)


def renamed(item):
    return {"linked_posts" if key == "referenced_tweets" else key: value for key, value in item.items()}


def edges(store):
    return {(row["a"], row["kind"], row["b"]) for row in store.write(EDGES, {})}


@pytest.fixture
def whole(world):
    """The edges that a source without a renaming makes."""
    w = world()
    with CASE.serve(ALL, Faults()) as base:
        w.collect(CASE, base)
    return edges(w.store)


def test_both_spellings_make_the_same_graph(world):
    """The whole answers in each spelling: tweets and referenced_tweets, posts and referenced_posts."""
    graphs = []
    for dialect in ("tweet", "post"):
        w = world()
        case = replace(CASE, config=told(queries=["ruizan lang:fr"], dialect=dialect))
        with case.serve(ALL, Faults()) as base:
            w.collect(case, base)
        graphs.append(content(w.store))
    assert graphs[0] == graphs[1]


def test_set_aside_told_mapped_and_replayed(world, whole):
    w = world()
    with CASE.serve([renamed(item) for item in ALL], Faults()) as base:
        report = w.collect(CASE, base)
    assert (report.loaded, len(report.dead)) == (1, len(ALL) - 1)
    assert edges(w.store) == set()
    assert {letter.field for letter in report.dead} == {"linked_posts"}
    assert all("fields: {references: [linked_posts]}" in letter.error for letter in report.dead)
    assert StateFile(w.folder / "state.json").state.unknown == {"linked_posts": len(ALL) - 1}

    mapped = CASE.source.with_spellings({"references": ["linked_posts"]})
    (dead,) = (w.folder / "archive" / "dead").glob("*.jsonl")
    replayed = replay_dead(dead, w.road(), lambda _: mapped)
    assert (replayed.loaded, replayed.dead) == (len(ALL) - 1, [])
    assert edges(w.store) == whole
    assert (f"x:{REPOST['id']}", "REPOST_OF", f"x:{ROOT['id']}") in whole
    assert len([edge for edge in whole if edge[0] == f"x:{REPLY_AND_QUOTE['id']}"]) == 2
