"""How far the communities of several runs agree: pairs of runs, and each member."""

from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from analytics.arrays import Floats, Int32s, Int64s


def mean_rand_index(labels: Int32s) -> float | None:
    """Mean adjusted Rand index over all pairs of runs; None for fewer than two.

    labels  (runs, n)  number of each node's group, from 0 up, in each run
    """
    found = [
        index for run in range(len(labels) - 1) for index in _rand_indices(labels[run], labels[run + 1 :])
    ]
    return float(np.mean(found)) if found else None


def rand_index(first: Int32s, second: Int32s) -> float:
    """Adjusted Rand index of two groupings of n nodes (Hubert & Arabie 1985); 1 when chance is all there is."""
    return float(_rand_indices(first, second[None])[0])


def stability(labels: Int32s, best: int) -> Floats:
    """Share of the runs in which each node stays with the core of its community in the run `best`, (n,).

    The core of a community in a run is the group of that run that holds most of its members (the first by
    number if several do): the match of clusterwise stability (Hennig 2007), counted member by member, as the
    shares of runs of Lancichinetti & Fortunato (2012) are.
    """
    runs, nodes = labels.shape
    table, starts = _shared(labels[best], labels)
    shared = table.tocoo()
    run = np.searchsorted(starts, shared.col, side="right") - 1
    key = shared.row.astype(np.int64) * runs + run
    order = np.lexsort((shared.col, -shared.data, key))
    core = shared.col[order][np.diff(key[order], prepend=-1) != 0].reshape(-1, runs)
    stays: Floats = np.zeros(nodes)
    for number in range(runs):
        stays += labels[number] + starts[number] == core[labels[best], number]
    stays /= runs
    return stays


def _rand_indices(first: Int32s, others: Int32s) -> Floats:
    """Index of one grouping against each of several, (runs,), from one table of shared members."""
    table, starts = _shared(first, others)
    both = np.array(
        [
            _pairs(table.data[(table.indices >= low) & (table.indices < high)])
            for low, high in pairwise(starts)
        ]
    )
    one = _pairs(np.bincount(first))
    each = np.array([_pairs(np.bincount(other)) for other in others])
    chance = one * each / max(_pairs(np.array([first.size])), 1.0)
    spread = (one + each) / 2 - chance
    return np.divide(both - chance, spread, out=np.ones(len(others)), where=spread != 0)


def _shared(first: Int32s, others: Int32s) -> tuple[csr_array, Int64s]:
    """Members that each group of one grouping (rows) shares with each of all others (columns), and their starts."""
    runs, nodes = others.shape
    starts = np.concatenate([[0], np.cumsum(others.max(axis=1, initial=-1) + 1)]).astype(np.int64)
    columns = (others + starts[:-1, None]).T.ravel()
    rows = np.arange(0, runs * nodes + 1, runs)
    belongs = csr_array((np.ones(columns.size, np.int64), columns, rows), shape=(nodes, int(starts[-1])))
    holds = csr_array(
        (np.ones(nodes, np.int64), (first, np.arange(nodes))), shape=(first.max(initial=-1) + 1, nodes)
    )
    return holds @ belongs, starts


def _pairs(counts: Int64s) -> float:
    return float((counts * (counts - 1.0)).sum()) / 2
