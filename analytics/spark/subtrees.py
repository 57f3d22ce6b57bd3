"""Sizes of subtrees, squared and summed over each tree: what structural virality needs beyond the depths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

from analytics.spark.roots import MOST_ROUNDS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from analytics.spark.scratch import Scratch


def squares(members: DataFrame, scratch: Scratch) -> DataFrame:
    """Posts that are neither root nor leaf, counted, and the sum of their squared subtree sizes: root, inner, squares.

    members  post, root, depth, parent
    """
    inner = scratch.keep(_inner(members))
    for _ in range(MOST_ROUNDS):
        if not inner.filter(sf.col("up").isNotNull()).limit(1).count():
            break
        inner = scratch.keep(_gathered(inner))
    size = sf.col("size").cast("double")  # sums of whole numbers are exact below 2^53 in any order
    return inner.groupBy("root").agg(sf.count("*").alias("inner"), sf.sum(size * size).alias("squares"))


def _inner(members: DataFrame) -> DataFrame:
    """post, root, up (its parent, null where that is the root), size: itself and its children without children."""
    children = members.filter(sf.col("depth") >= 2).groupBy("parent").agg(sf.count("*").alias("children"))
    inner = members.join(children.withColumnRenamed("parent", "post"), "post")
    inner = inner.select(
        "post", "root", sf.when(sf.col("depth") >= 2, sf.col("parent")).alias("up"), "children"
    )
    own = inner.filter(sf.col("up").isNotNull()).groupBy("up").agg(sf.count("*").alias("parents"))
    joined = inner.join(own.withColumnRenamed("up", "post"), "post", "left")
    leaves = sf.col("children") - sf.coalesce("parents", sf.lit(0))
    return joined.select("post", "root", "up", (1 + leaves).alias("size"))


def _gathered(inner: DataFrame) -> DataFrame:
    """Sizes over twice as many generations: what those 2^r below hold is added, and pointers double."""
    given = inner.filter(sf.col("up").isNotNull()).groupBy("up").agg(sf.sum("size").alias("more"))
    above = inner.select(sf.col("post").alias("up"), sf.col("up").alias("next"))
    joined = inner.join(given.withColumnRenamed("up", "post"), "post", "left").join(above, "up", "left")
    return joined.select(
        "post",
        "root",
        sf.col("next").alias("up"),
        (sf.col("size") + sf.coalesce("more", sf.lit(0))).alias("size"),
    )
