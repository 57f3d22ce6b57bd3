import networkx as nx
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.networks import about, backend
from analytics.networks.array_graph import ArrayGraph
from analytics.networks.build import graph

NODES = [f"x:{n}" for n in "0123456789ab"]
ties = st.lists(
    st.tuples(st.sampled_from(NODES[:9]), st.sampled_from(NODES[:9]), st.integers(1, 5)), max_size=40
)
shares = st.dictionaries(st.sampled_from(NODES), st.floats(0.1, 5), min_size=1, max_size=4)


def frame(rows):
    return pl.DataFrame(
        rows, schema={"source": pl.String, "target": pl.String, "weight": pl.Int64}, orient="row"
    )


def both(rows, directed, *, loops=True):
    """The same network as arrays and, built one edge at a time, as networkx's dictionaries."""
    rows = [row for row in rows if loops or row[0] != row[1]]
    theirs = nx.DiGraph() if directed else nx.Graph()
    theirs.add_nodes_from(NODES)
    for source, target, weight in rows:
        before = theirs.get_edge_data(source, target, {"weight": 0})["weight"]
        theirs.add_edge(source, target, weight=before + weight)
    ours = graph(frame(rows), directed=directed, small=-1, nodes=NODES)
    assert isinstance(ours, ArrayGraph)
    return ours, theirs


def small(rows, directed=False):
    return both([(*row, 1) for row in rows], directed)[0]


@settings(deadline=None)
@given(ties, st.booleans(), st.none() | shares, st.none() | shares, st.none() | shares)
def test_pagerank_is_that_of_networkx(rows, directed, personalization, dangling, nstart):
    ours, theirs = both(rows, directed)
    for weight in ("weight", None, "colour"):
        given = {"personalization": personalization, "dangling": dangling, "nstart": nstart, "weight": weight}
        expected = nx.pagerank(theirs, tol=1e-13, max_iter=2_000, **given)
        found = nx.pagerank(ours, **given)
        assert found == pytest.approx(expected, abs=1e-9)
        assert sum(found.values()) == pytest.approx(1, abs=1e-9)


def test_pagerank_that_networkx_cannot_reach_in_time_is_refused():
    ours = small([("x:1", "x:2"), ("x:2", "x:3")], directed=True)
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(ours, max_iter=2, tol=1e-12)
    with pytest.raises(ZeroDivisionError):
        nx.pagerank(ours, personalization={"nobody": 1})


@settings(deadline=None)
@given(ties, st.booleans())
@example([], False)
@example([], True)
def test_cores_components_and_degrees_are_those_of_networkx(rows, directed):
    ours, theirs = both(rows, directed)
    components = "weakly_connected_components" if directed else "connected_components"
    assert list(getattr(nx, components)(ours)) == list(getattr(nx, components)(theirs))
    count = f"number_{components}"
    assert getattr(nx, count)(ours) == getattr(nx, count)(theirs)
    for name in ("degree_centrality", "density", "is_empty", "number_of_selfloops"):
        assert getattr(nx, name)(ours) == getattr(nx, name)(theirs)
    if directed:
        assert nx.in_degree_centrality(ours) == nx.in_degree_centrality(theirs)
        assert nx.out_degree_centrality(ours) == nx.out_degree_centrality(theirs)
    else:
        assert nx.is_connected(ours) == nx.is_connected(theirs)
    ours, theirs = both(rows, directed, loops=False)
    assert nx.core_number(ours) == nx.core_number(theirs)


def test_cores_of_loops_are_refused_as_by_networkx():
    with pytest.raises(nx.NetworkXNotImplemented):
        nx.core_number(small([("x:1", "x:1")]))


@settings(deadline=None, max_examples=60)
@given(ties, st.booleans(), st.sampled_from([0.5, 1, 2]), st.integers(0, 3))
def test_louvain_finds_connected_communities_without_loss(rows, directed, resolution, seed):
    ours, theirs = both(rows, directed)
    found = nx.community.louvain_communities(ours, resolution=resolution, seed=seed)
    assert nx.community.is_partition(theirs, found)
    ties = theirs.to_undirected(as_view=True)
    assert all(nx.is_connected(ties.subgraph(members)) for members in found)
    assert found == nx.community.louvain_communities(ours, resolution=resolution, seed=seed)
    if rows:
        reached = nx.community.modularity(theirs, found, resolution=resolution)
        alone = nx.community.modularity(theirs, [{node} for node in theirs], resolution=resolution)
        assert reached >= alone - 1e-12


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("size", [100, 400])
def test_louvain_is_no_worse_than_that_of_networkx(size, directed):
    theirs = nx.gnm_random_graph(size, 3 * size, seed=size, directed=directed)
    ours = backend.convert_from_nx(theirs)
    for seed in range(4):
        found, expected = (nx.community.louvain_communities(g, seed=seed) for g in (ours, theirs))
        assert nx.community.modularity(theirs, found) >= nx.community.modularity(theirs, expected)


