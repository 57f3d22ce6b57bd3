from itertools import combinations

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.networks.backbone import disparity, significance
from analytics.networks.diffusion import fib, reposts
from analytics.networks.importance import bridges, cores, pagerank
from analytics.networks.polarisation import controversy


def edges(rows):
    width = len(rows[0])
    columns = ("source", "target", "weight")[:width]
    return pl.DataFrame(rows, schema=list(columns), orient="row").with_columns(
        pl.col("source", "target").cast(pl.String)
    )


CLUB = nx.karate_club_graph()
KARATE = edges([(f"m{a:02}", f"m{b:02}", w) for a, b, w in CLUB.edges(data="weight")])


@pytest.mark.parametrize("weight", ["weight", None])
def test_pagerank_of_a_table(weight):
    directed = nx.DiGraph([(f"m{a:02}", f"m{b:02}", d) for a, b, d in CLUB.edges(data=True)])
    expected = nx.pagerank(directed, weight=weight, tol=1e-13, max_iter=1_000)
    found = pagerank(KARATE.sample(fraction=1, shuffle=True, seed=3), weight=weight)
    assert dict(found.rows()) == pytest.approx(expected, abs=1e-9)
    assert found["pagerank"].is_sorted(descending=True)
    assert found.equals(pagerank(KARATE, weight=weight))


def test_cores_of_a_table():
    found = cores(pl.concat([KARATE, edges([("hermit", "hermit", 9), ("m00", "m00", 1)])]))
    expected = {f"m{node:02}": core for node, core in nx.core_number(CLUB).items()} | {"hermit": 0}
    assert dict(found.rows()) == expected
    assert found["core"].max() == 4
    assert found.rows()[-1] == ("hermit", 0)


def test_bridges_spread_their_ties():
    star = edges(
        [("h", "a1", 2), ("a2", "h", 1), ("h", "b1", 1), ("h", "c1", 1), ("h", "?", 7), ("h", "h", 5)]
    )
    of = pl.DataFrame({"author": ["a1", "a2", "b1", "c1"], "community": ["a", "a", "b", "c"]})
    found = bridges(star, of)
    assert found.rows() == [("h", pytest.approx(1 - (4 + 1 + 1) / 16), 4, 3)]
    assert bridges(star, of, weight="weight").rows() == [("h", pytest.approx(1 - (9 + 1 + 1) / 25), 5, 3)]
    known = pl.concat([of, pl.DataFrame({"author": ["h"], "community": ["a"]})])
    assert bridges(star, known).sort("node").rows() == [
        ("?", 0, 1, 1), ("a1", 0, 1, 1), ("a2", 0, 1, 1), ("b1", 0, 1, 1), ("c1", 0, 1, 1),
        ("h", pytest.approx(0.625), 4, 3),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="an author has two communities"):
        bridges(star, pl.concat([of, of.with_columns(community=pl.lit("z"))]))


def test_the_hub_of_the_disparity_filter():
    star = edges([("hub", "a", 8), ("b", "hub", 1), ("hub", "c", 1)])
    found = significance(star)
    assert found["significance"].to_list() == pytest.approx([0.04, 0.81, 0.81])
    assert disparity(star).rows() == [("hub", "a", 8, pytest.approx(0.04))]


def test_an_end_with_one_neighbour_is_no_evidence():
    assert significance(edges([("a", "b", 99)]))["significance"].to_list() == [1]


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from("abcdef")] * 2, st.integers(1, 9)), min_size=1, max_size=30))
def test_significance_is_the_formula_tie_by_tie(rows):
    graph = nx.Graph()
    for a, b, weight in rows:
        if a != b:
            graph.add_edge(a, b, weight=weight + graph.get_edge_data(a, b, {"weight": 0})["weight"])
    strength, found = dict(graph.degree(weight="weight")), significance(edges(rows))
    for a, b, _, value in found.rows():
        expected = min(
            (1 - graph[a][b]["weight"] / strength[end]) ** (graph.degree(end) - 1) for end in (a, b)
        )
        assert value == pytest.approx(expected, abs=1e-12)
    assert found.height == sum(a != b for a, b, _ in rows)


def test_both_directions_are_one_tie_and_rows_keep_their_columns():
    rows = [("hub", "a", 5), ("a", "hub", 3), ("b", "hub", 1), ("hub", "c", 1), ("hub", "hub", 50)]
    kept = disparity(edges(rows).with_columns(note=pl.lit("seen")))
    assert kept.select("source", "target", "note").rows() == [("a", "hub", "seen"), ("hub", "a", "seen")]
    assert kept["significance"].to_list() == pytest.approx([0.04, 0.04])
    assert disparity(edges(rows).clear()).height == 0


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([100, 50, 4, 3, 1], 3), ([1_000_000], 1), ([0, 0], 0), ([1, 1, 1], 1), ([5] * 5, 5)],
)
def test_fib_is_an_h_index(counts, expected):
    table = pl.DataFrame({"author": ["ana"] * len(counts), "reposts": counts})
    assert fib(table).rows() == [("ana", expected)]


