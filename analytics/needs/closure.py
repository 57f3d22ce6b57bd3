"""Small cells of a territory with all its levels: hidden, and whatever would give them away.

The rule of `suppression` on a tree of places: within a place the groups with their total, and for a group the parts
of a place with the place as their total. One pattern is found for several counts of the same cells, as those of
the windows of a block, or of people who did and who did not: it is hidden where any of them is small.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Flags, Int64s
from analytics.kernel import compiled
from analytics.needs.places import Places
from analytics.needs.ways import FAR, hide_second_ways

Counts = NDArray[np.int32]


def close(counts: Counts, hidden: Flags, tree: Places, k: int, label: Int64s | None = None) -> None:
    """Hide more cells until none of 1 to k-1 people is shown or can be had, in `hidden` itself.

    counts  (places, groups, m)  people; group 0 is the total of the groups
    hidden  (places, groups)     cells that must not be shown, whatever they count
    label   (points,)            of the hidden cells, where they are closed already (`ways.labels`)
    """
    if label is None:
        label = np.arange(tree.parent.size * (hidden.shape[1] + 1) + 1)
    small(counts, hidden, k)
    sizes = counts.sum(axis=2, dtype=np.int64)
    while True:
        settle(counts, sizes, hidden, tree.first, tree.last, k)
        if not hide_second_ways(sizes, hidden, label, tree.parent, tree.first, tree.last):
            return


@compiled
def small(counts: Counts, hidden: Flags, k: int) -> None:
    for place in range(counts.shape[0]):
        for group in range(counts.shape[1]):
            for one in range(counts.shape[2]):
                if 0 < counts[place, group, one] < k:
                    hidden[place, group] = True


@compiled
def settle(  # noqa: PLR0917 - a compiled loop takes its arrays by place
    counts: Counts, sizes: Int64s, hidden: Flags, first: Int64s, last: Int64s, k: int
) -> None:
    """Repeat over all sums until each is safe."""
    together = np.zeros(counts.shape[2], np.int64)
    changed = True
    while changed:
        changed = False
        for place in range(counts.shape[0]):
            if last[place] > first[place]:
                for group in range(counts.shape[1]):
                    block = (first[place], last[place], group, group + 1)
                    changed |= one_sum(counts, sizes, hidden, block, (place, group), together, k)
            block = (place, place + 1, 1, counts.shape[1])
            changed |= one_sum(counts, sizes, hidden, block, (place, 0), together, k)


@compiled
def one_sum(  # noqa: PLR0917 - as above
    counts: Counts,
    sizes: Int64s,
    hidden: Flags,
    block: tuple[int, int, int, int],
    total: tuple[int, int],
    together: Int64s,
    k: int,
) -> bool:
    """Hide the smallest members of one sum, then its total, until it is safe; True when something was hidden.

    block  its members: places from, to, groups from, to
    """
    changed = False
    while True:
        secret, best, place, group = 0, FAR, -1, -1
        for p in range(block[0], block[1]):
            for g in range(block[2], block[3]):
                if hidden[p, g]:
                    secret += 1
                elif 0 < sizes[p, g] < best:
                    best, place, group = sizes[p, g], p, g
        if hidden[total[0], total[1]]:
            if secret or place < 0:
                return changed
        elif secret == 0 or (secret > 1 and enough(counts, hidden, block, together, k)):
            return changed
        if place < 0:
            hidden[total[0], total[1]] = True
            return True
        hidden[place, group] = True
        changed = True


@compiled
def enough(counts: Counts, hidden: Flags, block: tuple[int, int, int, int], together: Int64s, k: int) -> bool:
    """Whether the hidden members are k people or more together, or none, in each count."""
    together[:] = 0
    for p in range(block[0], block[1]):
        for g in range(block[2], block[3]):
            if hidden[p, g]:
                for one in range(together.size):
                    together[one] += counts[p, g, one]
    return not ((together > 0) & (together < k)).any()
