"""Who passed it on to whom, where the platform names only the root."""

import polars as pl

from analytics.posts import instants


def tid(events: pl.DataFrame, follows: pl.DataFrame) -> pl.DataFrame:
    """Time-inferred diffusion: each sharer got it from the most recent earlier sharer they follow, else the root.

    events   `uid, author_uid, created_at` of one cascade; the earliest is the root
    follows  `follower_uid, followed_uid`
    returns  uid, parent_uid (null for the root), in order of time, then uid
    raises   ValueError for a time that is not one
    """
    shares = events.select("uid", "author_uid", instants(events["created_at"]).alias("at")).sort("at", "uid")
    shares = shares.with_row_index("place")
    source = shares.select(followed_uid="author_uid", source_at="at", source="place", parent_uid="uid")
    seen = (
        shares.join(follows.unique(), left_on="author_uid", right_on="follower_uid")
        .join(source, on="followed_uid")
        .filter(pl.col("source_at") < pl.col("at"))
        .group_by("uid")
        .agg(pl.col("parent_uid").sort_by("source").last())
    )
    root = pl.col("uid").first()
    parent = pl.when(pl.col("place") > 0).then(pl.coalesce("parent_uid", root)).alias("parent_uid")
    return shares.join(seen, on="uid", how="left").sort("place").select("uid", parent)
