"""Who relayed what in which order, where the platform names only the root: the ground of all inference.

Root-only is a post that names its `root_uid` and no other parent, or whose `repost_of_uid` equals its
`root_uid`: platforms that know only originals write both. A `repost_of_uid` without `root_uid` is observed.

A root-only post relays its root, so its parent is the root or an earlier relay of that same root: a root-only
post, or an observed repost of it, of a repost of it, … Replies and quotes are not: reposting one names it.
The order is time, then distance from the root in the observed tree, then uid; a relay that comes before the
post it relays (possible where times are unknown) counts as being as late. What has no time takes no part.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import UNKNOWN_TIME, Flags, Floats, Int32s, Int64s
from analytics.cascades.forest import Forest
from analytics.cascades.parentage import KINDS, ROOT_ONLY
from analytics.codes import encode
from analytics.kernel import compiled
from analytics.posts import PARENTS, SECOND

REPOST = KINDS.index("repost")


@dataclass(frozen=True, slots=True)
class Shares:
    """The m events of k relayed posts, group by group, each in its order; the first is the relayed post.

    start      (k + 1,)  where each group begins, and the end
    post       (m,)      number of the post in its forest
    at         (m,)      seconds since the group's first event, never falling within a group
    inferred   (m,)      whether the parent must be inferred; never for a first event
    followers  (m,)      followers of the author, 0 when unknown
    """

    start: Int64s
    post: Int32s
    at: Floats
    inferred: Flags
    followers: Floats

    @property
    def first(self) -> Int64s:
        """First event of each event's group (m,)."""
        return np.repeat(self.start[:-1], np.diff(self.start))

    def only(self, groups: Int64s) -> "Shares":
        """The groups of these numbers, in the order given."""
        length = np.diff(self.start)[groups]
        start = np.concatenate([[0], np.cumsum(length)])
        event = np.arange(start[-1]) + np.repeat(self.start[groups] - start[:-1], length)
        return Shares(start, self.post[event], self.at[event], self.inferred[event], self.followers[event])


def shares(posts: pl.DataFrame, forest: Forest, root_only: Flags) -> Shares:
    """The groups of a forest in which something must be inferred; `root_only` is from `is_root_only`."""
    source, at = _relayed(
        np.argsort(forest.shape.level, kind="stable").astype(np.int32),
        forest.parent,
        root_only | (forest.kind == REPOST),
        forest.at,
    )
    timed = forest.at != UNKNOWN_TIME
    wanted = np.zeros(source.size, np.bool_)
    wanted[source[root_only & timed]] = True
    member = np.flatnonzero(wanted[source] & timed & timed[source]).astype(np.int32)
    events = pl.DataFrame(
        {
            "post": member,
            "source": source[member],
            "at": at[member],
            "level": forest.shape.level[member],
            "uid": forest.uid.gather(member),
        }
    ).sort("source", "at", "level", "uid")
    post = events["post"].to_numpy()
    start = np.flatnonzero(np.diff(source[post], prepend=-1, append=-1))
    first = np.repeat(at[post[start[:-1]]], np.diff(start))
    return Shares(
        start=start,
        post=post,
        at=(at[post] - first) / SECOND,
        inferred=root_only[post] & (source[post] != post),
        followers=np.nan_to_num(stated_followers(posts, forest)[post]),
    )


def is_root_only(posts: pl.DataFrame, forest: Forest) -> Flags:
    """Posts whose data name their root and nothing nearer (n,)."""
    absent = [pl.lit(None, pl.String).alias(name) for name in PARENTS if name not in posts.columns]
    named = posts.with_columns(absent).select(pl.col(PARENTS).cast(pl.String))
    repost, reply, quote, root = (pl.col(name) for name in PARENTS)
    bare = repost.is_null() & reply.is_null() & quote.is_null()
    flags = named.select(original=(repost == root).fill_null(value=False), bare=root.is_not_null() & bare)[
        forest.row
    ]
    original, alone = (flags[name].to_numpy() for name in flags.columns)
    found: Flags = ((forest.kind == REPOST) & original) | ((forest.kind == ROOT_ONLY) & alone)
    return found


def stated_followers(posts: pl.DataFrame, forest: Forest) -> Floats:
    """The most followers that any row of a post states, nan where none does (n,)."""
    if "author_followers" not in posts.columns:
        return np.full(forest.row.size, np.nan)
    stated = posts["author_followers"].cast(pl.Float64).clip(0).fill_null(np.nan).to_numpy()
    if forest.row.size == stated.size:
        return stated[forest.row]
    most = np.full(forest.row.size, np.nan)
    np.fmax.at(most, encode(posts["uid"].cast(pl.String)).code, stated)
    return most


@compiled
def _relayed(order: Int32s, parent: Int32s, relays: Flags, at: Int64s) -> tuple[Int32s, Int64s]:
    """The post that each relays, itself if none, and an instant no earlier than its parent's; parents first."""
    source = np.empty(parent.size, np.int32)
    instant = np.empty(parent.size, np.int64)
    for post in order:
        above = parent[post]
        source[post] = source[above] if relays[post] and above >= 0 else post
        known = at[post] if at[post] != UNKNOWN_TIME else np.iinfo(np.int64).min
        instant[post] = max(known, instant[above]) if above >= 0 else known
    return source, instant
