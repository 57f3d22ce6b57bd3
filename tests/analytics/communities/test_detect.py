from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.communities import communities
from analytics.communities.graph import network
from analytics.communities.kernels import cut, modularity
from analytics.communities.leiden import leiden

names = st.sampled_from([f"account {number:02}" for number in range(14)])
tables = st.lists(st.tuples(names, names, st.sampled_from([1, 2, 5, 0.1, 0.7])), max_size=40)
quick = settings(max_examples=60, deadline=None)


def table(rows):
    schema = {"source": pl.String, "target": pl.String, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def karate():
    return table([(f"{a:02}", f"{b:02}", 1.0) for a, b in nx.karate_club_graph().edges()])


def as_networkx(rows):
    graph = nx.Graph()
    for source, target, weight in rows:
        graph.add_nodes_from([source, target])
        if source != target:
            before = graph.get_edge_data(source, target, {"weight": 0})["weight"]
            graph.add_edge(source, target, weight=before + weight)
    return graph


def groups(members):
    return [set(group) for group in members.group_by("community").agg("author")["author"]]


def cliques(count, size):
    """`count` cliques of `size`, in a ring of single edges."""
    rows = [(f"{c:02}-{a}", f"{c:02}-{b}", 1) for c in range(count) for a in range(size) for b in range(a)]
    return table([*rows, *((f"{c:02}-0", f"{(c + 1) % count:02}-1", 1) for c in range(count))])


def test_the_karate_club_has_its_best_modularity():
    found = communities(karate())
    half, whole, double = found.summaries
    assert whole.modularity == pytest.approx(0.4197896, abs=1e-7)
    assert (whole.communities, whole.largest, whole.unstable) == (4, 12, False)
    assert half.communities < whole.communities < double.communities
    assert found.sizes().filter(resolution=1.0)["size"].to_list() == [12, 11, 6, 5]
    assert "community:00" in found.at(1.0)["community"].to_list()


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
def test_a_ring_of_cliques_is_found_and_stable(resolution):
    found = communities(cliques(8, 6), resolutions=[resolution])
    assert found.members["community"].n_unique() == 8
    assert found.members["community"].to_list() == [f"community:{c:02}-0" for c in range(8) for _ in range(6)]
    assert found.members["stability"].to_list() == [1.0] * 48
    assert found.summaries[0].mean_ari == 1
    assert found.summaries[0].unstable is False


def test_a_network_without_communities_is_unstable():
    graph = nx.gnm_random_graph(400, 800, seed=1)
    found = communities(table([(f"{a:03}", f"{b:03}", 1) for a, b in graph.edges()]), resolutions=[1.0])
    assert found.summaries[0].unstable is True
    assert found.members["stability"].mean() < 0.8
    assert found.members["stability"].is_between(0.05, 1).all()  # the kept run agrees with itself


def test_one_seed_says_nothing_about_stability():
    summary = communities(karate(), resolutions=[1.0], seeds=1).summaries[0]
    assert (summary.mean_ari, summary.unstable) == (None, None)


@quick
@given(tables, st.sampled_from([0.5, 1.0, 2.0]))
def test_every_account_has_one_connected_community(rows, resolution):
    found = communities(table(rows), resolutions=[resolution], seeds=3)
    graph = as_networkx(rows)
    assert sorted(graph) == found.members["author"].to_list()
    for group in groups(found.members):
        assert nx.is_connected(graph.subgraph(group))
    for community, authors in found.members.group_by("community").agg("author").iter_rows():
        assert community == "community:" + min(authors)
    if graph.number_of_edges():
        expected = nx.community.modularity(graph, groups(found.members), resolution=resolution)
        assert found.summaries[0].modularity == pytest.approx(expected, abs=1e-9)


@quick
@given(tables, st.randoms(use_true_random=False))
def test_neither_order_of_rows_nor_direction_matters(rows, random):
    others = [(b, a, w) if random.random() < 0.5 else (a, b, w) for a, b, w in rows]
    random.shuffle(others)
    one, two = (communities(table(r), seeds=4, seed=7) for r in (rows, others))
    assert one.members.equals(two.members)
    assert repr(one.summaries) == repr(two.summaries)


def test_the_same_seed_gives_the_same_bytes():
    graph = nx.barabasi_albert_graph(500, 3, seed=2)
    edges = table([(f"{a:03}", f"{b:03}", 1) for a, b in graph.edges()])
    one, same, other = (communities(edges, seed=seed, resolutions=[1.0]) for seed in (3, 3, 4))
    assert one.members.serialize() == same.members.serialize()
    assert one.summaries == same.summaries
    assert not one.members.equals(other.members)


@pytest.mark.parametrize("seed", range(4))
def test_no_worse_than_networkx(seed):
    graph = nx.planted_partition_graph(12, 25, 0.3, 0.02, seed=seed)
    edges = table([(f"{a:03}", f"{b:03}", 1) for a, b in graph.edges()])
    louvain = max(
        nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=s)) for s in range(5)
    )
    assert communities(edges, resolutions=[1.0]).summaries[0].modularity >= louvain - 1e-9


