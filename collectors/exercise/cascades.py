"""The shape of the exercise's cascades: how large, who hangs on whom, reposts, replies and quotes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.exercise.settings import Settings

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
ORIGINAL, REPOST, REPLY, QUOTE = range(4)


@dataclass(frozen=True, slots=True)
class Forest:
    """All trees, one after the other, each root first and parents before children.

    parent  (n,)  row of the true parent, -1 for a root
    root    (n,)  row of the root
    kind    (n,)  ORIGINAL, REPOST, REPLY or QUOTE
    source  (n,)  row whose text a repost repeats; the row itself otherwise
    """

    parent: Rows
    root: Rows
    kind: Rows
    source: Rows


def draw_sizes(rng: np.random.Generator, budget: int, first: float, tail: float) -> Rows:
    """Sizes of cascades that sum to `budget`: one of first × budget posts, the others Pareto, cut off there."""
    largest = max(1, int(first * budget))
    above = largest**-tail
    drawn = np.floor((above + rng.random(budget) * (1 - above)) ** (-1 / tail)).astype(np.int64)
    drawn[0] = largest
    total = np.cumsum(drawn)
    last = int(np.searchsorted(total, budget))
    sizes: Rows = drawn[: last + 1]
    sizes[-1] -= total[last] - budget
    return sizes


def draw_forest(rng: np.random.Generator, sizes: Rows, followers: Floats, own: Settings) -> Forest:
    """Trees of the given sizes. A parent is the root, a recent post, or drawn by followers among earlier ones.

    A reply or a quote answers the original of a repost, never the repost itself.
    """
    starts = np.cumsum(sizes) - sizes
    root = np.repeat(starts, sizes)
    parent = _draw_parents(rng, root, followers, own)
    child = parent >= 0
    shares = own.children
    kind = rng.choice([REPOST, REPLY, QUOTE], len(root), p=[shares.repost, shares.reply, shares.quote])
    kind = np.where(child, kind, ORIGINAL)
    source = _sources(parent, kind)
    answer = (kind == REPLY) | (kind == QUOTE)
    parent[answer] = source[parent[answer]]
    return Forest(parent, root, kind, source)


def levels(parent: Rows) -> Iterator[Rows]:
    """Rows by distance from their root: first the roots, then their children, and so on."""
    placed = parent < 0
    yield np.flatnonzero(placed)
    waiting = np.flatnonzero(~placed)
    while len(waiting):
        ready = placed[parent[waiting]]
        level, waiting = waiting[ready], waiting[~ready]
        placed[level] = True
        yield level


def star_on_source(forest: Forest, names_root: NDArray[np.bool_]) -> Forest:
    """Where the platform names only originals, a repost of an answer hangs on that answer.

    So that what such a platform names is wrong for reposts of the root alone, as it is in real exports.
    """
    on_answer = names_root & (forest.kind == REPOST) & (forest.source != forest.root)
    parent = np.where(on_answer, forest.source, forest.parent)
    return Forest(parent, forest.root, forest.kind, forest.source)


def _draw_parents(rng: np.random.Generator, root: Rows, followers: Floats, own: Settings) -> Rows:
    row = np.arange(len(root))
    before = np.concatenate([[0.0], np.cumsum(followers)])
    target = before[root] + rng.random(len(root)) * (before[row] - before[root])
    popular = np.clip(np.searchsorted(before, target, side="right") - 1, root, row - 1)
    recent = np.maximum(root, row - rng.geometric(0.3, len(root)))
    how = rng.random(len(root))
    near = own.parents.root + own.parents.recent
    parent = np.where(how < own.parents.root, root, np.where(how < near, recent, popular))
    return np.where(row == root, -1, parent)


def _sources(parent: Rows, kind: Rows) -> Rows:
    source = np.arange(len(parent))
    for level in levels(parent):
        reposts = level[kind[level] == REPOST]
        source[reposts] = source[parent[reposts]]
    return source
