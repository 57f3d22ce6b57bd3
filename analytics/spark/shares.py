"""What each post shares, as `analytics.coordination.of_posts` gives it, on Spark columns."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as sf

from analytics.spark.posts import instant, text
from analytics.spark.roots import climb

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from analytics.spark.scratch import Scratch

KINDS = ("repost", "link", "hashtags", "text", "reply", "media")
FEWEST_HASHTAGS = 2
_LISTED = {"link": "urls", "media": "media"}
_LISTS = ("urls", "hashtags", "media")
_TEXTS = ("text_key", "repost_of_uid", "reply_to_uid")


def of_posts(posts: DataFrame, kind: str, scratch: Scratch) -> DataFrame:
    """Shares that `co_shares.edges` reads.

    posts    canonical posts; several rows of one uid: the earliest counts
    kind     as `analytics.coordination.of_posts`; of texts only the column `text_key`, written by one machine
             beforehand, because the two engines fold letters differently
    returns  object_id, account_id, content_id (text), at (µs since 1970)
    raises   ValueError for another kind, or a time that is no timestamp
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r}; there are {', '.join(KINDS)}")
    held = _held(posts)
    if kind == "repost":
        found = _reposts(held, scratch)
    elif kind == "reply":
        found = _own(held).withColumn("object_id", sf.col("reply_to_uid"))
    elif kind == "text":
        found = _own(held).withColumn("object_id", sf.col("text_key"))
    elif kind == "hashtags":
        found = _hashtag_sets(_own(held))
    else:
        found = _own(held).withColumn("object_id", sf.explode(sf.array_distinct(_LISTED[kind])))
    wanted = found.select(
        "object_id", sf.col("author").alias("account_id"), sf.col("uid").alias("content_id"), "at"
    )
    return wanted.dropna().filter("object_id <> ''")


def of_table(table: DataFrame) -> DataFrame:
    """A table of object_id, account_id, content_id, timestamp_share as `of_posts` gives it.

    Raises ValueError for an empty cell, or a time that is no timestamp.
    """
    at = instant(table, "timestamp_share").alias("at")
    shares = table.select(
        *(sf.col(name).cast("string") for name in ("object_id", "account_id", "content_id")), at
    )
    wrong = [sf.col(name).isNull() | (sf.col(name).cast("string") == "") for name in shares.columns]
    if shares.filter(reduce(or_, wrong)).limit(1).count():
        raise ValueError("a share has an empty cell")
    return shares


def _held(posts: DataFrame) -> DataFrame:
    """One row a post with every column that a kind may read; rows without author or time come last."""
    lists = [
        sf.col(name).cast("array<string>").alias(name)
        if name in posts.columns
        else sf.lit(None).cast("array<string>").alias(name)
        for name in _LISTS
    ]
    table = posts.select(
        sf.col("uid").cast("string").alias("uid"),
        sf.col("author_uid").cast("string").alias("author"),
        instant(posts, "created_at").alias("at"),
        *(text(posts, name).alias(name) for name in _TEXTS),
        *lists,
    )
    order = sf.col("at").asc_nulls_last(), *(sf.col(name).asc_nulls_last() for name in ("author", *_TEXTS))
    nth = sf.row_number().over(Window.partitionBy("uid").orderBy(*order))
    return table.withColumn("nth", nth).filter("nth = 1").drop("nth")


def _own(held: DataFrame) -> DataFrame:
    return held.filter(sf.col("repost_of_uid").isNull())


def _reposts(held: DataFrame, scratch: Scratch) -> DataFrame:
    """Every repost with the post at the end of its chain, known or not."""
    reposts = held.filter(sf.col("repost_of_uid").isNotNull()).select("uid", "author", "at", "repost_of_uid")
    reposts = scratch.keep(reposts.withColumn("post", sf.monotonically_increasing_id()))
    numbers = reposts.select(sf.col("uid").alias("repost_of_uid"), sf.col("post").alias("parent"))
    found, _ = climb(scratch.keep(reposts.join(numbers, "repost_of_uid", "left")), scratch)
    ends = reposts.select(sf.col("post").alias("root"), sf.col("repost_of_uid").alias("object_id"))
    return reposts.join(found, "post").join(ends, "root")


def _hashtag_sets(own: DataFrame) -> DataFrame:
    lowered = sf.transform("hashtags", sf.lower)
    tags = sf.array_sort(sf.array_distinct(sf.filter(lowered, lambda tag: tag.isNotNull())))
    return own.withColumn("object_id", sf.when(sf.size(tags) >= FEWEST_HASHTAGS, sf.array_join(tags, " ")))
