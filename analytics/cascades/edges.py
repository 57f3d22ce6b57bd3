"""Who passed it on to whom: observed parents, and inferred ones where the platform names only the root."""

from dataclasses import dataclass
from typing import get_args

import numpy as np
import polars as pl

from analytics.arrays import Flags, Floats, Int32s
from analytics.cascades.draws import draw, keys
from analytics.cascades.forest import Forest, plant
from analytics.cascades.parentage import ROOT_ONLY
from analytics.cascades.pdi import ALPHA, DRAWS, GAMMA, likeliest, probabilities
from analytics.cascades.shares import Shares, is_root_only, shares
from analytics.cascades.tid import followed_parents
from analytics.methods import Method

METHODS: tuple[Method, ...] = get_args(Method)
EXACT = 20_000  # events of a group up to which the most probable parent is computed, not drawn
PLAIN = ("observed", "star")


@dataclass(frozen=True, slots=True)
class Found:
    """Parents of some posts: number of the child, of its parent, probability under the method (c,) each."""

    child: Int32s
    parent: Int32s
    probability: Floats


def edges(
    posts: pl.DataFrame,
    method: Method,
    *,
    follows: pl.DataFrame | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    alpha: float = ALPHA,
    gamma: float = GAMMA,
) -> pl.DataFrame:
    """One row a post that has a parent, in order of child_uid.

    posts    as `measure` takes them, and `author_followers` for pdi (unknown counts are 0)
    method   what to do with root-only posts (`shares` says which they are): "observed" leaves them out, "star"
             hangs them on the root, "tid" on the most recent earlier relay by someone their author follows (the
             root if none), "pdi" on their most probable parent
    follows  `follower_uid, followed_uid` for tid; without it nobody is followed
    draws    for pdi in groups of more than EXACT events only, where the parent drawn most often stands and its
             probability is its share of the draws; elsewhere the probability is exact and `seed` has no effect
    returns  child_uid, parent_uid, method, probability

    An observed parent always wins: method "observed", probability 1. "star" also marks what cannot be inferred:
    posts without a time, answers to a post that is not among the posts. star and tid name one parent by rule,
    and so with probability 1: read the method before it.
    raises   ValueError for an unknown method, a bad parameter, or posts that `measure` refuses
    """
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(METHODS)}, not {method!r}")
    forest = plant(posts)
    alone = is_root_only(posts, forest)
    plain = _plain(forest, alone)
    if method in PLAIN:
        return plain if method == "star" else plain.filter(pl.col("method") == "observed")
    events = shares(posts, forest, alone)
    if method == "tid":
        found = _tid(posts, forest, events, follows)
    else:
        found = _pdi(forest, events, draws=draws, seed=seed, alpha=alpha, gamma=gamma)
    inferred = _frame(forest, found, method)
    rest = plain.join(inferred.select("child_uid"), on="child_uid", how="anti")
    return pl.concat([rest, inferred]).sort("child_uid")


def candidates(
    posts: pl.DataFrame, *, alpha: float = ALPHA, gamma: float = GAMMA, at_least: float = 0.01
) -> pl.DataFrame:
    """Every parent that PDI thinks possible with `at_least` that probability, the likeliest first for each child.

    returns  child_uid, parent_uid, probability; exact; only children whose parent must be inferred.
    With at_least = 0 a group of n events gives n (n − 1) / 2 rows.
    """
    forest = plant(posts)
    events = shares(posts, forest, is_root_only(posts, forest))
    child, parent, probability = probabilities(events, at_least, alpha=alpha, gamma=gamma)
    found = _frame(forest, Found(events.post[child], events.post[parent], probability), "pdi")
    return found.drop("method").sort(
        "child_uid", "probability", "parent_uid", descending=[False, True, False]
    )


def _plain(forest: Forest, alone: Flags) -> pl.DataFrame:
    """Every parent as the forest has it: observed, or the root because nothing else is known."""
    child = np.flatnonzero(forest.parent >= 0).astype(np.int32)
    star = alone[child] | (forest.kind[child] == ROOT_ONLY)
    found = _frame(forest, Found(child, forest.parent[child], np.ones(child.size)), "observed")
    how = pl.when(pl.Series(star)).then(pl.lit("star")).otherwise("method").alias("method")
    return found.with_columns(how).sort("child_uid")


def _tid(posts: pl.DataFrame, forest: Forest, events: Shares, follows: pl.DataFrame | None) -> Found:
    if follows is None:
        follows = pl.DataFrame(schema={"follower_uid": pl.String, "followed_uid": pl.String})
    parent = followed_parents(events, posts["author_uid"].gather(forest.row[events.post]), follows)
    child = np.flatnonzero(events.inferred)
    return Found(events.post[child], events.post[parent[child]], np.ones(child.size))


def _pdi(forest: Forest, events: Shares, *, draws: int, seed: int, alpha: float, gamma: float) -> Found:
    length = np.diff(events.start)
    small = np.repeat(length <= EXACT, length) & events.inferred
    wanted = np.flatnonzero(small)
    parent, probability = likeliest(events, wanted, alpha=alpha, gamma=gamma)
    found = [Found(events.post[wanted], events.post[parent], probability)]
    for group in np.flatnonzero(length > EXACT):
        one = events.only(np.array([group]))
        key = keys(forest.uid.gather(one.post[one.start[:-1]]), seed)
        found.append(_most_drawn(one, draw(one, key, draws=draws, alpha=alpha, gamma=gamma)))
    return Found(*(np.concatenate([getattr(part, name) for part in found]) for name in Found.__slots__))


def _most_drawn(events: Shares, drawn: Int32s) -> Found:
    """The parent that each event was given most often, the earliest of equals, and how often."""
    child = np.flatnonzero(events.inferred)
    ordered = np.sort(drawn[child], axis=1)
    place = np.arange(ordered.shape[1])
    begins = np.diff(ordered, axis=1, prepend=-1) != 0
    run = place - np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    best = run.argmax(axis=1)
    row = np.arange(child.size)
    share = (run[row, best] + 1) / ordered.shape[1]
    return Found(events.post[child], events.post[ordered[row, best]], share)


def _frame(forest: Forest, found: Found, method: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "child_uid": forest.uid.gather(found.child),
            "parent_uid": forest.uid.gather(found.parent),
            "method": pl.select(pl.repeat(method, found.child.size, dtype=pl.String)).to_series(),
            "probability": found.probability,
        }
    )
