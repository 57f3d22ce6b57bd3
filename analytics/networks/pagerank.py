"""PageRank by power iteration on arrays."""

import networkx as nx
import numpy as np
from scipy import sparse

from analytics.arrays import Floats, Int32s
from analytics.kernel import compiled

CHANGE = 1e-10  # where the iteration stops: the error is below CHANGE * alpha / (1 - alpha)
BEYOND = 1_000  # passes spent on going from what was demanded to CHANGE


def pagerank_vector(
    matrix: sparse.csr_array,
    *,
    symmetric: bool,
    alpha: float = 0.85,
    teleport: Floats | None = None,
    dangling: Floats | None = None,
    start: Floats | None = None,
    demanded: float = CHANGE,
    max_iter: int = 1_000,
) -> Floats:
    """Rank of each node (n,), sum 1: x = α (x P + d v) + (1 − α) p.

    matrix    (n, n) weights of row → column; `symmetric` spares turning it round
    teleport  p (n,), sum 1; uniform when None. `dangling` v: where walks without a way out go on, p when None
    demanded  L1 change that must be reached within max_iter, else nx.PowerIterationFailedConvergence;
              the iteration goes on to CHANGE in any case
    Source: Langville and Meyer, A survey of eigenvector methods (2005).
    """
    n, columns = matrix.shape
    if columns != n:
        raise ValueError(f"a matrix of {n} rows and {columns} columns is no graph")
    if not n:
        return np.empty(0)
    p = np.full(n, 1 / n) if teleport is None else teleport
    x = np.full(n, 1 / n) if start is None else start
    strength = np.asarray(matrix.sum(axis=1), dtype=np.float64)
    share = np.divide(1, strength, out=np.zeros(n), where=strength != 0)
    into = matrix if symmetric else matrix.T.tocsr()
    x, change = _iterate(
        (into.indptr, into.indices, into.data),
        share,
        x.copy(),
        p,
        p if dangling is None else dangling,
        alpha=alpha,
        demanded=demanded,
        max_iter=max_iter,
        target=min(CHANGE, demanded),
    )
    if not change < demanded:
        raise nx.PowerIterationFailedConvergence(max_iter)
    return x


@compiled
def _iterate(
    into: tuple[Int32s, Int32s, Floats],
    share: Floats,
    x: Floats,
    p: Floats,
    v: Floats,
    *,
    alpha: float,
    demanded: float,
    max_iter: int,
    target: float,
) -> tuple[Floats, float]:
    """Rank and its last L1 change.

    into   CSR of the matrix turned round: who walks to each node
    share  1 / strength, 0 where a walk ends
    """
    start, source, weight = into
    n = x.size
    sent = np.empty(n)
    change, passes = np.inf, 0
    while passes < max_iter + BEYOND and not change < target:
        if passes >= max_iter and not change < demanded:
            break
        lost = 0.0
        for i in range(n):
            sent[i] = x[i] * share[i]
            if share[i] == 0:
                lost += x[i]
        change = 0.0
        for i in range(n):
            got = 0.0
            for at in range(start[i], start[i + 1]):
                got += weight[at] * sent[source[at]]
            rank = alpha * (got + lost * v[i]) + (1 - alpha) * p[i]
            change += abs(rank - x[i])
            x[i] = rank
        passes += 1
    return x, change
