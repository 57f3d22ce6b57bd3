"""Connected components by alternating large and small stars (Kiveris et al., SoCC 2014).

Each round hangs every node on smaller ones; at the end each component is a star around its smallest member.
The rounds needed are few (about log2 of the longest path), and no round makes more edges than there were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as sf

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from analytics.spark.scratch import Scratch

MOST_ROUNDS = 100


class UnsettledError(RuntimeError):
    """An iteration that has not come to its end in the rounds it may take."""


def components(edges: DataFrame, scratch: Scratch) -> DataFrame:
    """The component of every node that an edge names, as `single.components`.

    edges    source, target (text); their direction does not matter
    returns  node, component (its smallest member, by code points), by node
    raises   UnsettledError after MOST_ROUNDS rounds
    """
    pairs = edges.select(sf.col("source").alias("u"), sf.col("target").alias("v")).dropna()
    nodes = pairs.select(sf.col("u").alias("node")).union(pairs.select("v")).distinct()
    stars = scratch.keep(pairs.filter("u <> v").distinct())
    for _ in range(MOST_ROUNDS):
        stars = scratch.keep(_small(_large(stars)))
        if _settled(stars):
            found = nodes.join(
                stars.select(sf.col("u").alias("node"), sf.col("v").alias("component")), "node", "left"
            )
            return found.select("node", sf.coalesce("component", "node").alias("component")).orderBy("node")
    raise UnsettledError(f"components are not settled after {MOST_ROUNDS} rounds")


def _large(edges: DataFrame) -> DataFrame:
    """Every node's larger neighbours are hung on the smallest of its neighbours and itself."""
    both = edges.select("u", "v").union(edges.select(sf.col("v").alias("u"), sf.col("u").alias("v")))
    smallest = sf.least("u", sf.min("v").over(Window.partitionBy("u")))
    hung = both.withColumn("least", smallest).filter("v > u")
    return hung.select(sf.col("v").alias("u"), sf.col("least").alias("v")).distinct()


def _small(edges: DataFrame) -> DataFrame:
    """Every node's smaller neighbours, and the node itself, are hung on the smallest of them."""
    down = edges.select(sf.greatest("u", "v").alias("u"), sf.least("u", "v").alias("v"))
    least = down.withColumn("least", sf.min("v").over(Window.partitionBy("u")))
    others = least.filter("v <> least").select(sf.col("v").alias("u"), sf.col("least").alias("v"))
    return others.union(least.select("u", sf.col("least").alias("v"))).distinct()


def _settled(edges: DataFrame) -> bool:
    """Whether every node hangs on one other, and on none that hangs itself."""
    ends = edges.select(sf.col("u").alias("node"), sf.lit(1).alias("hangs"), sf.lit(0).alias("holds")).union(
        edges.select(sf.col("v"), sf.lit(0), sf.lit(1))
    )
    counts = ends.groupBy("node").agg(sf.sum("hangs").alias("hangs"), sf.max("holds").alias("holds"))
    return not counts.filter("hangs > 1 OR (hangs > 0 AND holds > 0)").limit(1).count()
