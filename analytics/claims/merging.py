"""Wordings become claims by their evidence, without letting one stray wording join two claims.

Plain union-find would: of a million posts, one comment shares a word with a rumour and once stood under another.
Here a group joins another only if that is where a fair share of its own evidence leads, and it joins
one at a time.
"""

import numpy as np

from analytics.arrays import Int64s
from analytics.union import components

SHARE = 0.1  # of a group's evidence must lead to the larger group that it joins
ROUNDS = 100


def merged(count: int, left: Int64s, right: Int64s, share: float = SHARE) -> Int64s:
    """Group of each of `count` things, its smallest member, (count,).

    left, right  the two things that each piece of evidence joins; many pieces may join the same two

    In rounds, every group chooses, among the groups with more evidence than itself (of equals, with a smaller
    member), the one with which it shares most, and joins it if that is at least `share` of all evidence about
    its members, among themselves included. Independent of the order and the direction of the evidence.
    """
    group = np.arange(count, dtype=np.int64)
    for _ in range(ROUNDS):
        small, large = _choices(count, group[left], group[right], share)
        if not small.size:
            break
        group = components(count, np.concatenate([np.arange(count), small]), np.concatenate([group, large]))
    return group


def _choices(count: int, left: Int64s, right: Int64s, share: float) -> tuple[Int64s, Int64s]:
    """Groups that join another, and the one that each joins."""
    known = np.bincount(left, minlength=count) + np.bincount(right, minlength=count)
    between = left != right
    a, b = left[between], right[between]
    a_is_small = (known[a] < known[b]) | ((known[a] == known[b]) & (a > b))
    pair, shared = np.unique(
        np.where(a_is_small, a, b) * count + np.where(a_is_small, b, a), return_counts=True
    )
    small, large = pair // count, pair % count
    fair = shared >= share * known[small]
    small, large, shared = small[fair], large[fair], shared[fair]
    order = np.lexsort((large, -shared, small))
    first = np.unique(small[order], return_index=True)[1]
    return small[order][first], large[order][first]
