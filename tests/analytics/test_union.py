"""Union-find against networkx."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.union import components

graphs = st.integers(1, 30).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60)
    )
)


def found(count, edges):
    left, right = (np.array([edge[side] for edge in edges], dtype=np.int64) for side in (0, 1))
    return components(count, left, right).tolist()


@settings(deadline=None)
@given(graphs)
def test_the_components_are_those_of_networkx_each_named_after_its_smallest_member(graph):
    count, edges = graph
    reference = nx.Graph(edges)
    reference.add_nodes_from(range(count))
    smallest = {node: min(part) for part in nx.connected_components(reference) for node in part}
    assert found(count, edges) == [smallest[node] for node in range(count)]
    assert found(count, [(b, a) for a, b in reversed(edges)]) == found(count, edges)


def test_a_path_of_200_000_does_not_recurse():
    path = np.arange(200_000)
    assert not components(200_000, path[:-1], path[1:]).any()
