"""Superspreaders: accounts whose posts are reposted again and again."""

import polars as pl

from analytics.networks.build import PARENT, once


def reposts(posts: pl.DataFrame) -> pl.DataFrame:
    """author, uid, reposts i64: how many other accounts reposted each post, 0 for the others of the table.

    A post that is itself a repost is not counted as its author's; who reposts twice counts once.
    """
    posts = once(posts)
    by = PARENT["repost"]
    if by not in posts.columns:
        posts = posts.with_columns(pl.lit(None, pl.String).alias(by))
    own = posts.filter(pl.col(by).is_null()).select(author="author_uid", uid="uid").drop_nulls()
    shared = posts.select(pl.col(by).alias("uid"), who="author_uid").drop_nulls().unique()
    others = own.join(shared, on="uid").filter(pl.col("who") != pl.col("author"))
    counted = others.group_by("uid").agg(reposts=pl.len().cast(pl.Int64))
    return own.join(counted, on="uid", how="left").with_columns(pl.col("reposts").fill_null(0)).sort("uid")


def fib(reposts: pl.DataFrame) -> pl.DataFrame:
    """author, fib i64, highest first: the largest h such that h posts have at least h reposts each.

    reposts: author and reposts, a row a post. One famous post gives 1, many that spread give much.
    Source: DeVerna et al., false information broadcaster index (2024).
    """
    place = pl.col("reposts").rank("ordinal", descending=True).over("author")
    reached = reposts.select("author", reached=(pl.col("reposts") >= place).cast(pl.Int64))
    index = reached.group_by("author").agg(fib=pl.col("reached").sum())
    return index.sort("fib", "author", descending=[True, False])
