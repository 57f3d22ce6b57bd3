"""Rows of `cypher/windows` as the canonical post frame of the analyses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.runs import Frames, Result

POSTS = "windows/posts"
WORDS = (POSTS, "windows/texts", "windows/addresses", "windows/hashtags", "windows/communes")
_RELATIONS = {"REPLY_TO": "reply_to_uid", "REPOST_OF": "repost_of_uid", "QUOTES": "quote_of_uid"}


def canonical(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of windows/posts (one a post and parent) as the canonical columns of `measure`.

    A post that both answers and quotes is one row; only a second parent of one relation makes a second row.
    """
    nth = pl.int_range(pl.len()).over("uid", "relation").alias("nth")
    parents = [
        pl.col("parent_uid").filter(pl.col("relation") == relation).first().alias(column)
        for relation, column in _RELATIONS.items()
    ]
    posts = rows.with_columns(nth).group_by("uid", "nth", maintain_order=True)
    return posts.agg(pl.col("author_uid", "at_ms", "root_uid").first(), *parents).select(
        "uid",
        "author_uid",
        pl.from_epoch("at_ms", time_unit="ms")
        .dt.cast_time_unit("us")
        .dt.replace_time_zone("UTC")
        .alias("created_at"),
        "root_uid",
        *_RELATIONS.values(),
    )


def on_posts(
    compute: Callable[[pl.DataFrame, Frames], list[Result]],
) -> Callable[[Frames], list[Result]]:
    """What a stage computes from the canonical posts of its windows; nothing where there are no posts."""

    def computed(frames: Frames) -> list[Result]:
        posts = posts_of(frames)
        return [] if posts.is_empty() else compute(posts, frames)

    return computed


def posts_of(frames: Frames) -> pl.DataFrame:
    """The canonical post frame with texts, addresses, hashtags and communes, from the windows that were read."""
    posts = canonical(frames[POSTS])
    if "windows/texts" in frames:
        posts = posts.join(frames["windows/texts"], on="uid", how="left", maintain_order="left")
    for name, column, listed in (("addresses", "url", "urls"), ("hashtags", "tag", "hashtags")):
        if (window := f"windows/{name}") in frames:
            lists = frames[window].group_by("uid").agg(pl.col(column).sort().alias(listed))
            posts = posts.join(lists, on="uid", how="left", maintain_order="left")
    if "windows/communes" in frames:
        only = frames["windows/communes"].group_by("uid").agg(pl.col("place_insee").min())
        posts = posts.join(only, on="uid", how="left", maintain_order="left")
    return posts
