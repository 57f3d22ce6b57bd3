"""Dirty trees are normal: which row of a post holds, where cycles are cut, and every repair counted."""

import numpy as np
import polars as pl

from analytics.arrays import Int32s, Int64s
from analytics.cascades.parentage import LATER, SELF, UNKNOWN, Parentage
from analytics.codes import Codes
from analytics.kernel import compiled
from analytics.posts import Posts

ORPHAN = "orphan"  # its parent was never collected: told of each post, counted 0 because nothing is mended
REPAIRS = pl.Schema({"post": pl.Int32, "reason": pl.String, "count": pl.UInt32})


def choose(posts: Posts, codes: Codes, parentage: Parentage) -> tuple[Int32s, pl.DataFrame]:
    """The row that stands for each post (k,) and the repairs, one row a post and reason (REPAIRS).

    Of several rows of one post the earliest with a valid parent stands. Each other row is counted once: as
    a second parent, by the reasons its own parent was refused for, or else as a duplicate row.
    """
    is_odd = parentage.refused > 0
    if codes.first.size < codes.code.size:
        is_odd |= (np.bincount(codes.code) > 1)[codes.code]
    odd = _odd_rows(posts, codes, parentage, np.flatnonzero(is_odd))
    stands = odd.filter(pl.col("rank") == 0)
    chosen = codes.first.copy()
    chosen[stands["post"].to_numpy()] = stands["row"].to_numpy()
    return chosen, _tally(odd)


def cut_cycles(uid: pl.Series, at: Int64s, parent: Int32s, waiting: Int32s) -> Int32s:
    """Posts that become roots so that no cycle is left: the earliest of each cycle, by instant, then uid."""
    post = np.flatnonzero(waiting > 0).astype(np.int32)
    looped = pl.DataFrame({"post": post, "cycle": _cycles(parent, waiting)[post], "at": at[post]})
    looped = looped.with_columns(uid.gather(post).alias("uid")).sort("at", "uid")
    return looped.group_by("cycle").first()["post"].sort().to_numpy()


def cuts(post: Int32s) -> pl.DataFrame:
    """The repairs that `cut_cycles` made, as `choose` gives its own."""
    return pl.DataFrame({"post": post}).select(
        "post", pl.lit("cycle").alias("reason"), pl.lit(1, pl.UInt32).alias("count")
    )


def _odd_rows(posts: Posts, codes: Codes, parentage: Parentage, row: Int64s) -> pl.DataFrame:
    """The rows given, best first within each post: its place there, and whether an earlier row says the same.

    Ties are broken by uids, never by the order of the rows.
    """
    parent = parentage.parent[row]
    root = posts.parents.get("root_uid", pl.Series([None], dtype=pl.String).new_from_index(0, len(posts.uid)))
    return (
        pl.DataFrame(
            {
                "row": row,
                "post": parentage.post[row],
                "parent": parent,
                "refused": parentage.refused[row],
                "kind": parentage.kind[row],
                "at": posts.at[row],
                "parent_uid": posts.uid.gather(codes.first[parent]),
                "author": posts.author.gather(row),
                "root": root.gather(row),
            }
        )
        .with_columns(pl.when(pl.col("parent") >= 0).then("parent_uid"))
        .sort(
            pl.col("post"),
            pl.col("parent") < 0,
            "at",
            "parent_uid",
            "kind",
            "author",
            "refused",
            "root",
            nulls_last=True,
        )
        .with_columns(
            pl.int_range(pl.len()).over("post").alias("rank"),
            (pl.int_range(pl.len()).over("post", "parent", "refused") > 0).alias("copy"),
            (pl.int_range(pl.len()).over("post", "parent") > 0).alias("same_parent"),
        )
    )


def _tally(odd: pl.DataFrame) -> pl.DataFrame:
    hangs, extra, new = pl.col("parent") >= 0, pl.col("rank") > 0, ~pl.col("copy")
    repeated = pl.col("copy") | (hangs & pl.col("same_parent")) | (~hangs & (pl.col("refused") == 0))
    orphan = ~hangs & ~extra
    reasons = {
        "self-parent": new & _refused(SELF),
        "parent later than child": new & _refused(LATER),
        "unknown parent": new & _refused(UNKNOWN) & ~orphan,
        ORPHAN: new & _refused(UNKNOWN) & orphan,
        "second parent": extra & hangs & ~pl.col("same_parent"),
        "duplicate row": extra & repeated,
    }
    counted = [
        odd.filter(rows).group_by("post").agg(pl.lit(reason).alias("reason"), pl.len().alias("count"))
        for reason, rows in reasons.items()
    ]
    tally = pl.concat(counted).with_columns(pl.when(pl.col("reason") != ORPHAN).then("count").otherwise(0))
    return tally.cast(dict(REPAIRS))  # type: ignore[arg-type]


def _refused(bit: int) -> pl.Expr:
    return (pl.col("refused") & pl.lit(bit, pl.Int8)) > 0


@compiled
def _cycles(parent: Int32s, waiting: Int32s) -> Int32s:
    """One post of the cycle that each post is on (n,), the same for all of them; -1 off the cycles."""
    cycle = np.full(parent.size, -1, np.int32)
    for start in range(parent.size):
        post = start
        while waiting[post] > 0 and cycle[post] < 0:
            cycle[post] = start
            post = parent[post]
    return cycle
