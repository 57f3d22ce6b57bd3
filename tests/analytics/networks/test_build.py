from datetime import UTC, datetime, timedelta
from itertools import combinations

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.networks import co_shares
from analytics.networks.array_graph import ArrayGraph
from analytics.networks.build import SCHEMA, graph, network

START = datetime(2026, 3, 1, tzinfo=UTC)


def at(seconds):
    return START + timedelta(seconds=seconds)


def posts(rows):
    names = ("uid", "author_uid", "created_at", "repost_of_uid", "reply_to_uid", "quote_of_uid", "urls")
    filled = [dict(zip(names, (*row, *[None] * 7), strict=False)) for row in rows]
    schema = dict.fromkeys(names, pl.String) | {
        "created_at": pl.Datetime("us", "UTC"), "urls": pl.List(pl.String),
    }  # fmt: skip
    return pl.DataFrame(filled, schema=schema)


TABLE = posts(
    [
        ("1", "ana", at(0)),
        ("2", "bob", at(10), "1"),
        ("3", "bob", at(50), "2"),
        ("4", "cyd", at(20), "1"),
        ("5", "bob", at(900), "1"),
        ("6", "ana", at(30), "1"),
        ("7", "cyd", at(40), "elsewhere"),
        ("8", "cyd", at(60), None, "2"),
        ("9", "ana", at(70), None, None, "8"),
        ("9", "dan", at(99), None, None, "8"),
        ("10", None, at(70), "1"),
    ]
)


@pytest.mark.parametrize(
    ("kind", "window", "expected"),
    [
        ("repost", None, [("bob", "ana", 2, at(10), at(900)), ("cyd", "ana", 1, at(20), at(20))]),
        ("repost", 15, [("bob", "ana", 1, at(10), at(10))]),
        ("reply", None, [("cyd", "bob", 1, at(60), at(60))]),
        ("quote", None, [("ana", "cyd", 1, at(70), at(70))]),
        ("co_share", None, [("ana", "bob", 1, at(10), at(30)), ("ana", "cyd", 1, at(20), at(30)),
                            ("bob", "cyd", 1, at(10), at(20))]),
        ("co_share", 10, [("ana", "cyd", 1, at(20), at(30)), ("bob", "cyd", 1, at(10), at(20))]),
    ],
)  # fmt: skip
def test_who_relays_whom(kind, window, expected):
    for seed in range(3):
        found = network(TABLE.sample(fraction=1, shuffle=True, seed=seed), kind, window)
        assert found.rows() == expected
        assert found.schema == SCHEMA


def test_shared_addresses_tie_and_a_repost_repeats_none():
    shared = posts(
        [
            ("1", "ana", at(0), None, None, None, ["a", "b"]),
            ("2", "bob", at(5), None, None, None, ["b", "a", "a"]),
            ("3", "cyd", at(6), "1", None, None, ["a"]),
            ("4", "bob", at(7), None, None, None, []),
        ]
    )
    assert network(shared, "co_share").rows() == [("ana", "bob", 2, at(0), at(5))]


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 4)] * 2, st.integers(0, 40)), max_size=25), st.integers(0, 15))
def test_co_shares_are_those_of_all_pairs(acts, window):
    rows = [(f"p{n}", f"u{who}", at(t), f"post{what}") for n, (who, what, t) in enumerate(acts)]
    things = {}
    for one, two in combinations(acts, 2):
        if one[0] != two[0] and one[1] == two[1] and abs(one[2] - two[2]) <= window:
            pair = tuple(sorted((f"u{one[0]}", f"u{two[0]}")))
            things.setdefault(pair, set()).add(one[1])
    found = network(posts(rows), "co_share", window)
    assert {(a, b): n for a, b, n, *_ in found.rows()} == {pair: len(all_) for pair, all_ in things.items()}


def test_too_many_pairs_are_refused(monkeypatch):
    monkeypatch.setattr(co_shares, "MOST_PAIRS", 2)
    rows = [(str(n), f"u{n}", at(0), "1") for n in range(3)]
    with pytest.raises(ValueError, match="3 pairs of shares within 60 s"):
        network(posts(rows), "co_share")


def test_tables_without_the_column_or_of_another_form():
    bare = TABLE.select("uid", "author_uid", "created_at")
    for kind in ("repost", "reply", "quote", "co_share"):
        assert network(bare, kind).rows() == []
        assert network(TABLE.clear(), kind).schema == SCHEMA
    with pytest.raises(ValueError, match="'mention' is no kind"):
        network(TABLE, "mention")
    with pytest.raises(ValueError, match="no column author_uid"):
        network(TABLE.drop("author_uid"), "repost")


EDGES = pl.DataFrame({"source": ["b", "a", "b", "c"], "target": ["a", "b", "a", "c"], "weight": [1, 2, 3, 4]})


@pytest.mark.parametrize(
    ("directed", "weight", "expected"),
    [
        (True, "weight", {("a", "b"): 2, ("b", "a"): 4, ("c", "c"): 4}),
        (False, "weight", {("a", "b"): 6, ("c", "c"): 4}),
        (False, None, {("a", "b"): 3, ("c", "c"): 1}),
    ],
)
def test_the_graph_of_edges_small_and_large(directed, weight, expected):
    few = graph(EDGES, directed=directed, weight=weight, nodes=["z", "a"])
    assert isinstance(few, nx.Graph)
    assert {(s, t): w for s, t, w in few.edges(data="weight")} == expected
    assert list(few) == ["a", "b", "c", "z"]
    many = graph(EDGES, directed=directed, weight=weight, small=1)
    assert isinstance(many, ArrayGraph)
    assert {(s, t): w for s, t, w in many.edges("weight")} == expected


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    rows = [(f"u{random.randrange(6)}", f"u{random.randrange(6)}", random.random()) for _ in range(30)]
    schema = {"source": pl.String, "target": pl.String, "weight": pl.Float64}
    one, two = (graph(pl.DataFrame(r, schema, orient="row"), small=0) for r in (rows, rows[::-1]))
    assert list(one.names) == list(two.names)
    for part in ("data", "indices", "indptr"):
        assert getattr(one.matrix, part).tobytes() == getattr(two.matrix, part).tobytes()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"source": ["a"], "target": [None]}, "no source or no target"),
        ({"source": ["a"], "target": ["b"], "weight": [-1]}, "row 0: weight -1 is not a weight"),
        ({"source": ["a"], "target": ["b"], "weight": [None]}, "row 0: weight None is not a weight"),
    ],
)
def test_edges_that_are_none_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        graph(pl.DataFrame(wrong).cast({"target": pl.String}))