def test_disconnected_communities_are_cut():
    read = network(table([("a", "b", 1), ("b", "c", 1), ("d", "e", 1)]))
    together = np.zeros(5, np.int32)
    assert cut(read.graph, together).tolist() == [0, 0, 0, 1, 1]
    assert cut(read.graph, np.array([3, 1, 3, 0, 0], np.int32)).tolist() == [0, 1, 2, 3, 3]
    assert modularity(read.graph, cut(read.graph, together), 1) > modularity(read.graph, together, 1)


def test_equal_pairs_add_up_and_loops_count_for_nothing():
    read = network(table([("b", "a", 1), ("a", "b", 2), ("c", "c", 9), ("b", "c", 0.5)]))
    assert read.authors.to_list() == ["a", "b", "c"]
    assert read.graph.neighbours.tolist() == [1, 0, 2, 1]
    assert read.graph.weights.tolist() == [3, 3, 0.5, 0.5]
    assert read.graph.strength.tolist() == [3, 3.5, 0.5]
    assert read.graph.whole == 7


def test_accounts_without_edges_stand_alone():
    found = communities(table([("a", "a", 1), ("b", "b", 1)]), seeds=2)
    assert found.at(1.0)["community"].to_list() == ["community:a", "community:b"]
    assert np.isnan(found.summaries[0].modularity)
    assert communities(table([]), seeds=2).members.is_empty()


def test_weights_may_be_absent():
    assert communities(karate().drop("weight")).members.equals(communities(karate()).members)


def test_more_passes_do_not_harm():
    read = network(karate())
    quality = [modularity(read.graph, leiden(read.graph, 1.0, 1, passes), 1.0) for passes in (1, 2, 5)]
    assert quality == sorted(quality)


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        (pl.DataFrame({"source": ["a"]}), "no column target"),
        (table([("a", "b", 1), ("a", None, 1)]), "row 1: an edge needs"),
        (table([("a", "b", 1), ("a", "c", 0)]), "row 1: weight 0.0"),
        (table([("a", "b", None)]), "row 0: weight None"),
        (table([("a", "b", float("inf"))]), "row 0: weight inf"),
    ],
)
def test_wrong_edges_are_refused(edges, message):
    with pytest.raises(ValueError, match=message):
        communities(edges)


def test_wrong_settings_are_refused():
    with pytest.raises(ValueError, match="above 0"):
        communities(karate(), seeds=0)
    with pytest.raises(ValueError, match="above 0"):
        communities(karate(), resolutions=[0])
    with pytest.raises(ValueError, match="no communities at resolution 3"):
        communities(karate(), seeds=1).at(3)


def test_the_exercise_gives_communities_of_every_reposting_account(tmp_path: Path):
    from collectors.exercise import write

    posts = pl.read_ndjson(write(tmp_path, size=3_000).posts, infer_schema_length=None)
    origin = posts.select(repost_of_uid="uid", target="author_uid")
    reposts = posts.drop_nulls("repost_of_uid").join(origin, on="repost_of_uid")
    edges = reposts.group_by(source="author_uid", target="target").agg(weight=pl.len())
    found = communities(edges, seeds=5)
    assert set(found.at(1.0)["author"]) == set(edges["source"]) | set(edges["target"])
    assert found.summaries[1].modularity > 0.5
    assert found.summaries[1].unstable  # its accounts repost whoever is popular
