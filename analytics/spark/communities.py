"""Communities by label propagation with fixed ties: the same rounds and the same result as on one machine.

Not Leiden: its moves depend on each other in turn and stay on one machine (`analytics.communities`). In every
round all nodes look at the labels of their neighbours at once (Raghavan et al. 2007). To stop two
neighbours from swapping labels for ever, a round lets labels only fall, the next only rise, in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

from analytics.spark.components import components
from analytics.spark.single import MOST_ROUNDS, PREFIX

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from analytics.spark.scratch import Scratch


def communities(edges: DataFrame, scratch: Scratch, *, rounds: int = MOST_ROUNDS) -> DataFrame:
    """The community of every node, as `single.communities` defines it.

    edges    source, target (text), weight (whole number); both directions and repeated rows are added up
    returns  node, community, by node; a community is connected
    """
    both = scratch.keep(_symmetric(edges))
    named = edges.select(sf.col("source").alias("node")).union(edges.select("target")).dropna().distinct()
    labels = scratch.keep(named.select("node", sf.col("node").alias("label")))
    still = 0
    for turn in range(rounds):
        moved = scratch.keep(_round(both, labels, falling=turn % 2 == 0))
        still = 0 if moved.filter("moved").limit(1).count() else still + 1
        labels = moved.select("node", "label")
        if still == 2:
            break
    return _connected(both, labels, scratch)


def _symmetric(edges: DataFrame) -> DataFrame:
    """Each edge once from either end, without loops."""
    there = edges.select("source", "target", sf.col("weight").cast("long").alias("weight"))
    back = edges.select(sf.col("target"), sf.col("source"), sf.col("weight").cast("long"))
    every = there.union(back).dropna().filter("source <> target")
    return every.groupBy("source", "target").agg(sf.sum("weight").alias("weight"))


def _round(edges: DataFrame, labels: DataFrame, *, falling: bool) -> DataFrame:
    """The heaviest label among each node's neighbours; among equals its own, else the smallest."""
    of_target = labels.select(sf.col("node").alias("target"), sf.col("label").alias("seen"))
    votes = edges.join(of_target, "target").groupBy("source", "seen").agg(sf.sum("weight").alias("weight"))
    votes = votes.join(labels.withColumnRenamed("node", "source"), "source")
    rank = sf.struct(
        (-sf.col("weight")).alias("lighter"),
        (sf.col("seen") != sf.col("label")).alias("other"),
        sf.col("seen").alias("seen"),
    )
    best = votes.groupBy("source").agg(sf.min(rank).alias("best"))
    best = best.select(sf.col("source").alias("node"), sf.col("best.seen").alias("seen"))
    moves: Column = sf.col("seen") < sf.col("label") if falling else sf.col("seen") > sf.col("label")
    moves = sf.coalesce(moves, sf.lit(col=False))
    joined = labels.join(best, "node", "left")
    return joined.select(
        "node", sf.when(moves, sf.col("seen")).otherwise(sf.col("label")).alias("label"), moves.alias("moved")
    )


def _connected(edges: DataFrame, labels: DataFrame, scratch: Scratch) -> DataFrame:
    """What shares a label and hangs together; named after its smallest member."""
    one = labels.select(sf.col("node").alias("source"), sf.col("label").alias("one"))
    other = labels.select(sf.col("node").alias("target"), sf.col("label").alias("other"))
    inside = edges.join(one, "source").join(other, "target").filter(sf.col("one") == sf.col("other"))
    alone = labels.select(sf.col("node").alias("source"), sf.col("node").alias("target"))
    found = components(inside.select("source", "target").union(alone), scratch)
    return found.select("node", sf.concat(sf.lit(PREFIX), "component").alias("community")).orderBy("node")
