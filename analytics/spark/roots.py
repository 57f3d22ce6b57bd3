"""Root and depth of every post by pointer doubling, and where cycles are cut.

After round r each post knows the ancestor 2^r above it, or its root: a tree of depth d takes log2(d) + 1 rounds.
While a post of a tree is on its way, each round brings another one to its root (the next depth does); a round
that brings none therefore says that all posts left lead into cycles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from analytics.spark.scratch import Scratch

MOST_ROUNDS = 64  # 2^64 posts: never reached, but every loop has an end


def climb(posts: DataFrame, scratch: Scratch) -> tuple[DataFrame, DataFrame]:
    """Root and depth of each post, and the posts that became roots so that no cycle is left.

    posts    post (number), uid, at (µs or null), parent (number or null)
    returns  post, root (number), depth (hops); and post: of each cycle the earliest, by instant, then uid
    """
    found, looped = _double(posts.select("post", "parent"), scratch)
    if looped is None:
        return found, found.select("post").limit(0)
    inside = scratch.keep(posts.join(looped.select("post"), "post", "left_semi"))
    cut = _earliest(inside, _on_cycles(inside, scratch), scratch)
    mended = inside.join(cut.withColumn("cut", sf.lit(col=True)), "post", "left")
    mended = mended.select("post", sf.when(sf.col("cut").isNull(), sf.col("parent")).alias("parent"))
    rest, _ = _double(mended, scratch)
    return found.unionByName(rest), cut


def _double(posts: DataFrame, scratch: Scratch) -> tuple[DataFrame, DataFrame | None]:
    """post, root, depth of the posts of trees; and those left (post, up, hops), None where none is."""
    is_root = sf.col("parent").isNull()
    state = posts.select(
        "post",
        sf.coalesce("parent", "post").alias("up"),
        sf.when(is_root, 0).otherwise(1).cast("long").alias("hops"),
        is_root.alias("done"),
    )
    state = scratch.keep(state)
    left = _left(state)
    for _ in range(MOST_ROUNDS):
        if not left:
            break
        state = scratch.keep(state.filter("done").unionByName(_further(state)))
        before, left = left, _left(state)
        if left == before:
            break
    found = state.filter("done").select("post", sf.col("up").alias("root"), sf.col("hops").alias("depth"))
    return found, state.filter("NOT done") if left else None


def _left(state: DataFrame) -> int:
    return state.filter("NOT done").count()


def _further(state: DataFrame) -> DataFrame:
    """Each post on its way looks up where the post it points to points."""
    above = state.select(
        sf.col("post").alias("up"),
        sf.col("up").alias("next"),
        sf.col("hops").alias("more"),
        sf.col("done").alias("end"),
    )
    joined = state.filter("NOT done").drop("done").join(above, "up")
    return joined.select(
        "post",
        sf.col("next").alias("up"),
        (sf.col("hops") + sf.col("more")).alias("hops"),
        sf.col("end").alias("done"),
    )


def _on_cycles(inside: DataFrame, scratch: Scratch) -> DataFrame:
    """Posts on a cycle, where every post leads into one: what is left when all have climbed far enough.

    The image of 2^r steps only shrinks; once it is as large as that of 2^(r+1) steps it is the cycles.
    """
    steps = scratch.keep(inside.select("post", sf.col("parent").alias("up")))
    reached = steps.count()
    for _ in range(MOST_ROUNDS):
        image = steps.select(sf.col("up").alias("post")).distinct()
        before, reached = reached, image.count()
        if reached == before:
            break
        above = steps.select(sf.col("post").alias("up"), sf.col("up").alias("next"))
        steps = scratch.keep(steps.join(above, "up").select("post", sf.col("next").alias("up")))
    return scratch.keep(image)


def _earliest(inside: DataFrame, on_cycle: DataFrame, scratch: Scratch) -> DataFrame:
    """The earliest post of each cycle: each post learns the earliest of the 2^r posts ahead of it.

    A round in which nobody learns of an earlier one ends it: the windows cover their cycles.
    """
    key = sf.struct(
        sf.col("at").isNull().alias("timeless"),
        sf.coalesce("at", sf.lit(0)).alias("at"),
        sf.col("uid").alias("uid"),
    )
    ring = inside.join(on_cycle, "post", "left_semi")
    ring = scratch.keep(
        ring.select("post", sf.col("parent").alias("up"), key.alias("own"), key.alias("best"))
    )
    for _ in range(MOST_ROUNDS):
        ahead = ring.select(
            sf.col("post").alias("up"), sf.col("up").alias("next"), sf.col("best").alias("other")
        )
        better = sf.col("other") < sf.col("best")
        ring = scratch.keep(
            ring.join(ahead, "up").select(
                "post",
                sf.col("next").alias("up"),
                "own",
                sf.when(better, sf.col("other")).otherwise(sf.col("best")).alias("best"),
                better.alias("learnt"),
            )
        )
        if not ring.filter("learnt").limit(1).count():
            break
    return scratch.keep(ring.filter(sf.col("own") == sf.col("best")).select("post"))
