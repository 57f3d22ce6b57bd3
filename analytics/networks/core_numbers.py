"""Core numbers in O(m)."""

import numpy as np
from scipy import sparse

from analytics.arrays import Int32s, Int64s
from analytics.kernel import compiled


def core_vector(matrix: sparse.csr_array, *, symmetric: bool) -> Int64s:
    """Largest k for which each node is in the k-core (n,); the degree is in-degree plus out-degree.

    `matrix` (n, n) CSR, its entries the edges, none on the diagonal. Source: Batagelj and Zaversnik (2003).
    """
    if symmetric:
        return _peel(matrix.indptr, matrix.indices)
    back = matrix.T.tocsr()  # side by side, for an edge each way counts twice
    both = sparse.hstack((matrix, back), format="csr")
    return _peel(both.indptr, both.indices % np.int32(max(1, matrix.shape[0])))


@compiled
def _peel(start: Int32s, beside: Int32s) -> Int64s:
    """Take away a node of least degree at a time; nodes stay sorted by degree in buckets."""
    n = start.size - 1
    core = np.empty(n, np.int64)
    for node in range(n):
        core[node] = start[node + 1] - start[node]
    bucket = np.zeros((core.max() if n else 0) + 2, np.int64)
    for node in range(n):
        bucket[core[node] + 1] += 1
    bucket = np.cumsum(bucket)
    node_at, place, free = np.empty(n, np.int64), np.empty(n, np.int64), bucket.copy()
    for node in range(n):
        place[node] = free[core[node]]
        node_at[place[node]] = node
        free[core[node]] += 1
    for at in range(n):
        node = node_at[at]
        for edge in range(start[node], start[node + 1]):
            other = beside[edge]
            if core[other] > core[node]:
                first = bucket[core[other]]
                swapped, hole = node_at[first], place[other]
                node_at[first], node_at[hole] = other, swapped
                place[other], place[swapped] = first, hole
                bucket[core[other]] += 1
                core[other] -= 1
    return core