def test_the_karate_club():
    club = nx.karate_club_graph()
    ours = backend.convert_from_nx(club)
    best = max(
        nx.community.modularity(club, nx.community.louvain_communities(ours, seed=seed), weight=None)
        for seed in range(5)
    )
    assert best == pytest.approx(0.4197896, abs=1e-6)
    assert max(nx.core_number(ours).values()) == 4


def test_any_other_function_runs_on_a_copy_up_to_a_size(monkeypatch):
    rows = [("x:1", "x:2"), ("x:2", "x:3"), ("x:3", "x:3")]
    ours = small(rows)
    assert nx.shortest_path(ours, "x:1", "x:3") == ["x:1", "x:2", "x:3"]
    assert nx.union(ours, graph(frame([("a", "b", 1)]), small=0)).number_of_edges() == 4
    given = {"max_level": 1, "seed": 1}
    assert len(nx.community.louvain_communities(ours, **given)) == len(
        nx.community.louvain_communities(ours.to_networkx(), **given)
    )
    with pytest.raises(NotImplementedError, match="will mutate an input"):
        nx.set_node_attributes(ours, 1, "colour")
    with pytest.raises(nx.NetworkXError, match=r"3 edges is not copied .* \(at most 2\)"):
        ours.to_networkx(most=2)
    large = graph(
        pl.DataFrame({"source": ["hub"], "target": ["x"]}).join(
            pl.DataFrame({"n": pl.int_range(about.CONVERTIBLE_EDGES + 1, eager=True)}), how="cross"
        ).select("source", target="x:" + pl.col("n").cast(pl.String))
    )  # fmt: skip
    assert isinstance(large, ArrayGraph)
    with pytest.raises(nx.NetworkXError, match="is not copied into networkx's dictionaries"):
        nx.shortest_path(large, "x:1", "x:2")
    assert nx.number_connected_components(large) == 1
    assert len(next(nx.connected_components(large))) == len(large)
    assert set(nx.core_number(large).values()) == {1}
    assert [len(members) for members in nx.community.louvain_communities(large, seed=1)] == [len(large)]
    assert max(nx.pagerank(large).items(), key=lambda item: item[1])[0] == "hub"


def test_a_graph_of_dictionaries_goes_through_the_backend_on_demand():
    theirs = nx.gnm_random_graph(60, 900, seed=1)
    parallel = nx.MultiDiGraph([(1, 2, {"weight": 2.5}), (1, 2, {"weight": 1}), (2, 1, {}), (1, 1, {})])
    for known in (theirs, parallel):
        expected = nx.pagerank(known, tol=1e-12, max_iter=1_000)
        found = nx.pagerank(known, backend=about.NAME)
        assert found == pytest.approx(expected, abs=1e-9)
    assert backend.should_run("pagerank", [theirs], {}) == "pagerank of a small graph is as fast in networkx"
    with nx.config.backend_priority(algos=[about.NAME]):
        assert nx.core_number(nx.gnm_random_graph(60, 1_000, seed=2)) == nx.core_number(
            nx.gnm_random_graph(60, 1_000, seed=2), backend="networkx"
        )


def test_what_networkx_is_told():
    assert nx.utils.backends.backend_info[about.NAME] == about.about()
    assert all(callable(vars(backend)[name]) for name in about.FUNCTIONS)
    with pytest.raises(AttributeError):
        backend.no_function_of_networkx  # noqa: B018
    assert backend.can_run("shortest_path", [nx.Graph()], {}) == "not a graph of arrays"


@settings(deadline=None)
@given(ties, st.booleans())
def test_the_graph_answers_as_networkx_graphs_do(rows, directed):
    ours, theirs = both(rows, directed)
    assert list(ours) == list(theirs) == list(ours.nodes)
    assert len(ours) == ours.order() == ours.number_of_nodes() == len(NODES)
    assert ours.number_of_edges() == theirs.number_of_edges() == ours.size()
    assert ours.size("weight") == theirs.size("weight")
    assert ours.is_directed() == directed
    assert not ours.is_multigraph()
    assert ours.graph == {}
    assert dict(ours.degree()) == dict(theirs.degree())
    assert dict(ours.degree(weight="weight")) == dict(theirs.degree(weight="weight"))
    assert ours.degree(["x:1", "nobody"]) == list(theirs.degree(["x:1", "nobody"]))
    assert ours.degree("x:1") == theirs.degree("x:1")
    for node in NODES:
        assert ours[node] == theirs[node]
        assert sorted(ours.neighbors(node)) == sorted(theirs.neighbors(node))
        assert ours.has_edge("x:0", node) == theirs.has_edge("x:0", node)
    assert not ours.has_edge("nobody", "x:1")
    copy = ours.to_networkx()
    assert nx.utils.graphs_equal(copy, theirs)
    assert [{*edge} for edge in ours.edges()] == [{*edge} for edge in copy.edges()]
    weights = [data["weight"] for *_, data in ours.edges(data=True)]
    assert weights == [weight for *_, weight in ours.edges("weight")]
    assert [given for *_, given in ours.edges("colour")] == [None] * len(weights)
