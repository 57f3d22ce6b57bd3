"""A graph held in arrays that networkx's own functions accept."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
from scipy import sparse

from analytics.arrays import Floats, Int32s
from analytics.codes import encode
from analytics.networks.about import CONVERTIBLE_EDGES, NAME


@dataclass(frozen=True, eq=False)
class ArrayGraph:
    """A simple graph of n nodes; never changes.

    names     the nodes, in the order of the rows of `matrix`
    matrix    (n, n) CSR array of weights, float64, indices in order; of an undirected graph symmetric, with
              a loop once on the diagonal. An edge of weight 0 is an explicit 0
    directed  whether row → column is a direction
    weight    the name under which networkx's functions ask for the weights
    """

    names: Sequence[Hashable]
    matrix: sparse.csr_array
    directed: bool
    weight: str = "weight"

    __networkx_backend__ = NAME

    @cached_property
    def position(self) -> dict[Hashable, int]:
        """Row of each node."""
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def loops(self) -> int:
        """How many nodes have an edge to themselves."""
        return int((self.row == self.matrix.indices).sum())

    @property
    def row(self) -> Int32s:
        """Row of each entry of the matrix."""
        rows = np.arange(len(self), dtype=np.int32)
        return np.repeat(rows, np.diff(self.matrix.indptr))

    @property
    def nodes(self) -> Sequence[Hashable]:
        return self.names

    @property
    def graph(self) -> dict[str, Any]:
        """Attributes of the whole graph: none."""
        return {}

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.names)

    def __contains__(self, node: Hashable) -> bool:
        return node in self.position

    def __getitem__(self, node: Hashable) -> dict[Hashable, dict[str, float]]:
        """{neighbour: {"weight": w}}, of a directed graph the successors; KeyError for an unknown node."""
        at = self.position[node]
        span = slice(self.matrix.indptr[at], self.matrix.indptr[at + 1])
        beside = zip(self.matrix.indices[span].tolist(), self.matrix.data[span].tolist(), strict=True)
        return {self.names[column]: {self.weight: weight} for column, weight in beside}

    def is_directed(self) -> bool:
        return self.directed

    def is_multigraph(self) -> bool:
        return False

    def number_of_nodes(self) -> int:
        return len(self.names)

    order = number_of_nodes

    def number_of_edges(self) -> int:
        return int(self.matrix.nnz if self.directed else (self.matrix.nnz + self.loops) // 2)

    def size(self, weight: str | None = None) -> float:
        """Number of edges, or the sum of their weights."""
        return self.number_of_edges() if weight is None else float(self.edge_arrays(weight)[2].sum())

    def neighbors(self, node: Hashable) -> Iterator[Hashable]:
        return iter(self[node])

    def has_edge(self, source: Hashable, target: Hashable) -> bool:
        return source in self and target in self[source]

    def edges(self, data: str | bool = False) -> Iterator[tuple[Any, ...]]:  # noqa: FBT001, FBT002 networkx's form
        """Each edge once: (source, target), with its weight when `data` is the weight's name or True."""
        source, target, weight = (part.tolist() for part in self.edge_arrays(self.weight))
        names = self.names
        ends = ((names[s], names[t]) for s, t in zip(source, target, strict=True))
        if data is False:
            return ends
        held = ({self.weight: w} for w in weight) if data is True else weight if data == self.weight else None
        return ((*pair, value) for pair, value in zip(ends, held or [None] * len(weight), strict=True))

    def edge_arrays(self, weight: str | None) -> tuple[Int32s, Int32s, Floats]:
        """Row, column and weight (1 where the graph does not know that name) of each edge, once."""
        row, column, values = self.row, self.matrix.indices, self.values(weight)
        if self.directed:
            return row, column, values
        once = row <= column
        return row[once], column[once], values[once]

    def values(self, weight: str | None) -> Floats:
        """Weight of each entry of the matrix: 1 under any name but the graph's own, as in networkx."""
        values: Floats = self.matrix.data if weight == self.weight else np.ones(self.matrix.nnz)
        return values

    def weighed(self, weight: str | None) -> sparse.csr_array:
        """The matrix with the weights of that name."""
        m = self.matrix
        if weight == self.weight:
            return m
        return sparse.csr_array((self.values(weight), m.indices, m.indptr), m.shape)

    def degrees(self, weight: str | None = None, *, way: str = "both") -> Floats:
        """Degree or strength of each node (n,), a loop counting twice; `way` "in" or "out" for one end."""
        source, target, values = self.edge_arrays(weight)
        ends = {"out": [source], "in": [target]}.get(way, [source, target])
        degrees = np.zeros(len(self))
        for end in ends:
            degrees += np.bincount(end, values, len(self))
        return degrees

    def degree(self, nbunch: Any = None, weight: str | None = None) -> Any:  # noqa: ANN401 networkx's form
        """Degree of one node, or (node, degree) of all or of the nodes given."""
        degrees = self.degrees(weight)
        values: list[float] = (degrees if weight == self.weight else degrees.astype(np.int64)).tolist()
        if nbunch is None:
            return list(zip(self.names, values, strict=True))
        if isinstance(nbunch, Hashable) and nbunch in self:
            return values[self.position[nbunch]]
        return [(node, values[self.position[node]]) for node in nbunch if node in self]

    def to_networkx(self, most: int = CONVERTIBLE_EDGES) -> nx.Graph:
        """The same graph as networkx holds it; NetworkXError when it has more than `most` edges."""
        if self.number_of_edges() > most:
            raise nx.NetworkXError(
                f"a graph of {self.number_of_edges():,} edges is not copied into networkx's dictionaries"
                f" (at most {most:,}): take its backbone or a component first"
            )
        copy = nx.DiGraph() if self.directed else nx.Graph()
        copy.add_nodes_from(self.names)
        copy.add_weighted_edges_from(self.edges(self.weight), weight=self.weight)
        return copy


