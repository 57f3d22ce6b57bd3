"""Who shares the same things within a window: the pairs of `analytics.coordination`, beyond one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from analytics.spark.scratch import Scratch

SECOND = 1_000_000
_NAMES = (("account_id", "account"), ("content_id", "content"), ("at", "at"), ("row", "row"))


def edges(
    shares: DataFrame,
    scratch: Scratch,
    *,
    time_window: float,
    min_participation: int = 2,
    remove_loops: bool = True,
    strict: bool = False,
) -> DataFrame:
    """Pairs of accounts, the heaviest first, then by source and target; parameters as CooRTweet's.

    shares   object_id, account_id, content_id (text, none empty), at (µs since 1970)
    returns  source < target, weight (pairs of shares), mean_lag_s: as `analytics.coordination.coordination`
    raises   ValueError for parameters out of range
    """
    if time_window < 0 or min_participation < 1:
        raise ValueError("time_window is at least 0 s and min_participation at least 1")
    rows = _active(shares, min_participation)
    rows = scratch.keep(rows.withColumn("row", sf.monotonically_increasing_id()))
    pairs = scratch.keep(_pairs(rows, round(time_window * SECOND), remove_loops=remove_loops))
    enough = _taking_part(rows, pairs, min_participation)
    kept = _kept(pairs, enough, strict=strict)
    ends = sf.least("one_account", "other_account"), sf.greatest("one_account", "other_account")
    tally = kept.groupBy(ends[0].alias("source"), ends[1].alias("target")).agg(
        sf.count("*").alias("weight"), sf.sum("lag").alias("lag")
    )
    lag = sf.col("lag").cast("double") / sf.col("weight") / SECOND
    found = tally.select("source", "target", "weight", lag.alias("mean_lag_s"))
    return found.orderBy(sf.col("weight").desc(), "source", "target")


def _active(shares: DataFrame, minimum: int) -> DataFrame:
    """Shares of accounts that share often enough at all."""
    often = (
        shares.groupBy("account_id").agg(sf.count("*").alias("shares")).filter(sf.col("shares") >= minimum)
    )
    return shares.join(often.select("account_id"), "account_id", "left_semi")


def _pairs(rows: DataFrame, window: int, *, remove_loops: bool) -> DataFrame:
    """Pairs of shares of one object within the window, the earlier one first.

    Joined on object and bucket of time: a share meets only those of its own bucket and of the next.
    """
    width = sf.lit(max(window, 1))
    start = sf.col("at") - sf.pmod("at", width)  # whole numbers throughout: doubles round such instants
    table = rows.withColumn("bucket", start)
    if remove_loops:
        table = table.filter("object_id <> content_id")
    one = table.select("object_id", "bucket", *(sf.col(name).alias(f"one_{short}") for name, short in _NAMES))
    other = table.select(
        "object_id",
        sf.explode(sf.array(sf.col("bucket"), sf.col("bucket") - width)).alias("bucket"),
        *(sf.col(name).alias(f"other_{short}") for name, short in _NAMES),
    )
    lag = sf.col("other_at") - sf.col("one_at")
    joined = one.join(other, ["object_id", "bucket"]).withColumn("lag", lag)
    later = (sf.col("lag") > 0) | ((sf.col("lag") == 0) & (sf.col("other_row") > sf.col("one_row")))
    found = joined.filter(later & (sf.col("lag") <= window))
    if remove_loops:
        found = found.filter("one_account <> other_account AND one_content <> other_content")
    return found.select("one_account", "one_content", "other_account", "other_content", "lag")


def _taking_part(rows: DataFrame, pairs: DataFrame, minimum: int) -> DataFrame:
    """Posts of accounts that have enough posts in some pair: content."""
    shown = (
        pairs.select(sf.col("one_content").alias("content_id"))
        .union(pairs.select("other_content"))
        .distinct()
    )
    inside = rows.join(shown, "content_id", "left_semi")
    often = (
        inside.groupBy("account_id").agg(sf.count("*").alias("shares")).filter(sf.col("shares") >= minimum)
    )
    found = inside.join(often.select("account_id"), "account_id", "left_semi")
    return found.select(sf.col("content_id").alias("content")).distinct()


def _kept(pairs: DataFrame, enough: DataFrame, *, strict: bool) -> DataFrame:
    """Pairs of which both posts, or one of them, are in `enough`."""
    for side in ("one", "other"):
        marked = enough.select(
            sf.col("content").alias(f"{side}_content"), sf.lit(col=True).alias(f"{side}_counts")
        )
        pairs = pairs.join(marked, f"{side}_content", "left")
    one, other = sf.col("one_counts").isNotNull(), sf.col("other_counts").isNotNull()
    return pairs.filter(one & other if strict else one | other)
