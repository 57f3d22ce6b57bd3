"""The ties of a weighted network that chance does not explain."""

import numpy as np
import polars as pl

from analytics.networks.array_graph import array_graph, coded

ALPHA = 0.05


def significance(edges: pl.DataFrame, *, weight: str = "weight") -> pl.DataFrame:
    """`edges` without loops, with the column significance f64: the smaller the less a chance tie.

    (1 − w / s)^(k − 1) at both ends, the smaller of the two; w is the weight of the pair in both directions,
    s the strength and k the number of neighbours of the end; an end with one neighbour gives 1.
    Source: Serrano, Boguñá and Vespignani, disparity filter (PNAS 2009).
    """
    edges = edges.filter(pl.col("source") != pl.col("target"))
    graph = array_graph(edges, directed=False, weight=weight)
    matrix, row = graph.matrix, graph.row
    strength, neighbours = np.asarray(matrix.sum(axis=1)), np.diff(matrix.indptr)
    share = np.divide(matrix.data, strength[row], out=np.zeros(matrix.nnz), where=strength[row] > 0)
    one_end = (1 - share) ** (neighbours[row] - 1)
    _, source, target = coded(edges)
    key = row.astype(np.int64) * len(graph) + matrix.indices
    ways = ((source, target), (target, source))
    ends = [one_end[np.searchsorted(key, a.astype(np.int64) * len(graph) + b)] for a, b in ways]
    return edges.with_columns(pl.Series("significance", np.minimum(*ends)))


def disparity(edges: pl.DataFrame, alpha: float = ALPHA, *, weight: str = "weight") -> pl.DataFrame:
    """The rows of `significance` below alpha, in order of source and target."""
    kept = significance(edges, weight=weight).filter(pl.col("significance") < alpha)
    return kept.sort("source", "target", maintain_order=True)
