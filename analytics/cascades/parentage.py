"""Each row of the post table names its parent in up to four ways: which one holds?"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import UNKNOWN_TIME, Int8s, Int32s, Int64s
from analytics.codes import Codes, find, present
from analytics.kernel import compiled
from analytics.posts import PARENTS, Posts

KINDS = ("root", "repost", "reply", "quote", "root_only")  # how a post hangs: 0, or 1 + place in PARENTS
ROOT_ONLY = KINDS.index("root_only")
SELF, LATER, UNKNOWN = 1, 2, 4  # why a named parent was refused; a row may have several reasons


@dataclass(frozen=True, slots=True)
class Parentage:
    """What each of n rows says about its parent, on dense post numbers.

    post, parent  (n,)  the row's post and the parent that holds, -1 for none
    kind          (n,)  place in KINDS
    refused       (n,)  bits SELF, LATER, UNKNOWN
    """

    post: Int32s
    parent: Int32s
    kind: Int8s
    refused: Int8s


def settle(posts: Posts, codes: Codes, at: Int64s) -> Parentage:
    """Try the named parents of each row in turn; `at` (k,) is the instant of each post.

    Repost, reply, quote, root: the first that is another post and not later holds. After an observed parent
    that is not among the posts only the root is tried: a reply to something unseen belongs to its thread.
    """
    rows = codes.code.size
    parent, held, refused = np.full(rows, -1, np.int32), np.zeros(rows, np.int8), np.zeros(rows, np.int8)
    for name, named in posts.parents.items():
        kind = 1 + PARENTS.index(name)
        open_still = parent < 0
        if kind != ROOT_ONLY:
            open_still &= (refused & UNKNOWN) == 0
        tried = present(named) & open_still
        target = find(codes, named.filter(pl.Series(tried)))
        _try(
            kind,
            np.flatnonzero(tried),
            target,
            at,
            post=codes.code,
            parent=parent,
            held=held,
            refused=refused,
        )
    return Parentage(codes.code, parent, held, refused)


@compiled
def _try(
    kind: int,
    rows: Int64s,
    target: Int32s,
    at: Int64s,
    *,
    post: Int32s,
    parent: Int32s,
    held: Int8s,
    refused: Int8s,
) -> None:
    """Hang each of the rows on its target, or note why not."""
    for row, above in zip(rows, target):  # noqa: B905 - compiled loops have no strict zip
        if above < 0:
            refused[row] |= UNKNOWN
        elif above == post[row]:
            if kind != ROOT_ONLY:  # a root that names itself is no error
                refused[row] |= SELF
        elif at[above] != UNKNOWN_TIME and at[above] > at[post[row]]:
            refused[row] |= LATER
        else:
            parent[row] = above
            held[row] = kind
