# ruff: noqa: N803, PLR0917 - the signatures are networkx's own
"""The `networkx.backends` entry point "cyberimpact": networkx's functions on an ArrayGraph.

`nx.pagerank(G)` and the other functions of `about.FUNCTIONS` read the arrays, whatever the size. Any other
function that networkx dispatches runs on a copy in networkx's own form, up to about.CONVERTIBLE_EDGES edges;
above, NetworkXError says so. Functions that change their graph are refused: an ArrayGraph never changes.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from random import Random
from typing import Any

import networkx as nx
import numpy as np
from networkx.utils import backends
from scipy import sparse
from scipy.sparse import csgraph

from analytics.arrays import Floats, Int32s
from analytics.networks import louvain
from analytics.networks.about import FUNCTIONS
from analytics.networks.array_graph import ArrayGraph, from_arrays
from analytics.networks.core_numbers import core_vector
from analytics.networks.pagerank import pagerank_vector

WORTH = 1_000  # edges from which turning a graph of dictionaries into arrays pays

Node = Hashable


def convert_from_nx(
    graph: nx.Graph, *, edge_attrs: Mapping[str, float] | None = None, **_about_the_call: object
) -> ArrayGraph:
    """Arrays of a graph of dictionaries, with the one weight that the call needs; parallel edges add up."""
    ((weight, absent),) = (edge_attrs or {"weight": 1}).items()
    names = list(graph)
    row = {name: at for at, name in enumerate(names)}
    source, target = (np.fromiter((row[edge[k]] for edge in graph.edges()), np.int32) for k in (0, 1))
    values = (w for *_, w in graph.edges(data=weight, default=absent)) if edge_attrs else ()
    weights = np.fromiter(values, np.float64) if edge_attrs else np.ones(source.size)
    return from_arrays(names, source, target, weights, directed=graph.is_directed(), weight=weight)


def convert_to_nx(result: Any, *_: object, **__: object) -> Any:  # noqa: ANN401 whatever a function returns
    """The graph as networkx holds it; NetworkXError when it is too large. Anything else as it is."""
    return result.to_networkx() if isinstance(result, ArrayGraph) else result


def can_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool | str:
    """Whether the function is ours, or one of its graphs is; the reason when not."""
    if name in FUNCTIONS:
        return True
    if backends._registered_algorithms[name].__wrapped__.mutates_input:  # noqa: SLF001 its only register
        return f"{name} changes its graph and an ArrayGraph never changes: take to_networkx() first"
    return (
        any(isinstance(given, ArrayGraph) for given in (*args, *kwargs.values())) or "not a graph of arrays"
    )


def should_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool | str:
    """Whether turning a graph of dictionaries into arrays is worth its time."""
    graph = args[0] if args else kwargs["G"]
    return graph.number_of_edges() >= WORTH or f"{name} of a small graph is as fast in networkx"


def __getattr__(name: str) -> Callable[..., Any]:
    if name in backends._registered_algorithms:  # noqa: SLF001 its only register
        return partial(through_networkx, name)
    raise AttributeError(name)


def through_networkx(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 any function of networkx
    """What networkx's own function gives for copies of the graphs; NetworkXError when one is too large."""
    function = backends._registered_algorithms[name]  # noqa: SLF001 its only register
    copied = {key: convert_to_nx(value) for key, value in kwargs.items()}
    return function(*map(convert_to_nx, args), backend="networkx", **copied)


def pagerank(
    G: ArrayGraph,
    alpha: float = 0.85,
    personalization: Mapping[Node, float] | None = None,
    max_iter: int = 100,
    tol: float = 1e-6,
    nstart: Mapping[Node, float] | None = None,
    weight: str | None = "weight",
    dangling: Mapping[Node, float] | None = None,
) -> dict[Node, float]:
    """As networkx, but more exact: having reached `len(G) * tol` in time, it goes on to 1e-10 in all."""
    teleport = None if personalization is None else _shares(G, personalization)
    ranks = pagerank_vector(
        G.weighed(weight),
        symmetric=not G.directed,
        alpha=alpha,
        teleport=teleport,
        dangling=None if dangling is None else _shares(G, dangling),
        start=None if nstart is None else _shares(G, nstart),
        demanded=len(G) * tol,
        max_iter=max_iter,
    )
    return _by_node(G, ranks)


