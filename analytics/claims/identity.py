"""Claims keep their name from run to run."""

import numpy as np
import polars as pl

from analytics.arrays import Flags, Int64s
from analytics.claims.reading import rows_of
from analytics.codes import encode
from analytics.kernel import compiled

PREFIX = "claim:"


def named(members: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    """A name for each group: `group i64, claim_id`, sorted by group.

    members  uid, at, group: the posts that state each group's claim
    known    uid, claim_id (and relation) of an earlier run, if there was one

    A group takes the name of the claim with which it shares most posts, the largest overlaps first; each name
    goes to one group. What is left is named after its earliest post, or the next whose name is free.
    """
    taken = _inherited(members, known)
    left = members.join(taken, on="group", how="anti").with_columns(claim_id=PREFIX + pl.col("uid"))
    if taken.height:
        left = left.with_columns(used=pl.col("claim_id").is_in(taken["claim_id"].implode()))
    else:
        left = left.with_columns(used=pl.lit(value=False))
    first = left.sort("used", "at", "uid").group_by("group", maintain_order=True).first()
    # Every post of a group may have lent its name to another group before the two were parted.
    fresh = (
        pl.when("used").then(pl.col("claim_id") + ":" + pl.col("group").cast(pl.String)).otherwise("claim_id")
    )
    return pl.concat([taken, first.select("group", claim_id=fresh)]).sort("group")


def _inherited(members: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    if known is None or known.is_empty():
        return pl.DataFrame(schema={"group": pl.Int64, "claim_id": pl.String})
    before = known.filter(pl.col("relation") == "STATES") if "relation" in known.columns else known
    row = rows_of(before["uid"], members["uid"])
    there = np.flatnonzero(row >= 0)
    shared = members.select("uid", "at", "group")[row[there]].with_columns(before["claim_id"].gather(there))
    shared = shared.unique(["uid", "claim_id"]) if before["uid"].is_duplicated().any() else shared
    pairs = shared.group_by("group", "claim_id").agg(pl.len().alias("posts"), pl.col("at").min())
    pairs = pairs.sort("posts", "at", "claim_id", "group", descending=[True, False, False, False])
    group, name = (
        encode(pairs[column].cast(pl.String)).code.astype(np.int64) for column in ("group", "claim_id")
    )
    return pairs.filter(pl.Series(_greedy(group, name))).select("group", "claim_id")


@compiled
def _greedy(group: Int64s, name: Int64s) -> Flags:
    """Pairs that are kept, best first: each group and each name once."""
    kept = np.zeros(group.size, np.bool_)
    has, given = np.zeros(group.size, np.bool_), np.zeros(group.size, np.bool_)
    for pair in range(group.size):
        if not has[group[pair]] and not given[name[pair]]:
            kept[pair] = has[group[pair]] = given[name[pair]] = True
    return kept
