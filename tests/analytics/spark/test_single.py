"""Components and label propagation on one machine, against networkx and by hand."""

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.spark.single import communities, components

NAMES = st.sampled_from("abcdefghij")
EDGES = st.lists(st.tuples(NAMES, NAMES, st.integers(1, 3)), min_size=1, max_size=25)
SCHEMA = {"source": pl.String, "target": pl.String, "weight": pl.Int64}


def frame(edges):
    return pl.DataFrame(edges, schema=SCHEMA, orient="row")


def planted(groups, size, inside, outside, seed=0):
    """Edges of a planted partition: nodes of group g are named g-…"""
    rng = np.random.default_rng(seed)
    names = [f"{group}-{number:02}" for group in range(groups) for number in range(size)]
    one, other = np.triu_indices(len(names), 1)
    chance = np.where(one // size == other // size, inside, outside)
    drawn = rng.random(one.size) < chance
    pairs = zip(one[drawn], other[drawn], strict=True)
    return frame([(names[a], names[b], 1) for a, b in pairs])


@settings(deadline=None, max_examples=60)
@given(EDGES)
def test_components_are_those_of_networkx(edges):
    graph = nx.Graph((source, target) for source, target, _ in edges)
    expected = {node: min(found) for found in nx.connected_components(graph) for node in found}
    assert dict(components(frame(edges)).rows()) == expected


@settings(deadline=None, max_examples=60)
@given(EDGES, st.integers(0, 9))
def test_communities_hang_together_whatever_the_order(edges, seed):
    found = communities(frame(edges))
    graph = nx.Graph((source, target) for source, target, _ in edges)
    for name, members in found.group_by("community").agg("node").iter_rows():
        assert nx.is_connected(graph.subgraph(members))
        assert name == f"community:{min(members)}"
    assert found["node"].to_list() == sorted(graph)
    turned = frame([(target, source, weight) for source, target, weight in edges])
    assert communities(turned.sample(fraction=1, shuffle=True, seed=seed)).equals(found)


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([("a", "b", 1)], [["a", "b"]]),
        ([("hub", leaf, 1) for leaf in "xyz"], [["hub", "x", "y", "z"]]),
        ([("a", "b", 5), ("c", "d", 5), ("b", "c", 1)], [["a", "b"], ["c", "d"]]),
        ([("a", "a", 1)], [["a"]]),
    ],
)
def test_by_hand(edges, expected):
    found = communities(frame(edges)).group_by("community").agg("node")
    assert sorted(sorted(members) for members in found["node"]) == expected


def test_a_planted_partition_is_found():
    found = communities(planted(4, 25, inside=0.5, outside=0.01))
    assert found["community"].n_unique() == 4
    assert found.group_by("community").agg(pl.col("node").str.slice(0, 1).n_unique())["node"].max() == 1
