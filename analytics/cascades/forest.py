"""From the post table to a forest: one parent at most for each post, every repair counted, no post lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Int8s, Int32s, Int64s
from analytics.cascades.parentage import settle
from analytics.cascades.repair import choose, cut_cycles, cuts
from analytics.cascades.shape import Shape, shape
from analytics.cascades.virality import subtree_sizes
from analytics.codes import Codes, encode
from analytics.posts import read


@dataclass(frozen=True, slots=True)
class Forest:
    """n posts, numbered by their first row, and the k trees they make.

    uid      (n,)  strings
    at       (n,)  earliest instant of the post's rows, µs since 1970, or UNKNOWN_TIME
    parent   (n,)  number of the parent, -1 for a root
    kind     (n,)  place in parentage.KINDS
    row      (n,)  row of the table that stands for the post
    repairs        repair.REPAIRS: post, reason, count
    shape          figures of the trees
    """

    uid: pl.Series
    at: Int64s
    parent: Int32s
    kind: Int8s
    row: Int32s
    repairs: pl.DataFrame
    shape: Shape


def plant(posts: pl.DataFrame) -> Forest:
    """Build the forest of a canonical post table; `cascades.measure` states the rules.

    Raises ValueError for a missing column, a row without uid or a time that is not one.
    """
    table = read(posts)
    with ThreadPoolExecutor(1) as aside:  # hashing and compiled loops leave the interpreter's lock alone
        authors = aside.submit(encode, table.author)
        codes = encode(table.uid)
        at = _earliest(codes, table.at)
        parentage = settle(table, codes, at)
    row, repairs = choose(table, codes, parentage)
    uid, author = _of(table.uid, row), authors.result().code[row]
    parent, kind = parentage.parent[row], parentage.kind[row]
    subtree, waiting = subtree_sizes(parent)
    if waiting.any():
        cut = cut_cycles(uid, at, parent, waiting)
        parent[cut], kind[cut] = -1, 0
        repairs = pl.concat([repairs, cuts(cut)])
        subtree, _ = subtree_sizes(parent)
    return Forest(uid, at, parent, kind, row, repairs, shape(parent, subtree, at, author))


def _of(values: pl.Series, row: Int32s) -> pl.Series:
    return values if row.size == len(values) else values.gather(row)  # no row repeats: nothing to gather


def _earliest(codes: Codes, at: Int64s) -> Int64s:
    """Earliest known instant of each post (k,); UNKNOWN_TIME is later than any other."""
    if codes.first.size == at.size:
        return at
    earliest = at[codes.first]
    np.minimum.at(earliest, codes.code, at)
    return earliest
