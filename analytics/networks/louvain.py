"""Louvain's communities with Leiden's refinement, so that every community is connected.

Source: Traag, Waltman and van Eck, From Louvain to Leiden (2019); directed modularity as Dugué and Perez (2015).
"""

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from analytics.arrays import Int32s
from analytics.networks.louvain_moves import merge, move

ROUNDS = 10
THOROUGH = 200_000  # entries of the matrix up to which rounds go on for gains however small
ENOUGH = 1e-3  # the gain below which a larger one stops: another round costs a second a million entries


def partition(
    matrix: sparse.csr_array, *, resolution: float = 1.0, seed: int = 0, threshold: float = 1e-7
) -> Int32s:
    """Community of each node (n,), numbered by first appearance.

    matrix  (n, n) CSR weights row → column; of an undirected graph symmetric, a loop twice its weight
    Rounds over all levels start from the last one's result until modularity gains no more than `threshold`,
    or ENOUGH where the matrix has more than THOROUGH entries.
    """
    labels = np.arange(matrix.shape[0], dtype=np.int32)
    if not matrix.sum() > 0:
        return labels
    wanted = threshold if matrix.nnz <= THOROUGH else max(threshold, ENOUGH)
    rng = np.random.default_rng(seed)
    best, reached = labels, -np.inf
    for _ in range(ROUNDS):
        labels = _split(matrix, _round(matrix, labels, resolution, rng))
        quality = modularity(matrix, labels, resolution)
        if quality > reached:
            best, gain, reached = labels, quality - reached, quality
            if gain > wanted:
                continue
        break
    return numbered(best)


def modularity(matrix: sparse.csr_array, labels: Int32s, resolution: float = 1.0) -> float:
    """Σ_c L_c / L − γ K_c^out K_c^in / L², L the sum of the matrix; of an undirected graph the usual one."""
    total = matrix.sum()
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    inside = matrix.data[labels[row] == labels[matrix.indices]].sum()
    out, into = (np.bincount(labels, np.asarray(matrix.sum(axis=axis))) for axis in (1, 0))
    return float(inside / total - resolution * (out @ into) / total**2)


def numbered(labels: Int32s) -> Int32s:
    """The same classes as 0 … k-1 by first appearance."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int32)
    rank[np.argsort(first)] = np.arange(first.size, dtype=np.int32)
    return rank[inverse]


def _round(matrix: sparse.csr_array, labels: Int32s, resolution: float, rng: np.random.Generator) -> Int32s:
    """Move nodes, join them inside their communities, and go on with what was joined as nodes."""
    member, labels = np.arange(matrix.shape[0], dtype=np.int32), numbered(labels)
    while True:
        n = matrix.shape[0]
        beside = (matrix + matrix.T).tocsr()
        out, into = (np.asarray(matrix.sum(axis=axis), dtype=np.float64) for axis in (1, 0))
        level = (beside.indptr, beside.indices, beside.data, out, into)
        order = rng.permutation(n)
        labels = numbered(move(*level, labels=labels, order=order, resolution=resolution))
        joined = numbered(merge(*level, within=labels, order=order, resolution=resolution))
        size = int(joined.max()) + 1
        if size == n or int(labels.max()) + 1 == n:
            return labels[member]
        coarse = np.empty(size, np.int32)
        coarse[joined] = labels
        member, labels = joined[member], coarse
        matrix = _coarsened(matrix, joined, size)


def _coarsened(matrix: sparse.csr_array, joined: Int32s, size: int) -> sparse.csr_array:
    row = np.repeat(joined, np.diff(matrix.indptr))
    return sparse.coo_array((matrix.data, (row, joined[matrix.indices])), (size, size)).tocsr()


def _split(matrix: sparse.csr_array, labels: Int32s) -> Int32s:
    """Communities cut into their connected parts, which never lowers modularity."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    inside = labels[row] == labels[matrix.indices]
    ends = (row[inside], matrix.indices[inside])
    kept = sparse.coo_array((np.ones(ends[0].size), ends), matrix.shape)
    parts: Int32s = csgraph.connected_components(kept, directed=False)[1]
    return parts
