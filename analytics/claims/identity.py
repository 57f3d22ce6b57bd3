"""Claims keep their name from run to run."""

import numpy as np
import polars as pl

from analytics.arrays import Flags, Int64s
from analytics.claims.reading import rows_of
from analytics.codes import encode
from analytics.kernel import compiled

PREFIX = "claim:"


def named(members: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """A name for each group: `group i64, claim_id`, sorted by group.

    members  group, uid, at: the first post of each of its wordings, at least
    taken    group, claim_id of those that keep a name (`by_posts`, `by_wordings`)

    What has none is named after its earliest post, or after the next of `members` whose name is free.
    """
    left = members.join(taken, on="group", how="anti").with_columns(claim_id=PREFIX + pl.col("uid"))
    left = left.join(taken.select("claim_id", used=pl.lit(value=True)), on="claim_id", how="left")
    left = left.with_columns(pl.col("used").fill_null(value=False)).sort("used", "at", "uid")
    first = left.group_by("group", maintain_order=True).first()
    # Every post of a group may have lent its name to another group before the two were parted.
    own = pl.col("claim_id") + ":" + pl.col("group").cast(pl.String)
    fresh = pl.when("used").then(own).otherwise("claim_id")
    return pl.concat([taken, first.select("group", claim_id=fresh)]).sort("group")


def by_posts(stated: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Names of an earlier run: `group, claim_id`, for groups that share posts with its claims.

    stated  uid, at, group: every post of every group
    known   uid, claim_id (and relation) of the earlier run

    A group takes the name of the claim with which it shares most posts, the largest overlaps first; each name
    goes to one group.
    """
    before = known.filter(pl.col("relation") == "STATES") if "relation" in known.columns else known
    row = rows_of(before["uid"], stated["uid"])
    there = np.flatnonzero(row >= 0)
    shared = stated.select("uid", "at", "group")[row[there]].with_columns(before["claim_id"].gather(there))
    return _kept(shared.unique(["uid", "claim_id"]).with_columns(posts=pl.lit(1, pl.Int64)))


def by_wordings(members: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """As `by_posts`, where posts of one wording were together before and still are.

    members  group, content, opposed
    before   content, opposed, claim_id, posts, at
    """
    return _kept(members.select("group", "content", "opposed").join(before, on=["content", "opposed"]))


def _kept(shared: pl.DataFrame) -> pl.DataFrame:
    """`group, claim_id` from group, claim_id, posts (in common), at (of the first)."""
    pairs = shared.group_by("group", "claim_id").agg(pl.col("posts").sum(), pl.col("at").min())
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