def core_number(G: ArrayGraph) -> dict[Node, int]:
    if G.loops:
        raise nx.NetworkXNotImplemented("core numbers are not defined for a graph with self-loops")
    return _by_node(G, core_vector(G.matrix, symmetric=not G.directed))


def louvain_communities(
    G: ArrayGraph,
    weight: str | None = "weight",
    resolution: float = 1,
    threshold: float = 1e-7,
    max_level: int | None = None,
    seed: int | Random | None = None,
) -> list[set[Node]]:
    """Connected communities; `max_level` is networkx's own and runs there."""
    if max_level is not None:
        given = {"resolution": resolution, "threshold": threshold, "max_level": max_level, "seed": seed}
        found: list[set[Node]] = through_networkx("louvain_communities", G, weight, **given)
        return found
    drawn = seed if isinstance(seed, int) else (seed or Random()).getrandbits(32)  # noqa: S311 no secret
    matrix = G.weighed(weight)
    if not G.directed and G.loops:
        matrix = (matrix + sparse.diags_array(matrix.diagonal())).tocsr()
    labels = louvain.partition(matrix, resolution=resolution, seed=drawn, threshold=threshold)
    return _groups(G, labels)


def connected_components(G: ArrayGraph) -> Iterator[set[Node]]:
    return iter(_groups(G, _components(G)))


def number_connected_components(G: ArrayGraph) -> int:
    return len(np.unique(_components(G)))


def is_connected(G: ArrayGraph) -> bool:
    if not len(G):
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return number_connected_components(G) == 1


weakly_connected_components = connected_components
number_weakly_connected_components = number_connected_components


def is_empty(G: ArrayGraph) -> bool:
    return G.number_of_edges() == 0


def density(G: ArrayGraph) -> float:
    pairs = len(G) * (len(G) - 1)
    return (1 if G.directed else 2) * G.number_of_edges() / pairs if pairs else 0


def number_of_selfloops(G: ArrayGraph) -> int:
    return G.loops


def degree_centrality(G: ArrayGraph) -> dict[Node, float]:
    return _centrality(G, "both")


def in_degree_centrality(G: ArrayGraph) -> dict[Node, float]:
    return _centrality(G, "in")


def out_degree_centrality(G: ArrayGraph) -> dict[Node, float]:
    return _centrality(G, "out")


def _centrality(graph: ArrayGraph, way: str) -> dict[Node, float]:
    if len(graph) <= 1:
        return dict.fromkeys(graph, 1)
    return _by_node(graph, graph.degrees(way=way) * (1 / (len(graph) - 1)))


def _components(graph: ArrayGraph) -> Int32s:
    labels: Int32s = csgraph.connected_components(graph.weighed(None), directed=False)[1]
    return labels


def _groups(graph: ArrayGraph, labels: Int32s) -> list[set[Node]]:
    """The nodes of each label, labels in order of their first node."""
    labels = louvain.numbered(labels)
    order = np.argsort(labels, kind="stable").tolist()
    ends = np.cumsum(np.bincount(labels)).tolist()
    names = graph.names
    return [{names[at] for at in order[a:b]} for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def _shares(graph: ArrayGraph, given: Mapping[Node, float]) -> Floats:
    """The values of the nodes that are named, 0 for the others, as parts of their sum."""
    values = np.fromiter(map(given.get, graph.names, repeat(0)), np.float64, len(graph))
    if not values.sum():
        raise ZeroDivisionError("no node of the graph is named with a value")
    shares: Floats = values / values.sum()
    return shares


def _by_node(graph: ArrayGraph, values: np.ndarray[Any, Any]) -> dict[Node, Any]:
    return dict(zip(graph.names, values.tolist(), strict=True))
