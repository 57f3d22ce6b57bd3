# ruff: noqa: PLR0917 - compiled functions call one another by place
"""The two passes of one level over its nodes, compiled.

Both read a level as: start, beside, weight, the CSR of the matrix plus its transpose, whose diagonal is not
used; out, into (n,), the sums of the matrix's rows and columns.
"""

import numpy as np

from analytics.arrays import Flags, Floats, Int32s, Int64s
from analytics.kernel import compiled

ROUNDING = 1e-12  # of a node's own weight: less is no gain


@compiled
def move(
    start: Int32s,
    beside: Int32s,
    weight: Floats,
    out: Floats,
    into: Floats,
    *,
    labels: Int32s,
    order: Int64s,
    resolution: float,
) -> Int32s:
    """Labels after moving node by node, in `order`, to the community of most gain until none gains.

    A node that moves sends its neighbours back to the queue; it may also leave for a community of its own.
    """
    n = labels.size
    labels, anywhere, scale = labels.copy(), np.zeros(n, np.int32), resolution / out.sum()
    out_of, into_of = _sums(labels, out), _sums(labels, into)
    size, tie, seen = np.bincount(labels, minlength=n), np.zeros(n), np.empty(n, np.int64)
    spare = np.sum(size == 0)
    free = np.concatenate((np.flatnonzero(size == 0), np.empty(n + 1, np.int64)))
    queue, waits, head, waiting = order.copy(), np.ones(n, np.bool_), 0, n
    while waiting:
        node = queue[head]
        head, waiting = (head + 1) % n, waiting - 1
        waits[node] = False
        first, last, old = start[node], start[node + 1], labels[node]
        found = _neighbours(beside[first:last], weight[first:last], labels, anywhere, node, tie, seen)
        out_of[old] -= out[node]
        into_of[old] -= into[node]
        best, gain = _best(old, seen[:found], tie, out[node] * scale, into[node] * scale, out_of, into_of)
        if gain < -ROUNDING * (out[node] + into[node]) and size[old] > 1:
            best = free[spare - 1]
        out_of[best] += out[node]
        into_of[best] += into[node]
        if best != old:
            spare -= size[best] == 0
            size[old] -= 1
            size[best] += 1
            free[spare] = old
            spare += size[old] == 0
            labels[node] = best
            waiting = _wake(beside[first:last], labels, best, waits, queue, head, waiting)
    return labels


@compiled
def merge(
    start: Int32s,
    beside: Int32s,
    weight: Floats,
    out: Floats,
    into: Floats,
    *,
    within: Int32s,
    order: Int64s,
    resolution: float,
) -> Int32s:
    """Labels after each node that is still alone joined, inside its class of `within`, the best neighbours.

    Nobody leaves what was joined, so each label is connected.
    """
    n = within.size
    labels, scale = np.arange(n).astype(np.int32), resolution / out.sum()
    out_of, into_of, size = out.copy(), into.copy(), np.ones(n, np.int64)
    tie, seen = np.zeros(n), np.empty(n, np.int64)
    for node in order:
        old = labels[node]
        if size[old] > 1:
            continue
        first, last = start[node], start[node + 1]
        found = _neighbours(beside[first:last], weight[first:last], labels, within, node, tie, seen)
        out_of[old] = into_of[old] = 0
        best, _ = _best(old, seen[:found], tie, out[node] * scale, into[node] * scale, out_of, into_of)
        out_of[best] += out[node]
        into_of[best] += into[node]
        size[old] -= 1
        size[best] += 1
        labels[node] = best
    return labels


@compiled
def _sums(labels: Int32s, values: Floats) -> Floats:
    sums = np.zeros(labels.size)
    for node in range(labels.size):
        sums[labels[node]] += values[node]
    return sums


@compiled
def _neighbours(
    beside: Int32s, weight: Floats, labels: Int32s, within: Int32s, node: int, tie: Floats, seen: Int64s
) -> int:
    """Add up the node's ties to each label in `tie`, list the labels in `seen`, return how many they are."""
    found = 0
    for at in range(beside.size):
        other = labels[beside[at]]
        if beside[at] != node and weight[at] > 0 and within[beside[at]] == within[node]:
            if tie[other] == 0:
                seen[found] = other
                found += 1
            tie[other] += weight[at]
    return found


@compiled
def _best(
    home: int, seen: Int64s, tie: Floats, out: float, into: float, out_of: Floats, into_of: Floats
) -> tuple[int, float]:
    """The label of most gain over being alone, home where no other is better, and the gain; clears `tie`."""
    best, most = home, tie[home] - out * into_of[home] - into * out_of[home]
    for label in seen:
        gain = tie[label] - out * into_of[label] - into * out_of[label]
        tie[label] = 0
        if gain > most + ROUNDING * abs(gain):
            best, most = label, gain
    return best, most


@compiled
def _wake(
    beside: Int32s, labels: Int32s, best: int, waits: Flags, queue: Int64s, head: int, waiting: int
) -> int:
    """Queue the neighbours that are elsewhere; how many wait then."""
    for other in beside:
        if labels[other] != best and not waits[other]:
            waits[other] = True
            queue[(head + waiting) % queue.size] = other
            waiting += 1
    return waiting
