"""The shape of every tree of a forest at once, on dense arrays: O(n), no recursion."""

from dataclasses import dataclass

import numpy as np

from analytics.arrays import UNKNOWN_TIME, Floats, Int32s, Int64s
from analytics.cascades.virality import mean_distance, pair_sum
from analytics.kernel import compiled


@dataclass(frozen=True, slots=True)
class Shape:
    """Figures of a forest of n posts in k cascades; cascades are numbered in the order of their roots' rows.

    cascade, level      (n,)  cascade of each post, hops from its root
    root                (k,)  row of the root
    posts, authors      (k,)  counts of posts and of distinct known authors
    depth, max_breadth  (k,)  hops to the deepest post, posts at the fullest level
    virality            (k,)  mean hops between all pairs, nan for one post
    first, last         (k,)  earliest and latest instant; UNKNOWN_TIME where no post has one
    """

    cascade: Int32s
    level: Int32s
    root: Int32s
    posts: Int64s
    authors: Int64s
    depth: Int64s
    max_breadth: Int64s
    virality: Floats
    first: Int64s
    last: Int64s


def shape(parent: Int32s, subtree: Int32s, at: Int64s, author: Int32s) -> Shape:
    """Measure a forest without cycles.

    parent   (n,)  row of the parent, -1 for a root
    subtree  (n,)  `virality.subtree_sizes(parent)`
    at       (n,)  instant of each post, or UNKNOWN_TIME
    author   (n,)  dense number of the author, -1 when unknown
    """
    root = np.flatnonzero(parent < 0).astype(np.int32)
    posts = subtree[root].astype(np.int64)
    cascade, level = descend(parent, root)
    depth, first, last = _extremes(cascade, level, at, root.size)
    return Shape(
        cascade=cascade,
        level=level,
        root=root,
        posts=posts,
        authors=_distinct_authors(cascade, posts, author),
        depth=depth,
        max_breadth=fullest_level(cascade, level, depth),
        virality=mean_distance(pair_sum(parent, subtree, cascade, posts), posts),
        first=first,
        last=last,
    )


@compiled
def descend(parent: Int32s, root: Int32s) -> tuple[Int32s, Int32s]:
    """Cascade and level of each row: climb to the nearest row that knows its own, then number the way back."""
    cascade = np.full(parent.size, -1, np.int32)
    level = np.zeros(parent.size, np.int32)
    for number in range(root.size):
        cascade[root[number]] = number
    for start in range(parent.size):
        row = start
        steps = 0
        while cascade[row] < 0:
            row = parent[row]
            steps += 1
        number = cascade[row]
        depth = level[row] + steps
        row = start
        while steps > 0:
            cascade[row] = number
            level[row] = depth
            row = parent[row]
            depth -= 1
            steps -= 1
    return cascade, level


@compiled
def _extremes(cascade: Int32s, level: Int32s, at: Int64s, cascades: int) -> tuple[Int64s, Int64s, Int64s]:
    """Deepest level, earliest and latest known instant of each cascade."""
    depth = np.zeros(cascades, np.int64)
    first = np.full(cascades, UNKNOWN_TIME, np.int64)
    last = np.full(cascades, UNKNOWN_TIME, np.int64)
    for row in range(cascade.size):
        number = cascade[row]
        depth[number] = max(depth[number], level[row])
        instant = at[row]
        if instant != UNKNOWN_TIME:
            first[number] = min(first[number], instant)
            if last[number] == UNKNOWN_TIME or instant > last[number]:
                last[number] = instant
    return depth, first, last


@compiled
def fullest_level(cascade: Int32s, level: Int32s, depth: Int64s) -> Int64s:
    """Posts at the fullest level of each cascade, from one counter for each (cascade, level)."""
    base = np.zeros(depth.size + 1, np.int64)
    base[1:] = np.cumsum(depth + 1)
    breadth = np.zeros(base[-1], np.int32)
    for row in range(cascade.size):
        breadth[base[cascade[row]] + level[row]] += 1
    most = np.zeros(depth.size, np.int64)
    for number in range(depth.size):
        most[number] = breadth[base[number] : base[number + 1]].max()
    return most


@compiled
def _distinct_authors(cascade: Int32s, posts: Int64s, author: Int32s) -> Int64s:
    """Known authors of each cascade: posts grouped by cascade, then each author marked by its last cascade."""
    free = np.cumsum(posts) - posts
    grouped = np.empty(cascade.size, np.int32)
    highest = -1
    for row in range(cascade.size):
        grouped[free[cascade[row]]] = author[row]
        free[cascade[row]] += 1
        highest = max(highest, author[row])
    marked = np.full(highest + 1, -1, np.int32)
    count = np.zeros(posts.size, np.int64)
    place = 0
    for number in range(posts.size):
        while place < free[number]:
            who = grouped[place]
            place += 1
            if who >= 0 and marked[who] != number:
                marked[who] = number
                count[number] += 1
    return count
