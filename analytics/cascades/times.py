"""How fast: seconds until a cascade has reached so many people, or gone through so many hands."""

import polars as pl

from analytics.arrays import UNKNOWN_TIME, Int32s
from analytics.cascades.forest import Forest, plant
from analytics.cascades.tables import PREFIX
from analytics.codes import encode
from analytics.posts import SECOND

USERS = (10, 100, 1_000)
DEPTHS = (2, 4, 6, 8, 10)


def times(posts: pl.DataFrame) -> pl.DataFrame:
    """Seconds from the root to the k-th distinct known author and to the first post at each depth (Vosoughi 2018).

    posts    as `measure` takes them
    returns  cascade_id, time_to_10_s, time_to_100_s, time_to_1000_s, time_to_depth_2_s, … _10_s; null where that
             is not reached, or the root has no time; posts without a time are left out. In order of cascade_id.
    """
    forest = plant(posts)
    timed = _timed(forest, encode(posts["author_uid"].cast(pl.String).gather(forest.row)).code)
    reached = pl.DataFrame({"cascade": pl.int_range(forest.shape.root.size, dtype=pl.Int32, eager=True)})
    for found in (_users(timed), _depths(timed)):
        reached = reached.join(found, on="cascade", how="left", maintain_order="left")
    name = (PREFIX + forest.uid.gather(forest.shape.root)).alias("cascade_id")
    return reached.drop("cascade").insert_column(0, name).sort("cascade_id")


def _timed(forest: Forest, author: Int32s) -> pl.DataFrame:
    """cascade, level, author (null when unknown), delay in seconds, of the posts whose time and root's are known."""
    start = forest.at[forest.shape.root[forest.shape.cascade]]
    known = (forest.at != UNKNOWN_TIME) & (start != UNKNOWN_TIME)
    table = pl.DataFrame(
        {
            "cascade": forest.shape.cascade[known],
            "level": forest.shape.level[known],
            "author": author[known],
            "delay": (forest.at[known] - start[known]) / SECOND,
        }
    )
    return table.with_columns(pl.col("author").replace(-1, None))


def _users(timed: pl.DataFrame) -> pl.DataFrame:
    """The k-th smallest of the authors' first delays."""
    firsts = timed.drop_nulls("author").group_by("cascade", "author").agg(pl.col("delay").min())
    kth = [pl.col("delay").get(count - 1, null_on_oob=True).alias(f"time_to_{count}_s") for count in USERS]
    return firsts.sort("delay").group_by("cascade").agg(kth)


def _depths(timed: pl.DataFrame) -> pl.DataFrame:
    first = [
        pl.col("delay").filter(pl.col("level") == depth).min().alias(f"time_to_depth_{depth}_s")
        for depth in DEPTHS
    ]
    return timed.group_by("cascade").agg(first)