def coded(edges: pl.DataFrame, nodes: Iterable[str] = ()) -> tuple[list[str], Int32s, Int32s]:
    """Names in order of the alphabet, and each edge's source and target as their places, (m,).

    `nodes` adds names without edges. Raises ValueError when an end is null.
    """
    ends = [edges[end].cast(pl.String) for end in ("source", "target")]
    if any(end.null_count() for end in ends):
        raise ValueError("an edge has no source or no target")
    column = pl.concat([*ends, pl.Series(list(nodes), dtype=pl.String)])
    codes = encode(column)
    names = column.gather(pl.Series(codes.first))
    order = names.arg_sort().to_numpy()
    place = np.empty(order.size, np.int32)
    place[order] = np.arange(order.size, dtype=np.int32)
    found = place[codes.code]
    return names[order].to_list(), found[: edges.height], found[edges.height : 2 * edges.height]


def weights_of(edges: pl.DataFrame, weight: str | None) -> Floats:
    """Weight of each row (m,), 1 without a column; ValueError for one that is missing or negative."""
    if weight is None or weight not in edges.columns:
        return np.ones(edges.height)
    values = edges[weight].cast(pl.Float64).fill_null(np.nan).to_numpy(writable=True)
    wrong = ~(np.isfinite(values) & (values >= 0))
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"row {row}: {weight} {edges[weight][row]!r} is not a weight")
    return values


def from_arrays(
    names: Sequence[Hashable],
    source: Int32s,
    target: Int32s,
    weights: Floats,
    *,
    directed: bool,
    weight: str = "weight",
) -> ArrayGraph:
    """The graph of m rows (places of both ends, weights); rows of the same edge are added up."""
    if (weights % 1).any():  # sums of fractions depend on their order
        order = np.lexsort((weights, np.maximum(source, target), np.minimum(source, target)))
        source, target, weights = source[order], target[order], weights[order]
    if not directed:
        back = source != target
        source, target = np.concatenate((source, target[back])), np.concatenate((target, source[back]))
        weights = np.concatenate((weights, weights[back]))
    matrix = sparse.coo_array((weights, (source, target)), (len(names), len(names))).tocsr()
    matrix.sum_duplicates()
    return ArrayGraph(names, matrix, directed, weight)


def array_graph(
    edges: pl.DataFrame, *, directed: bool, weight: str | None = "weight", nodes: Iterable[str] = ()
) -> ArrayGraph:
    """The graph of `source, target` and a column of weights, nodes in order of the alphabet."""
    names, source, target = coded(edges, nodes)
    values = weights_of(edges, weight)
    return from_arrays(names, source, target, values, directed=directed, weight=weight or "weight")
