"""The best one-to-one choice among scored pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from analytics.union import components

if TYPE_CHECKING:
    from analytics.arrays import Flags, Floats, Int64s

DENSE = 1_000_000  # cells of a block that is solved as a full matrix


def assign(need: Int64s, offer: Int64s, score: Floats, capacity: Int64s, dense: int = DENSE) -> Flags:
    """Choose pairs (p,) of the largest total score: a need once at most, an offer as often as it has capacity.

    need, offer  (p,)  numbers from 0; no pair is there twice
    score        (p,)  above 0
    capacity     (m,)  of each offer
    dense        cells of the largest block that is solved as a full matrix; larger ones are solved as sparse
                 ones, with the same total

    Needs and offers that nothing joins are parted first, so that memory follows the pairs and not the product.
    """
    if need.size and not score.min() > 0:
        raise ValueError("a score is not above 0: such a pair is none")
    chosen = np.zeros(need.size, np.bool_)
    live = np.flatnonzero(capacity[offer] > 0)
    if not live.size:
        return chosen
    own, there = need[live], offer[live]
    needs = int(own.max()) + 1
    block = components(needs + capacity.size, own, there + needs)[own]
    order = np.argsort(block, kind="stable")
    edges = np.flatnonzero(np.diff(block[order], prepend=-1))
    for part in np.split(order, edges[1:]):
        rows = live[part]
        best = _best(need[rows], offer[rows], score[rows], capacity, dense)
        chosen[rows[best]] = True
    return chosen


def _best(need: Int64s, offer: Int64s, score: Floats, capacity: Int64s, dense: int) -> Int64s:
    """Places of the chosen pairs in one block."""
    rows, row = np.unique(need, return_inverse=True)
    _, column = np.unique(offer, return_inverse=True)
    asked = np.bincount(column)
    slots = np.minimum(capacity[offer[np.unique(column, return_index=True)[1]]], asked)
    first = np.cumsum(slots) - slots
    pair = np.repeat(np.arange(need.size), slots[column])  # a pair with each slot of its offer
    slot = first[column[pair]] + _counting(slots[column])
    shape = (rows.size, int(slots.sum()))
    solve = _full if shape[0] * shape[1] <= dense else _thin
    best: Int64s = pair[solve(row[pair], slot, score[pair], shape)]
    return best


def _counting(lengths: Int64s) -> Int64s:
    """0 … l-1 for each length, one after the other."""
    counted: Int64s = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return counted


def _full(row: Int64s, column: Int64s, score: Floats, shape: tuple[int, int]) -> Int64s:
    """Places of the chosen cells by a full matrix; a cell that no pair has is worth nothing."""
    worth = np.zeros(shape)
    worth[row, column] = score
    place = np.full(shape, -1, np.int64)
    place[row, column] = np.arange(row.size)
    picked: Int64s = place[linear_sum_assignment(worth, maximize=True)]
    return picked[picked >= 0]


def _thin(row: Int64s, column: Int64s, score: Floats, shape: tuple[int, int]) -> Int64s:
    """The same by a sparse matrix, in which every need also has a column of its own: to stay without.

    Each need takes exactly one cell, so that one more for every cell changes no choice and keeps zeros away.
    """
    needs, slots = shape
    alone = np.arange(needs)
    place = np.concatenate([np.arange(row.size), np.full(needs, -1)])
    rows, columns = np.concatenate([row, alone]), np.concatenate([column, slots + alone])
    worth = sparse.csr_array(
        (np.concatenate([score, np.zeros(needs)]) + 1, (rows, columns)), shape=(needs, slots + needs)
    )
    order = np.lexsort((columns, rows))
    at = sparse.csr_array((place[order] + 2, (rows[order], columns[order])), shape=worth.shape)
    left, right = min_weight_full_bipartite_matching(worth, maximize=True)
    picked = np.asarray(at[left, right]).ravel() - 2
    chosen: Int64s = picked[picked >= 0].astype(np.int64)
    return chosen
