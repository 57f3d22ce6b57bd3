"""Union-find over arrays: which numbered things hang together."""

import numpy as np

from analytics.arrays import Int64s
from analytics.kernel import compiled


def components(count: int, left: Int64s, right: Int64s) -> Int64s:
    """Component of each of `count` things joined by the edges left[i] – right[i]: its smallest member, (count,).

    The same for every order and direction of the edges.
    """
    return _roots(np.arange(count, dtype=np.int64), left.astype(np.int64), right.astype(np.int64))


@compiled
def _roots(parent: Int64s, left: Int64s, right: Int64s) -> Int64s:
    """Joins by smallest number, halving paths on the way."""
    for edge in range(left.size):
        a, b = left[edge], right[edge]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        parent[max(a, b)] = min(a, b)
    for thing in range(parent.size):  # a parent is never larger, so it is already flat
        parent[thing] = parent[parent[thing]]
    return parent
