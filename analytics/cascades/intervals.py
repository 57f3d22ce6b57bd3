"""How sure are the figures of a cascade whose platform names only the root? Intervals over drawn trees."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int32s, Int64s
from analytics.cascades.draws import draw, keys
from analytics.cascades.forest import Forest, plant
from analytics.cascades.pdi import ALPHA, DRAWS, GAMMA
from analytics.cascades.shape import descend, fullest_level
from analytics.cascades.shares import Shares, is_root_only, shares
from analytics.cascades.tables import cascade_table
from analytics.cascades.virality import mean_distance, pair_sum, subtree_sizes

PERCENTILES = (5, 95)
CELLS = 20_000_000  # parents drawn at once: 80 MB


@dataclass(frozen=True, slots=True)
class Part:
    """Some cascades of a forest, and the groups to draw in them.

    cascade  (c,)  their numbers, increasing
    post     (p,)  their posts, cascade by cascade, the root of each first
    events         their groups
    """

    cascade: Int64s
    post: Int64s
    events: Shares


def measure_intervals(
    posts: pl.DataFrame,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    alpha: float = ALPHA,
    gamma: float = GAMMA,
) -> pl.DataFrame:
    """`measure`, with the 5th and 95th percentile of the figures that depend on inferred parents.

    returns  the columns of `measure`, and depth, max_breadth, structural_virality with _p05 and _p95: the least
             drawn value that 5 % (95 %) of the draws do not exceed. Where every root-only post has one possible
             parent both are the figure itself.

    The figures of `measure` are those of the star and may lie outside: nothing is flatter than a star. The same
    seed gives the same table, whatever the order of the rows and whichever other cascades there are.
    """
    forest = plant(posts)
    shape = forest.shape
    bounds = [np.stack([figure, figure]) for figure in (shape.depth, shape.max_breadth, shape.virality)]
    events = _uncertain(shares(posts, forest, is_root_only(posts, forest)))
    for part in _parts(forest, events, max(1, CELLS // draws)):
        key = keys(forest.uid.gather(part.events.post[part.events.start[:-1]]), seed)
        drawn = draw(part.events, key, draws=draws, alpha=alpha, gamma=gamma)
        for bound, figure in zip(bounds, _figures(forest, part, drawn), strict=True):
            bound[:, part.cascade] = np.sort(figure, axis=0)[[-(-draws * p // 100) - 1 for p in PERCENTILES]]
    names = ("depth", "max_breadth", "structural_virality")
    return cascade_table(
        forest,
        {
            f"{name}_p{percentile:02}": values
            for name, bound in zip(names, bounds, strict=True)
            for percentile, values in zip(PERCENTILES, bound, strict=True)
        },
    )


def _uncertain(events: Shares) -> Shares:
    """The groups in which an event has more than one possible parent."""
    doubtful = events.inferred & (np.arange(events.at.size) > events.first + 1)
    before = np.concatenate([[0], np.cumsum(doubtful)])[events.start]
    return events.only(np.flatnonzero(np.diff(before)))


def _parts(forest: Forest, events: Shares, room: int) -> Iterator[Part]:
    """The cascades of the groups, so many at once that they have about `room` posts."""
    shape = forest.shape
    of_group = shape.cascade[events.post[events.start[:-1]]]
    cascade = np.unique(of_group)
    number = np.full(shape.root.size, -1)
    number[cascade] = np.cumsum(shape.posts[cascade]) // room
    for part in np.unique(number[cascade]):
        post = np.flatnonzero(number[shape.cascade] == part)
        yield Part(
            cascade[number[cascade] == part],
            post[np.lexsort((shape.level[post], shape.cascade[post]))],
            events.only(np.flatnonzero(number[of_group] == part)),
        )


def _figures(forest: Forest, part: Part, drawn: Int32s) -> tuple[Int64s, Int64s, Floats]:
    """Depth, max breadth and structural virality of each drawn tree: (draws, c) each."""
    row = np.full(forest.parent.size + 1, -1, np.int32)  # the last is the parent of a root
    row[part.post] = np.arange(part.post.size)
    parent = row[forest.parent[part.post]]
    root = np.flatnonzero(parent < 0).astype(np.int32)
    posts = forest.shape.posts[part.cascade]
    event = np.flatnonzero(part.events.inferred)
    child = row[part.events.post[event]]
    hung = np.ascontiguousarray(row[part.events.post[drawn[event].T]])
    shape = (drawn.shape[1], root.size)
    depth, breadth, virality = np.empty(shape, np.int64), np.empty(shape, np.int64), np.empty(shape)
    for number, above in enumerate(hung):
        parent[child] = above
        subtree, _ = subtree_sizes(parent)
        cascade, level = descend(parent, root)
        depth[number] = np.maximum.reduceat(level, root)
        breadth[number] = fullest_level(cascade, level, depth[number])
        virality[number] = mean_distance(pair_sum(parent, subtree, cascade, posts), posts)
    return depth, breadth, virality
