"""Each row of the post table names its parent in up to four ways: which one holds?"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import UNKNOWN_TIME, Int8s, Int32s, Int64s
from analytics.codes import Codes, find, present
from analytics.posts import PARENTS, Posts

KINDS = ("root", "repost", "reply", "quote", "root_only")  # how a post hangs: 0, or 1 + place in PARENTS
ROOT_ONLY = KINDS.index("root_only")
SELF, LATER, UNKNOWN = 1, 2, 4  # why a named parent was refused; a row may have several reasons


@dataclass(frozen=True, slots=True)
class Claims:
    """What each of n rows says about its parent, on dense post numbers.

    post, parent  (n,)  the row's post and the parent that holds, -1 for none
    kind          (n,)  place in KINDS
    refused       (n,)  bits SELF, LATER, UNKNOWN
    """

    post: Int32s
    parent: Int32s
    kind: Int8s
    refused: Int8s


def settle(posts: Posts, codes: Codes, at: Int64s) -> Claims:
    """Try the named parents of each row in turn; `at` (k,) is the instant of each post.

    Repost, reply, quote, root: the first that is another post and not later holds. After an observed parent
    that is not among the posts only the root is tried: a reply to something unseen belongs to its thread.
    """
    rows = codes.code.size
    claims = Claims(codes.code, np.full(rows, -1, np.int32), np.zeros(rows, np.int8), np.zeros(rows, np.int8))
    for name, named in posts.parents.items():
        kind = 1 + PARENTS.index(name)
        open_still = claims.parent < 0
        if kind != ROOT_ONLY:
            open_still &= (claims.refused & UNKNOWN) == 0
        tried = present(named) & open_still
        _try(claims, kind, np.flatnonzero(tried), find(codes, named.filter(pl.Series(tried))), at)
    return claims


def _try(claims: Claims, kind: int, row: Int64s, above: Int32s, at: Int64s) -> None:
    """Hang each row on the post `above` it, or note why not."""
    own = claims.post[row]
    unknown, itself = above < 0, above == own
    later = ~unknown & (at[above] != UNKNOWN_TIME) & (at[above] > at[own])
    claims.refused[row[unknown]] |= UNKNOWN
    claims.refused[row[later]] |= LATER
    if kind != ROOT_ONLY:  # a root that names itself is no error
        claims.refused[row[itself]] |= SELF
    holds = ~(unknown | itself | later)
    claims.parent[row[holds]] = above[holds]
    claims.kind[row[holds]] = kind
