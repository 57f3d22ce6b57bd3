"""PageRank by power iteration on arrays.

Nodes that nobody walks to (most accounts of a network of reposts) have the rank α lost v + (1 − α) p in every
pass; so passes go over the others only, those that are fed, and give the same ranks as passes over all.
Source: Langville and Meyer, A survey of eigenvector methods (2005).
"""

import networkx as nx
import numpy as np
from scipy import sparse

from analytics.arrays import Flags, Floats, Int32s
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
    """
    n, columns = matrix.shape
    if columns != n:
        raise ValueError(f"{n} rows and {columns} columns are no graph")
    if not n:
        return np.empty(0)
    p = np.full(n, 1 / n) if teleport is None else teleport
    x = np.full(n, 1 / n) if start is None else start.copy()
    v = p if dangling is None else dangling
    share, into = _shares(matrix), matrix if symmetric else matrix.T.tocsr()
    fed = np.diff(into.indptr) > 0
    alone = np.where(fed, 0, share)
    x, change = _iterate(
        _between(into, fed),
        fed,
        share,
        x=x,
        p=p,
        v=v,
        from_alone=(into @ (alone * p), into @ (alone * v)),
        alpha=alpha,
        demanded=demanded,
        max_iter=max_iter,
        target=min(CHANGE, demanded),
    )
    if not change < demanded:
        raise nx.PowerIterationFailedConvergence(max_iter)
    return x


def _shares(matrix: sparse.csr_array) -> Floats:
    """1 / strength of each node, 0 where a walk ends."""
    strength = np.asarray(matrix.sum(axis=1), dtype=np.float64)
    return np.divide(1, strength, out=np.zeros(strength.size), where=strength != 0)


def _between(into: sparse.csr_array, fed: Flags) -> tuple[Int32s, Int32s, Floats]:
    """CSR of the entries whose source is itself walked to."""
    kept = fed[into.indices]
    start = np.concatenate(([0], np.cumsum(kept))).astype(np.int32)[into.indptr]
    return start, into.indices[kept], into.data[kept]


@compiled
def _iterate(
    between: tuple[Int32s, Int32s, Floats],
    fed: Flags,
    share: Floats,
    *,
    x: Floats,
    p: Floats,
    v: Floats,
    from_alone: tuple[Floats, Floats],
    alpha: float,
    demanded: float,
    max_iter: int,
    target: float,
) -> tuple[Floats, float]:
    """Rank and its last L1 change.

    between     CSR of the edges among the nodes that are `fed`
    from_alone  what each node gets from the nodes without predecessors when these hold p, and v
    """
    start, source, weight = between
    rows, others, (got_p, got_v) = np.flatnonzero(fed), ~fed, from_alone
    ends = others & (share == 0)
    ends_p, ends_v, others_v = p[ends].sum(), v[ends].sum(), np.abs(v[others]).sum()
    sent, before, change, passes = np.zeros(x.size), x[share == 0].sum(), np.inf, 0
    held, mass = alpha * before * v[others].sum() + (1 - alpha) * p[others].sum(), x[fed].sum()
    x[rows] *= (1 - held) / mass if mass > 0 else 0.0  # the sum is 1 from the start, so it stays 1
    while passes < max_iter + BEYOND and not change < target:
        if passes >= max_iter and not change < demanded:
            break
        lost = alpha * before * ends_v + (1 - alpha) * ends_p
        for i in rows:
            sent[i] = x[i] * share[i]
            lost += x[i] if share[i] == 0 else 0.0
        change = alpha * abs(lost - before) * others_v
        for i in rows:
            got = alpha * before * got_v[i] + (1 - alpha) * got_p[i]
            for at in range(start[i], start[i + 1]):
                got += weight[at] * sent[source[at]]
            rank = alpha * (got + lost * v[i]) + (1 - alpha) * p[i]
            change += abs(rank - x[i])
            x[i] = rank
        before = lost
        passes += 1
    x[others] = alpha * before * v[others] + (1 - alpha) * p[others]
    return x, change
