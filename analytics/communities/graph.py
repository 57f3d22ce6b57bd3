"""A network of accounts as arrays: undirected, each pair once a direction, numbered in order of name."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int32s, Int64s
from analytics.codes import encode
from analytics.kernel import compiled

ENDS = ("source", "target")


class Graph(NamedTuple):  # compiled loops take named tuples, not dataclasses
    """n nodes; the neighbours of node v stand at starts[v]:starts[v + 1], each once, v itself not among them.

    starts      (n + 1,)  positions in neighbours
    neighbours  (2m,)     nodes
    weights     (2m,)     weight of each, > 0
    strength    (n,)      sum of the weights at a node, with what an aggregate node holds inside
    whole       sum of the strengths, twice the weight of all edges
    """

    starts: Int64s
    neighbours: Int32s
    weights: Floats
    strength: Floats
    whole: float


@dataclass(frozen=True, slots=True)
class Network:
    """authors: sorted names of the n nodes of the graph."""

    authors: pl.Series
    graph: Graph


def network(edges: pl.DataFrame) -> Network:
    """Read a table of edges; the order of its rows and the direction of its edges do not matter.

    edges   source, target (names) and weight (> 0; 1 each when the column is absent); a pair may stand on
            several rows and in both directions: the weights add up. A row that joins an account with itself
            makes it a node and no edge.
    raises  ValueError for a missing column, a null end, or a weight that is not a positive number
    """
    missing = [name for name in ENDS if name not in edges.columns]
    if missing:
        raise ValueError(f"edges have no column {', '.join(missing)}; their columns are {edges.columns}")
    ends = pl.concat([edges[name].cast(pl.String).alias("author") for name in ENDS])
    if ends.null_count():
        row = int(ends.is_null().arg_max() or 0) % edges.height
        raise ValueError(f"row {row}: an edge needs a source and a target")
    codes = encode(ends)
    names = ends.gather(codes.first)
    rank = np.empty(len(names), np.int64)
    rank[names.arg_sort().to_numpy()] = np.arange(len(names))
    node = rank[codes.code]
    return Network(
        names.sort(), _graph(node[: edges.height], node[edges.height :], _weights(edges), rank.size)
    )


def _weights(edges: pl.DataFrame) -> Floats:
    if "weight" not in edges.columns:
        return np.ones(edges.height)
    weights = edges["weight"].cast(pl.Float64).fill_null(np.nan).to_numpy(writable=True)
    wrong = ~(np.isfinite(weights) & (weights > 0))
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"row {row}: weight {edges['weight'][row]!r} is not a positive number")
    return weights


def _graph(source: Int64s, target: Int64s, weights: Floats, nodes: int) -> Graph:
    """Both directions of each edge, by tail, then head; equal pairs add up in order of weight."""
    apart = source != target  # nobody is a neighbour of their own
    tails, heads = (
        np.concatenate([source[apart], target[apart]]),
        np.concatenate([target[apart], source[apart]]),
    )
    weights = np.concatenate([weights[apart]] * 2)
    if not np.all(weights == np.floor(weights)):  # sums of fractions depend on their order in the last bit
        order = np.argsort(weights, kind="stable")
        tails, heads, weights = tails[order], heads[order], weights[order]
    for _ in range(2):  # by head, then stably by tail
        tails, heads, weights = _by_head(tails, heads, weights, nodes)
    starts, neighbours, sums = _added(tails, heads, weights, nodes)
    strength: Floats = np.bincount(tails, weights, minlength=nodes).astype(np.float64)  # whole without arcs
    return Graph(starts, neighbours, sums, strength, float(strength.sum()))


@compiled
def _by_head(tails: Int64s, heads: Int64s, weights: Floats, nodes: int) -> tuple[Int64s, Int64s, Floats]:
    """Arcs in order of their heads, ties as they were, turned round: a counting sort."""
    place = np.zeros(nodes + 1, np.int64)
    for head in heads:
        place[head + 1] += 1
    place = np.cumsum(place)
    new_tails, new_heads, new_weights = np.empty_like(heads), np.empty_like(tails), np.empty_like(weights)
    for arc in range(heads.size):
        at = place[heads[arc]]
        place[heads[arc]] += 1
        new_tails[at], new_heads[at], new_weights[at] = heads[arc], tails[arc], weights[arc]
    return new_tails, new_heads, new_weights


@compiled
def _added(tails: Int64s, heads: Int64s, weights: Floats, nodes: int) -> tuple[Int64s, Int32s, Floats]:
    """starts, neighbours and weights of arcs sorted by tail, then head; equal ones become one."""
    starts, count = np.zeros(nodes + 1, np.int64), 0
    neighbours, sums = np.empty(heads.size, np.int32), np.empty(heads.size)
    for arc in range(heads.size):
        if arc and tails[arc] == tails[arc - 1] and heads[arc] == heads[arc - 1]:
            sums[count - 1] += weights[arc]
            continue
        neighbours[count], sums[count] = heads[arc], weights[arc]
        starts[tails[arc] + 1] += 1
        count += 1
    return np.cumsum(starts), neighbours[:count].copy(), sums[:count].copy()
