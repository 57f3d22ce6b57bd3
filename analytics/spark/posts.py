"""The canonical post table as Spark columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as sf
from pyspark.sql.types import TimestampNTZType, TimestampType

from analytics.posts import PARENTS, REQUIRED

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def read(posts: DataFrame) -> DataFrame:
    """uid, author, at (µs since 1970, null where unknown) and the four columns of PARENTS, text.

    Raises ValueError for a missing column, a row without uid, or a time that is no timestamp.
    """
    missing = [name for name in REQUIRED if name not in posts.columns]
    if missing:
        raise ValueError(f"posts have no column {', '.join(missing)}; their columns are {posts.columns}")
    if posts.filter(sf.col("uid").isNull()).limit(1).count():
        raise ValueError("a row has no uid")
    return posts.select(
        sf.col("uid").cast("string").alias("uid"),
        sf.col("author_uid").cast("string").alias("author"),
        instant(posts, "created_at").alias("at"),
        *(text(posts, name).alias(name) for name in PARENTS),
    )


def instant(table: DataFrame, name: str) -> Column:
    """µs since 1970 of a column of timestamps; without a zone they are UTC."""
    kind = table.schema[name].dataType
    if not isinstance(kind, TimestampType | TimestampNTZType):
        raise ValueError(f"{name} is {kind.simpleString()}: canonical Parquet holds timestamps")  # noqa: TRY004 - the file is wrong, not the call
    if isinstance(kind, TimestampType):
        return sf.unix_micros(name)
    since = sf.lit("1970-01-01 00:00:00").cast("timestamp_ntz")
    return sf.timestamp_diff("MICROSECOND", since, sf.col(name))


def text(table: DataFrame, name: str) -> Column:
    """The column as text, or nulls where the table does not have it."""
    return sf.col(name).cast("string") if name in table.columns else sf.lit(None).cast("string")
