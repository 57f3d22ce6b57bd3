"""How much a network of two sides is a controversy."""

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import csgraph, linalg

from analytics.arrays import Flags, Floats, Int64s
from analytics.networks.array_graph import ArrayGraph, array_graph

DIRECT = 2_000  # nodes up to which elimination is faster than conjugate gradients
STEPS = 5_000
EXACT = 1e-13


class TooFewError(ValueError):
    """A side has fewer accounts with ties than hubs are asked for."""


def controversy(edges: pl.DataFrame, side: pl.DataFrame, k: int, *, weight: str | None = "weight") -> float:
    """Random-walk controversy, P_XX P_YY − P_XY P_YX in [−1, 1]: 1 when no walk meets the other side.

    edges   source, target and the column of weights (1 without it); directions and loops do not count
    side    author, side: two sides; edges to accounts that it does not name are left out
    k       hubs of each side, those with most neighbours (ties: first in the alphabet), where walks end
    P_AB is the chance that a walk which ended in B started in A; walks start at any account of a side, hubs
    too, and both sides are as likely. Solved as linear equations, not by drawing walks. Raises ValueError
    when there are not two sides, TooFewError when one has fewer than k accounts with ties.
    Source: Garimella et al., Quantifying controversy on social media (2018).
    """
    graph, first = _two_sides(edges, side, weight)
    hub = _hubs(graph, first, k)
    ends_first, ends_second = _absorbed(graph.matrix, hub & first, hub & ~first)
    xx, yx = ends_first[first].mean(), ends_first[~first].mean()
    xy, yy = ends_second[first].mean(), ends_second[~first].mean()
    return float((xx * yy - xy * yx) / ((xx + yx) * (xy + yy)))


def _two_sides(edges: pl.DataFrame, side: pl.DataFrame, weight: str | None) -> tuple[ArrayGraph, Flags]:
    """The network between accounts of a side, and which accounts are of the first one."""
    sides = sorted(side["side"].drop_nulls().unique().to_list())
    if len(sides) != 2:
        raise ValueError(f"a controversy has two sides, not {len(sides)}")
    if side.drop_nulls().select("author", "side").unique()["author"].is_duplicated().any():
        raise ValueError("an account is on both sides")
    known = side.filter(pl.col("side").is_not_null())["author"].implode()
    inside = pl.col("source").is_in(known) & pl.col("target").is_in(known)
    kept = edges.filter(inside & (pl.col("source") != pl.col("target")))
    graph = array_graph(kept, directed=False, weight=weight)
    of_first = set(side.filter(pl.col("side") == sides[0])["author"])
    return graph, np.fromiter((name in of_first for name in graph.names), np.bool_, len(graph))


def _hubs(graph: ArrayGraph, first: Flags, k: int) -> Flags:
    neighbours: Int64s = np.diff(graph.matrix.indptr).astype(np.int64)
    hub = np.zeros(len(graph), np.bool_)
    for members in (np.flatnonzero(first), np.flatnonzero(~first)):
        if not 1 <= k <= members.size:
            raise TooFewError(f"{k} hubs of a side with {members.size} accounts that have ties")
        hub[members[np.argsort(-neighbours[members], kind="stable")[:k]]] = True
    return hub


def _absorbed(matrix: sparse.csr_array, first: Flags, second: Flags) -> tuple[Floats, Floats]:
    """Chance of each node's walk to end in a hub of the first and of the second side, (n,) each.

    Walks in a part without hubs never end: 0 and 0.
    """
    hub = first | second
    part = csgraph.connected_components(matrix, directed=False)[1]
    ends = np.isin(part, part[hub])
    inner = np.flatnonzero(ends & ~hub)
    strength = np.asarray(matrix.sum(axis=1))
    ties = matrix[inner]
    system = (sparse.diags_array(strength[inner]) - ties[:, inner]).tocsc()
    one = first.astype(np.float64)
    one[inner] = _solve(system, ties[:, np.flatnonzero(first)].sum(axis=1))
    return one, np.where(ends, 1 - one, 0)


def _solve(system: sparse.csc_array, right: Floats) -> Floats:
    """Solution x of `system` x = right, symmetric and positive: eliminated when small, else conjugate gradients."""
    if not right.size:
        return right
    if right.size > DIRECT:
        diagonal = sparse.diags_array(1 / system.diagonal())
        found, unfinished = linalg.cg(system, right, rtol=EXACT, maxiter=STEPS, M=diagonal)
        if not unfinished:
            return np.asarray(found)
    return np.asarray(linalg.splu(system).solve(right))
