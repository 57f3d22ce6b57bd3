"""Which parent each post has: the rules of `analytics.cascades.parentage` and `.repair`, on Spark columns."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as sf

from analytics.cascades.parentage import KINDS, LATER, ROOT_ONLY, SELF, UNKNOWN
from analytics.posts import PARENTS

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from analytics.spark.scratch import Scratch

HELD = 0  # the outcome of a parent that holds; the others are the reasons of refusal
ROWS_OF_POST = "rows_of_post"


def settle(rows: DataFrame, scratch: Scratch) -> DataFrame:
    """One row a post: post (number), uid, author, at, parent (number or null), kind, repairs (count).

    rows  `posts.read`; posts are numbered in no particular order, and nothing below depends on it
    """
    posts = scratch.keep(
        rows.groupBy("uid")
        .agg(sf.min("at").alias("post_at"), sf.count("*").alias(ROWS_OF_POST))
        .withColumn("post", sf.monotonically_increasing_id())
    )
    table = scratch.keep(rows.join(posts, "uid").withColumn("row", sf.monotonically_increasing_id()))
    settled = _first_that_holds(table.join(_outcomes(table, posts), "row", "left"))
    claims = scratch.keep(
        settled.select(
            "post", "uid", "author", "at", "post_at", ROWS_OF_POST, "parent", "parent_uid", "kind", "refused"
        )
    )
    return scratch.keep(_single(claims).unionByName(_chosen(claims)))


def _outcomes(table: DataFrame, posts: DataFrame) -> DataFrame:
    """One row a row: for each kind of parent named, why it is refused (o…), and its number (p…)."""
    named = sf.array(
        *(
            sf.struct(sf.lit(KINDS.index(_kind(name))).alias("kind"), sf.col(name).alias("named"))
            for name in PARENTS
        )
    )
    refs = table.select("row", "post", "post_at", sf.explode(named).alias("ref"))
    refs = refs.select("row", "post", "post_at", "ref.kind", "ref.named").filter(sf.col("named").isNotNull())
    above = posts.select(
        sf.col("uid").alias("named"), sf.col("post").alias("above"), sf.col("post_at").alias("above_at")
    )
    is_self = sf.col("above") == sf.col("post")
    tried = refs.join(above, "named", "left").withColumn(
        "outcome",
        sf.when(sf.col("above").isNull(), UNKNOWN)
        .when(is_self, SELF)
        .when(sf.col("above_at") > sf.col("post_at"), LATER)
        .otherwise(HELD),
    )
    tried = tried.filter(
        (sf.col("kind") != ROOT_ONLY) | (sf.col("outcome") != SELF)
    )  # a root may name itself
    figures: list[Column] = []
    for kind in range(1, len(KINDS)):
        this = sf.col("kind") == kind
        figures += [
            sf.max(sf.when(this, sf.col("outcome"))).alias(f"o{kind}"),
            sf.max(sf.when(this, sf.col("above"))).alias(f"p{kind}"),
        ]
    return tried.groupBy("row").agg(*figures)


def _kind(name: str) -> str:
    return "root_only" if name == "root_uid" else name.split("_", maxsplit=1)[0]


def _first_that_holds(table: DataFrame) -> DataFrame:
    """Try the kinds in turn: parent, parent_uid, kind and the bits of refusal of each row."""
    table = table.withColumns(
        {
            "parent": sf.lit(None).cast("long"),
            "parent_uid": sf.lit(None).cast("string"),
            "kind": sf.lit(0),
            "refused": sf.lit(0),
        }
    )
    for kind, name in enumerate(PARENTS, start=1):
        tried = sf.col("parent").isNull() & sf.col(f"o{kind}").isNotNull()
        if kind != ROOT_ONLY:  # after an observed parent that is not there only the root is tried
            tried &= sf.col("refused").bitwiseAND(UNKNOWN) == 0
        holds = tried & (sf.col(f"o{kind}") == HELD)
        table = table.withColumns(
            {
                "refused": sf.when(tried, sf.col("refused").bitwiseOR(sf.col(f"o{kind}"))).otherwise(
                    sf.col("refused")
                ),
                "kind": sf.when(holds, kind).otherwise(sf.col("kind")),
                "parent_uid": sf.when(holds, sf.col(name)).otherwise(sf.col("parent_uid")),
                "parent": sf.when(holds, sf.col(f"p{kind}")).otherwise(sf.col("parent")),
            }
        )
    return table


def _single(claims: DataFrame) -> DataFrame:
    """Posts of one row: nothing to choose, every reason of refusal counts once, an orphan's aside."""
    first = sf.lit(0), sf.lit(col=False), sf.lit(col=False)
    alone = claims.filter(sf.col(ROWS_OF_POST) == 1)
    return alone.select(*_columns(), _count(*first).alias("repairs"))


def _chosen(claims: DataFrame) -> DataFrame:
    """Posts of several rows: the earliest with a valid parent stands, each other row is counted once."""
    several = claims.filter(sf.col(ROWS_OF_POST) > 1)
    order = (
        sf.col("parent").isNull().asc(),
        sf.col("at").asc_nulls_last(),
        sf.col("parent_uid").asc_nulls_last(),
        sf.col("kind").asc(),
        sf.col("author").asc_nulls_last(),
        sf.col("refused").asc(),
    )
    place = several.withColumn("rank", sf.row_number().over(Window.partitionBy("post").orderBy(*order)) - 1)
    said = {"copy": ("post", "parent", "refused"), "same_parent": ("post", "parent")}
    for name, columns in said.items():
        nth = sf.row_number().over(Window.partitionBy(*columns).orderBy("rank"))
        place = place.withColumn(name, nth > 1)
    counted = place.withColumn("made", _count(sf.col("rank"), sf.col("copy"), sf.col("same_parent")))
    made = counted.groupBy("post").agg(sf.sum("made").cast("int").alias("repairs"))
    stands = counted.filter(sf.col("rank") == 0)
    return stands.join(made, "post").select(*_columns(), "repairs")


def _columns() -> list[Column]:
    at = sf.col("post_at").alias("at")
    return [*(sf.col(name) for name in ("post", "uid", "author")), at, sf.col("parent"), sf.col("kind")]


def _count(rank: Column, copy: Column, same_parent: Column) -> Column:
    """Repairs of one row, as `analytics.cascades.repair` tallies them."""
    hangs, extra, new = sf.col("parent").isNotNull(), rank > 0, ~copy
    repeated = copy | (hangs & same_parent) | (~hangs & (sf.col("refused") == 0))
    reasons = [
        new & _refused(SELF),
        new & _refused(LATER),
        new & _refused(UNKNOWN) & (hangs | extra),
        extra & hangs & ~same_parent,
        extra & repeated,
    ]
    return reduce(add, (reason.cast("int") for reason in reasons))


def _refused(bit: int) -> Column:
    return sf.col("refused").bitwiseAND(bit) > 0
