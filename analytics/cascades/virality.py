"""Structural virality: is a cascade one broadcast or a long chain of hands?"""

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Floats, Int32s, Int64s
from analytics.kernel import compiled


class CycleError(ValueError):
    """A row is its own ancestor: the edges are not a forest."""


def structural_virality(parent: NDArray[np.int64], cascade: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean distance between all pairs of posts of each cascade (Goel et al. 2016).

    parent   (n,)  row of the parent post, -1 for a root; rows may come in any order
    cascade  (n,)  dense cascade number of each post, 0 … k-1
    returns  (k,)  hops, nan for a cascade of one post
    raises   CycleError naming the first row that is its own ancestor;
             ValueError for a parent that is no row, or of another cascade

    With s_v the size of the subtree at v: 2 Σ s_v (n − s_v) / (n (n − 1)), one pass, no recursion.
    """
    rows = parent.astype(np.int32)
    _check_edges(rows, cascade)
    subtree, pending = subtree_sizes(rows)
    if pending.any():
        raise CycleError(f"row {int(np.argmax(pending > 0))} is its own ancestor")
    posts = np.bincount(cascade)
    return mean_distance(pair_sum(rows, subtree, cascade.astype(np.int32), posts), posts)


def mean_distance(pairs: Floats, posts: Int64s) -> Floats:
    """Sum of the distances of all pairs (k,) → their mean (k,), nan where there is no pair."""
    count = posts.astype(np.float64)
    mean = np.full(count.size, np.nan)
    np.divide(2 * pairs, count * (count - 1), out=mean, where=count > 1)
    return mean


def _check_edges(parent: Int32s, cascade: Int64s) -> None:
    child = np.flatnonzero(parent != -1)
    outside = (parent[child] < 0) | (parent[child] >= parent.size)
    if outside.any():
        row = child[np.argmax(outside)]
        raise ValueError(f"row {row}: its parent {parent[row]} is not a row (0 … {parent.size - 1})")
    stray = cascade[child] != cascade[parent[child]]
    if stray.any():
        row = child[np.argmax(stray)]
        raise ValueError(f"row {row} is in cascade {cascade[row]}, its parent is not")


@compiled
def subtree_sizes(parent: Int32s) -> tuple[Int32s, Int32s]:
    """Posts below and including each row (n,), and its children still waiting (n,): 0 off the cycles.

    Leaves are taken off one after the other; what has a child left at the end is on a cycle.
    """
    size = np.ones(parent.size, np.int32)
    waiting = np.zeros(parent.size, np.int32)
    for row in range(parent.size):
        if parent[row] >= 0:
            waiting[parent[row]] += 1
    for start in range(parent.size):
        row = start
        while waiting[row] == 0:
            waiting[row] = -1
            above = parent[row]
            if above < 0:
                break
            size[above] += size[row]
            waiting[above] -= 1
            if above > start:  # it is met later, in its own turn
                break
            row = above
    return size, np.maximum(waiting, 0)


@compiled
def pair_sum(parent: Int32s, subtree: Int32s, cascade: Int32s, posts: Int64s) -> Floats:
    """Sum over the edges of each cascade of s (n − s): the pairs of posts each edge lies between (k,)."""
    pairs = np.zeros(posts.size)
    for row in range(parent.size):
        if parent[row] >= 0:
            below = subtree[row]
            pairs[cascade[row]] += below * (posts[cascade[row]] - below)
    return pairs
