"""The cascade figures of `analytics.cascades.measure`, beyond one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

from analytics.spark import parentage, posts, roots, subtrees

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from analytics.spark.scratch import Scratch

PREFIX = "cascade:"


def measure(table: DataFrame, scratch: Scratch) -> DataFrame:
    """One row a cascade, the largest first, then by root: the columns and values of `analytics.cascades.measure`.

    table   canonical posts, `created_at` a timestamp
    raises  ValueError for a missing column, a row without uid, or times of another kind
    """
    members = members_of(table, scratch)
    figures = _figures(members).join(_users(members), "root", "left")
    figures = figures.join(subtrees.squares(members, scratch), "root", "left")
    named = members.filter(sf.col("depth") == 0).select("root", sf.col("uid").alias("root_uid"))
    return (
        figures.join(named, "root")
        .select(
            sf.concat(sf.lit(PREFIX), "root_uid").alias("cascade_id"),
            "root_uid",
            "size",
            sf.coalesce("users", sf.lit(0)).cast("long").alias("users"),
            "depth",
            "max_breadth",
            _virality().alias("structural_virality"),
            sf.timestamp_micros("first").alias("first_at"),
            sf.timestamp_micros("last").alias("last_at"),
            "repairs",
        )
        .orderBy(sf.col("size").desc(), "root_uid")
    )


def members_of(table: DataFrame, scratch: Scratch) -> DataFrame:
    """Every post in its tree: post, uid, author, at, parent, kind, repairs, root, depth."""
    forest = parentage.settle(posts.read(table), scratch)
    found, cut = roots.climb(forest, scratch)
    placed = forest.join(found, "post").join(cut.withColumn("cut", sf.lit(1)), "post", "left")
    loose = sf.col("cut").isNotNull()
    return scratch.keep(
        placed.withColumns(
            {
                "parent": sf.when(~loose, sf.col("parent")),
                "kind": sf.when(loose, 0).otherwise(sf.col("kind")),
                "repairs": sf.col("repairs") + sf.coalesce("cut", sf.lit(0)),
            }
        ).drop("cut")
    )


def _figures(members: DataFrame) -> DataFrame:
    """By tree and depth, then by tree: two aggregations whose first halves run where the rows are."""
    level = members.groupBy("root", "depth").agg(
        sf.count("*").alias("breadth"),
        sf.min("at").alias("first"),
        sf.max("at").alias("last"),
        sf.sum("repairs").alias("repairs"),
    )
    return level.groupBy("root").agg(
        sf.sum("breadth").alias("size"),
        sf.max("depth").alias("depth"),
        sf.max("breadth").alias("max_breadth"),
        sf.min("first").alias("first"),
        sf.max("last").alias("last"),
        sf.sum("repairs").alias("repairs"),
        sf.sum((sf.col("depth") * sf.col("breadth")).cast("double")).alias("hops"),
    )


def _users(members: DataFrame) -> DataFrame:
    known = members.filter(sf.col("author").isNotNull()).select("root", "author").distinct()
    return known.groupBy("root").agg(sf.count("*").alias("users"))


def _virality() -> Column:
    """2 Σ s (n − s) / (n (n − 1)) over the posts below the root, from Σ s = Σ depth and Σ s², 1 for each leaf."""
    n = sf.col("size").cast("double")
    inner, squared = sf.coalesce("inner", sf.lit(0)), sf.coalesce("squares", sf.lit(0.0))
    pairs = n * sf.col("hops") - squared - (n - 1 - inner)
    return sf.when(n > 1, 2 * pairs / (n * (n - 1)))
