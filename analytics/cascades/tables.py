"""Cascades: one tree a root post and everything reposted, quoted or replied from it.

The parent of a post is the observed one: the post it reposts, else replies to, else quotes; else the post
its `root_uid` names. Of these the first that is among the posts, is not the post itself and is not later
holds; after an observed parent that is not among the posts only the root is tried. Several rows of one uid
are one post, as early as its earliest row; the earliest row with a valid parent stands for it. A cycle
(possible among equal or unknown times only) is cut at its earliest post. Every repair is counted by reason,
no post is lost, and the order of the rows does not matter.

Figures after Vosoughi, Roy & Aral (Science 2018); structural virality after Goel et al. (2016).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.arrays import UNKNOWN_TIME, Int64s
from analytics.cascades.forest import Forest, plant
from analytics.cascades.parentage import KINDS
from analytics.posts import SECOND, UTC

PREFIX = "cascade:"


def measure(posts: pl.DataFrame) -> pl.DataFrame:
    """One row a cascade, the largest first, then by root.

    posts    `uid, author_uid, created_at` (datetime, ISO 8601 text or epoch seconds; UTC where it does not say)
             and, as far as known, `repost_of_uid, reply_to_uid, quote_of_uid, root_uid`
    returns  cascade_id, root_uid; size (posts), users (distinct known authors), depth (hops), max_breadth
             (posts at the fullest depth), structural_virality (hops, null for one post), first_at, last_at,
             repairs (count)
    raises   ValueError for a missing column, a row without uid or a time that is not one
    """
    return cascade_table(plant(posts), {})


def cascade_table(forest: Forest, more: Mapping[str, NDArray[Any]]) -> pl.DataFrame:
    """The table of `measure`, and columns of one value a cascade (nan is null) behind its own."""
    shape = forest.shape
    root = forest.uid.gather(shape.root)
    table = pl.DataFrame(
        {
            "cascade_id": PREFIX + root,
            "root_uid": root,
            "size": shape.posts,
            "users": shape.authors,
            "depth": shape.depth,
            "max_breadth": shape.max_breadth,
            "structural_virality": pl.Series(shape.virality, dtype=pl.Float64).fill_nan(None),
            "first_at": _instants(shape.first),
            "last_at": _instants(shape.last),
            "repairs": _repairs_by_cascade(forest),
            **{name: pl.Series(values, nan_to_null=True) for name, values in more.items()},
        }
    )
    return table.sort("root_uid").sort(
        "size", descending=True, maintain_order=True
    )  # faster than both at once


def trees(posts: pl.DataFrame) -> pl.DataFrame:
    """One row a post: where it hangs, as `measure` counts it; by cascade, depth, time.

    returns  uid, cascade_id, root_uid, parent_uid (null for a root), depth (hops from the root), breadth_rank
             (1 for the earliest post of its cascade and depth), kind (one of parentage.KINDS: the relation that
             gave the parent), delay_s (seconds from the root), repair (null, or the reasons, "; " between)
    raises   as `measure`
    """
    forest = plant(posts)
    shape = forest.shape
    root = forest.uid.gather(shape.root[shape.cascade])
    parent = pl.Series(forest.parent, dtype=pl.Int32)
    at = _instants(forest.at)
    delay = (at - at.gather(shape.root[shape.cascade])).dt.total_microseconds() / SECOND
    table = pl.DataFrame(
        {
            "uid": forest.uid,
            "cascade_id": PREFIX + root,
            "root_uid": root,
            "parent_uid": forest.uid.gather(parent.set(parent < 0, None)),
            "depth": shape.level.astype(np.int64),
            "kind": pl.Series(forest.kind).replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String),
            "delay_s": delay,
            "repair": _reasons(forest),
        }
    ).sort("root_uid", "depth", "delay_s", "uid", nulls_last=True)
    rank = (pl.int_range(pl.len()) + 1).over("root_uid", "depth").alias("breadth_rank")
    return table.insert_column(5, table.select(rank).to_series())


def repairs(posts: pl.DataFrame) -> pl.DataFrame:
    """How many repairs the post table needed: reason, count, the most frequent first.

    Reasons: self-parent, parent later than child, unknown parent (the post hangs on its root instead), second
    parent, duplicate row, cycle. A refused parent counts once a row, repeated rows aside.
    """
    tally = plant(posts).repairs.group_by("reason").agg(pl.col("count").sum()).filter(pl.col("count") > 0)
    return tally.sort("count", "reason", descending=[True, False])


def _instants(at: Int64s) -> pl.Series:
    instants = pl.Series(at, dtype=pl.Int64)
    return instants.set(instants == UNKNOWN_TIME, None).cast(UTC)


def _repairs_by_cascade(forest: Forest) -> Int64s:
    made = forest.repairs
    count = np.zeros(forest.shape.root.size, np.int64)
    np.add.at(count, forest.shape.cascade[made["post"].to_numpy()], made["count"].to_numpy())
    return count


def _reasons(forest: Forest) -> pl.Series:
    by_post = forest.repairs.group_by("post").agg(pl.col("reason").sort().str.join("; "))
    post = pl.DataFrame({"post": pl.int_range(len(forest.uid), dtype=pl.Int32, eager=True)})
    return post.join(by_post, on="post", how="left", maintain_order="left")["reason"]
