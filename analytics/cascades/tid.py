"""Time-inferred diffusion: each got it from the most recent earlier relay by someone they follow, else the root."""

import numpy as np
import polars as pl

from analytics.arrays import Flags, Floats, Int32s, Int64s
from analytics.cascades.shares import Shares
from analytics.codes import encode, find
from analytics.kernel import compiled


def followed_parents(shares: Shares, author: pl.Series, follows: pl.DataFrame) -> Int32s:
    """The event that each event to infer hangs on (m,), -1 for the others; all groups at once.

    author   (m,) strings, who made each event
    follows  `follower_uid, followed_uid`; ValueError when a column is missing

    Earlier means a smaller instant: two of the same instant did not see each other.
    """
    missing = {"follower_uid", "followed_uid"} - set(follows.columns)
    if missing:
        raise ValueError(f"follows have no column {', '.join(sorted(missing))}")
    people = encode(author.cast(pl.String))
    pairs = np.stack([find(people, follows[end].cast(pl.String)) for end in ("follower_uid", "followed_uid")])
    follower, followed = np.unique(pairs[:, (pairs >= 0).all(axis=0)], axis=1)
    first = np.searchsorted(follower, np.arange(people.first.size + 1))
    return _latest(shares.start, shares.at, shares.inferred, people.code, first=first, followed=followed)


@compiled
def _latest(
    start: Int64s, at: Floats, inferred: Flags, author: Int32s, *, first: Int64s, followed: Int32s
) -> Int32s:
    """The latest visible event of each author, group by group; `first` (a + 1,) is where their `followed` begin.

    Places of events grow from group to group, so an author's latest event of an earlier group never counts.
    """
    chosen = np.full(at.size, -1, np.int32)
    latest = np.full(first.size, -1, np.int32)
    for group in range(start.size - 1):
        visible = start[group]
        for event in range(start[group], start[group + 1]):
            while at[visible] < at[event]:
                if author[visible] >= 0:
                    latest[author[visible]] = visible
                visible += 1
            if not inferred[event]:
                continue
            chosen[event] = start[group]
            if author[event] >= 0:
                for friend in followed[first[author[event]] : first[author[event] + 1]]:
                    chosen[event] = max(chosen[event], latest[friend])
    return chosen
