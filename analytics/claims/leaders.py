"""Wordings of one kind around a representative, so that a chain of small changes joins no two ends.

Near-duplicates alone would: A like B, B like C, …, and Z says something else. Each group therefore keeps only
what is like its representative, its most used wording; what is not forms groups of its own.
"""

import numpy as np
import polars as pl

from analytics.arrays import Flags, Floats, Int64s
from analytics.claims import alike, near
from analytics.claims.index import Index
from analytics.claims.words import Words, read
from analytics.union import components

LIKENESS = 0.5  # to the representative; neighbours are near.THRESHOLD alike
ROUNDS = 50  # a path of changes as long as that ends in groups of one


def leaders(words: Words, pairs: pl.DataFrame, weight: Int64s) -> tuple[Int64s, Floats]:
    """Representative of each of n wordings, itself where nothing is like it, and the likeness to it, (n,) each.

    pairs   left, right: wordings that are near-duplicates
    weight  (n,) how often each is used; of equals, the first in the table represents
    """
    count = weight.size
    left, right = (pairs[side].to_numpy().astype(np.int64) for side in ("left", "right"))
    leader, likeness = np.arange(count), np.ones(count)
    loose = np.zeros(count, np.bool_)
    loose[left] = loose[right] = True
    for _ in range(ROUNDS):
        group = components(count, left, right)
        first = heaviest(group, weight, loose)
        member = np.flatnonzero(loose)
        score = alike.scores(words, words, first[member], member)
        near = (score >= LIKENESS) | (first[member] == member)
        settled = member[near]
        leader[settled], likeness[settled] = first[settled], score[near]
        loose[settled] = False
        kept = loose[left] & loose[right]
        left, right = left[kept], right[kept]
        if not left.size:
            break
    likeness[leader == np.arange(count)] = 1.0
    return leader, likeness


def heaviest(group: Int64s, weight: Int64s, among: Flags) -> Int64s:
    """The heaviest member of each one's group, the first of equals; members are those `among`, (n,)."""
    rows = np.flatnonzero(among)
    order = rows[np.lexsort((rows, -weight[rows], group[rows]))]
    starts = np.concatenate([[True], group[order][1:] != group[order][:-1]]) if order.size else among[:0]
    best = np.arange(group.size)
    best[group[order[starts]]] = order[starts]
    heads: Int64s = best[group]
    return heads


def around_leaders(
    contents: pl.DataFrame, rows: Int64s, index: Index | None, known: int
) -> tuple[pl.DataFrame, Index | None]:
    """The contents with the leaders of the given rows, and the index of all of them.

    rows   contents that state something for the first time
    index  of the first `known` contents; a new one joins the leader of what it is like there, if it is like it
    """
    said = contents["content"].gather(rows)
    leader, likeness = (contents[c].to_numpy(writable=True) for c in ("leader", "likeness"))
    if index is not None and known:
        _join_known(contents, rows, index.matches(said), leader, likeness)
    loose = leader[rows] == rows
    left_over = rows[loose]
    texts = contents["content"].gather(left_over)
    found, likeness[left_over] = leaders(
        read(texts), near.near_duplicates(texts), contents["uses"].gather(left_over).to_numpy()
    )
    leader[left_over] = left_over[found]
    fresh = contents["content"].slice(known)
    grown = index.extended(fresh) if index is not None else Index.build(contents["content"])
    return contents.with_columns(leader=leader, likeness=likeness), grown


def _join_known(
    contents: pl.DataFrame, rows: Int64s, matches: pl.DataFrame, leader: Int64s, likeness: Floats
) -> None:
    """Set leader and likeness of those rows that are like the leader of a known match; the best one wins."""
    new, old = rows[matches["new"].to_numpy()], leader[matches["known"].to_numpy()]
    said = contents["content"]
    score = alike.scores(read(said.gather(new)), read(said.gather(old)), *(np.arange(new.size),) * 2)
    best = (
        pl.DataFrame({"new": new, "old": old, "score": score})
        .filter(pl.col("score") >= LIKENESS, pl.col("new") != pl.col("old"))
        .sort("score", "old", descending=[True, False])
        .unique("new", keep="first", maintain_order=True)
    )
    leader[best["new"].to_numpy()], likeness[best["new"].to_numpy()] = best["old"], best["score"]