def test_fib_of_nothing():
    empty = pl.DataFrame(schema={"author": pl.String, "reposts": pl.Int64})
    assert fib(empty).height == 0
    alone = pl.DataFrame({"uid": ["1"], "author_uid": ["ana"], "created_at": [0]})
    assert fib(reposts(alone)).rows() == [("ana", 0)]


def test_reposts_count_other_accounts_once():
    posts = pl.DataFrame(
        [("1", "ana", None), ("1", "zoe", None), ("2", "bob", "1"), ("3", "bob", "1"), ("4", "ana", "1"),
         ("5", "cyd", "1"), ("6", "cyd", "2"), ("7", "ana", None)],
        schema=["uid", "author_uid", "repost_of_uid"], orient="row",
    ).with_columns(created_at=pl.int_range(pl.len()))  # fmt: skip
    for seed in range(3):
        found = reposts(posts.sample(fraction=1, shuffle=True, seed=seed))
        assert found.rows() == [("ana", "1", 2), ("ana", "7", 0)]
    assert fib(found).rows() == [("ana", 1)]


def sides(*members):
    rows = [(name, f"side {k}") for k, names in enumerate(members) for name in names]
    return pl.DataFrame(rows, schema=["author", "side"], orient="row")


def test_two_cliques_apart_and_one_clique_cut():
    apart = edges([*combinations("abcde", 2), *combinations("vwxyz", 2)])
    assert controversy(apart, sides("abcde", "vwxyz"), 1) == pytest.approx(1.0, abs=1e-9)
    whole = edges([*combinations("abcdevwxyz", 2)])
    assert controversy(whole, sides("abcde", "vwxyz"), 1) == pytest.approx(0.2, abs=1e-9)


def drawn(graph, first, hubs, walks, rng):
    """Where walks from random accounts of each side end, drawn one step at a time."""
    ends = np.zeros((2, 2))
    for side in (0, 1):
        members = [node for node in graph if (node in first) == (side == 0)]
        for _ in range(walks):
            node = members[rng.integers(len(members))]
            while node not in hubs:
                beside = list(graph[node])
                node = beside[rng.integers(len(beside))]
            ends[side, int(node not in first)] += 1
    share = ends / ends.sum(axis=0)
    return share[0, 0] * share[1, 1] - share[0, 1] * share[1, 0]


def test_equations_agree_with_walks():
    graph = nx.karate_club_graph()
    graph = nx.relabel_nodes(graph, {node: f"m{node:02}" for node in graph})
    first = {node for node, data in graph.nodes(data=True) if data["club"] == "Mr. Hi"}
    hubs = {
        node for side in (first, set(graph) - first)
        for node in sorted(side, key=lambda n: (-graph.degree(n), n))[:3]
    }  # fmt: skip
    found = controversy(KARATE, sides(sorted(first), sorted(set(graph) - first)), 3, weight=None)
    assert found == pytest.approx(drawn(graph, first, hubs, 20_000, np.random.default_rng(1)), abs=0.02)


def test_large_networks_are_solved_as_exactly(monkeypatch):
    from analytics.networks import polarisation

    graph = nx.gnm_random_graph(400, 1_200, seed=5)
    graph.add_edge("lost", "alone")
    table = edges([(str(a), str(b)) for a, b in graph.edges()])
    halves = sides([str(n) for n in range(200)], [*map(str, range(200, 400)), "lost", "alone"])
    exact = controversy(table, halves, 4)
    monkeypatch.setattr(polarisation, "DIRECT", 0)
    assert controversy(table, halves, 4) == pytest.approx(exact, abs=1e-10)
    monkeypatch.setattr(polarisation, "STEPS", 1)
    assert controversy(table, halves, 4) == pytest.approx(exact, abs=1e-10)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 2), min_size=12, max_size=40), st.randoms())
def test_controversy_is_between_its_bounds_whatever_the_order(rows, random):
    rows = [*rows, (0, 9), (1, 8)]
    halves = sides([str(n) for n in range(5)], [str(n) for n in range(5, 10)])
    found = controversy(edges(rows), halves, 1)
    assert -1 - 1e-9 <= found <= 1 + 1e-9
    random.shuffle(rows)
    assert controversy(edges([row[::-1] for row in rows]), halves, 1) == found


@pytest.mark.parametrize(
    ("halves", "k", "message"),
    [
        (sides("ab"), 1, "two sides, not 1"),
        (sides("ab", "cd", "ef"), 1, "two sides, not 3"),
        (sides("ab", "bc"), 1, "an account is on both sides"),
        (sides("a", "bc"), 2, "2 hubs of a side with 1 accounts"),
        (sides("ab", "cd"), 0, "0 hubs"),
    ],
)
def test_what_is_no_controversy_is_refused(halves, k, message):
    with pytest.raises(ValueError, match=message):
        controversy(edges([*combinations("abcd", 2)]), halves, k)
