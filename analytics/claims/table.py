"""One row a claim: its title, size, platforms, languages, territories, first posts, rate, denials."""

import polars as pl

from analytics.posts import UTC

FIRST = 3  # posts named as the first ones
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

    stated  group, uid, at, platform, lang, place_insee: a row a post that states a claim, in order of time
    denied  group, uid, at: a row a post that denies one
    titles  group, claim_id, title

    rate_per_h    posts an hour from the first to the last post, over an hour at least
    denial_share  denials among the posts that state or deny it
    denial_lag_s  seconds from the first post that states it to the first that denies it; null without denial,
                  negative when the denial came first
    """
    said = stated.group_by("group").agg(
        pl.len().cast(pl.Int64).alias("size"),
        _distinct("platform").alias("platforms"),
        _distinct("lang").alias("languages"),
        _distinct("place_insee").alias("territories"),
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


def _distinct(column: str) -> pl.Expr:
    return pl.col(column).drop_nulls().unique().sort()
