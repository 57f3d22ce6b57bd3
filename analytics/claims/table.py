"""One row a claim: its title, size, platforms, languages, territories, first posts, rate, denials."""

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.posts import UTC

FIRST = 3  # posts named as the first ones
MARKS = 8  # bytes a key from which marks cost more than they save
TABLE = pl.Schema(
    {
        "claim_id": pl.String(), "title": pl.String(), "size": pl.Int64(), "platforms": pl.List(pl.String),
        "languages": pl.List(pl.String), "territories": pl.List(pl.String), "first_at": UTC, "last_at": UTC,
        "rate_per_h": pl.Float64(), "denials": pl.Int64(), "denial_share": pl.Float64(), "denial_lag_s": pl.Float64(),
        "first_uids": pl.List(pl.String),
    }
)  # fmt: skip


def summary(stated: pl.DataFrame, denied: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    """TABLE, one row a claim, the largest first.

    stated  group, uid, at, and the categories platform, lang, place_insee: a row a post that states a claim, in
            order of time
    denied  group, uid, at: a row a post that denies one
    titles  group, claim_id, title

    rate_per_h    posts an hour from the first to the last post, over an hour at least
    denial_share  denials among the posts that state or deny it
    denial_lag_s  seconds from the first post that states it to the first that denies it; null without denial,
                  negative when the denial came first
    """
    said = stated.group_by("group").agg(
        pl.len().cast(pl.Int64).alias("size"),
        pl.col("at").min().alias("first_at"),
        pl.col("at").max().alias("last_at"),
        pl.col("uid").head(FIRST).alias("first_uids"),
    )
    refused = denied.group_by("group").agg(
        pl.col("uid").n_unique().cast(pl.Int64).alias("denials"), pl.col("at").min().alias("denied_at")
    )
    hours = (pl.col("last_at") - pl.col("first_at")).dt.total_microseconds() / 3.6e9
    lag = (pl.col("denied_at") - pl.col("first_at")).dt.total_microseconds() / 1e6
    denials = pl.col("denials").fill_null(0)
    for column, name in (("platform", "platforms"), ("lang", "languages"), ("place_insee", "territories")):
        values = _distinct(stated, column).rename({column: name})
        said = said.join(values, on="group", how="left").with_columns(pl.col(name).fill_null([]))
    return (
        said.join(titles, on="group", how="left")
        .join(refused, on="group", how="left")
        .with_columns(
            rate_per_h=pl.col("size") / hours.fill_null(1.0).clip(1.0),
            denials=denials,
            denial_share=denials / (denials + pl.col("size")),
            denial_lag_s=lag,
        )
        .select(TABLE.names())
        .cast(TABLE)
        .sort("size", "claim_id", descending=[True, False])
    )


def _distinct(stated: pl.DataFrame, column: str) -> pl.DataFrame:
    """`group` and the distinct values of a column of categories, in order; no row for a group without any."""
    known = stated.select("group", column).drop_nulls()
    if known.is_empty():
        return known.group_by("group").agg(column).cast({column: pl.List(pl.String)})
    code, names = _dense(known[column])
    key = _seen(known["group"].to_numpy() * len(names) + code)
    pairs = pl.DataFrame({"group": key // len(names), column: names.gather(key % len(names))})
    return pairs.sort("group", column).group_by("group", maintain_order=True).agg(column)


def _dense(values: pl.Series) -> tuple[Int64s, pl.Series]:
    """Number of each category among those used, and their names; categories of a process are numbered together."""
    code = values.to_physical().to_numpy().astype(np.int64)
    example = np.full(int(code.max()) + 1, -1, np.int64)
    example[code] = np.arange(code.size)
    used = np.flatnonzero(example >= 0)
    dense = np.zeros(example.size, np.int64)
    dense[used] = np.arange(used.size)
    return dense[code], values.gather(example[used]).cast(pl.String)


def _seen(key: Int64s) -> Int64s:
    """The distinct keys, in order: by marks where they lie close, else by sorting."""
    if int(key.max(initial=0)) > MARKS * key.size:
        return np.unique(key)
    marked = np.zeros(int(key.max(initial=-1)) + 1, np.bool_)
    marked[key] = True
    return np.flatnonzero(marked)
