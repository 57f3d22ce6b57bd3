"""Shares of posts: which object each post shares, for each way of acting together."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from analytics.codes import encode, find
from analytics.posts import instants

Kind: TypeAlias = Literal["repost", "link", "hashtags", "text", "reply", "media"]
FEWEST_HASHTAGS = 2  # one hashtag is a topic, not a signature
FEWEST_WORDS = 5  # "bonne journée à tous" is said by many
_ADDRESS = r"(?:https?://|www\.)\S+"
_NOISE = r"[^\p{L}\p{N}#]+"
_OPTIONAL = ("text", "text_key", "repost_of_uid", "reply_to_uid", "urls", "hashtags", "media")
_LISTS = {"urls", "hashtags", "media"}


def of_posts(posts: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Shares that `coordination` reads.

    posts    uid, author_uid, created_at and, as far as known, text, text_key, repost_of_uid, reply_to_uid,
             urls, hashtags, media
    kind     repost    the post at the end of a chain of reposts
             link      each address in a post (reposts aside: they repeat another's)
             hashtags  the set of a post's hashtags, at least FEWEST_HASHTAGS (reposts aside)
             text      `text_key` where there is one, else the text without mentions, addresses, case and
                       punctuation, at least FEWEST_WORDS words (reposts aside)
             reply     the post that is answered
             media     each media hash (reposts aside)
    returns  object_id, account_id, content_id (text), timestamp_share (UTC), by content, then object; posts without
             author or time are left out, of several rows of one uid the earliest counts
    raises   ValueError for another kind, or as `analytics.posts.instants`
    """
    if kind not in _OBJECTS:
        raise ValueError(f"there is no kind {kind!r}; there are {', '.join(_OBJECTS)}")
    held = _held(posts)
    objects = _OBJECTS[kind](held)
    return (
        objects.drop_nulls(["object_id", "author_uid", "created_at"])
        .filter(pl.col("object_id") != "")
        .select("object_id", account_id="author_uid", content_id="uid", timestamp_share="created_at")
        .sort("content_id", "object_id")
    )


def _held(posts: pl.DataFrame) -> pl.DataFrame:
    """One row a post with every column that a kind may read."""
    missing = [
        pl.lit(None, pl.List(pl.String) if name in _LISTS else pl.String).alias(name)
        for name in _OPTIONAL
        if name not in posts.columns
    ]
    table = posts.with_columns(instants(posts["created_at"]).alias("created_at"), *missing)
    return table.sort("uid", "created_at", nulls_last=True).unique("uid", keep="first", maintain_order=True)


def _own(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.filter(pl.col("repost_of_uid").is_null())


def _reposts(posts: pl.DataFrame) -> pl.DataFrame:
    """Every repost with the post at the end of its chain, known or not."""
    reposts = posts.filter(pl.col("repost_of_uid").is_not_null())
    next_ = find(encode(reposts["uid"]), reposts["repost_of_uid"]).astype(np.int64)
    last = np.where(next_ < 0, np.arange(next_.size), next_)
    for _ in range(next_.size.bit_length()):
        last = last[last]
    return reposts.with_columns(object_id=reposts["repost_of_uid"].gather(last))


def _listed(column: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Each distinct value of a column of lists."""

    def objects(posts: pl.DataFrame) -> pl.DataFrame:
        own = _own(posts).with_columns(object_id=pl.col(column).cast(pl.List(pl.String)))
        return own.explode("object_id").unique(["uid", "object_id"], maintain_order=True)

    return objects


def _hashtag_sets(posts: pl.DataFrame) -> pl.DataFrame:
    lowered = pl.col("hashtags").cast(pl.List(pl.String)).list.eval(pl.element().str.to_lowercase())
    tags = lowered.list.drop_nulls().list.unique().list.sort()
    enough = tags.list.len() >= FEWEST_HASHTAGS
    return _own(posts).with_columns(object_id=pl.when(enough).then(tags.list.join(" ")))


def _texts(posts: pl.DataFrame) -> pl.DataFrame:
    simple = (
        pl.col("text")
        .str.to_lowercase()
        .str.replace_all(_ADDRESS, " ")
        .str.replace_all(r"@[\w.@-]+", " ")
        .str.replace_all(_NOISE, " ")
        .str.strip_chars()
    )
    long = pl.when(simple.str.count_matches(" ") >= FEWEST_WORDS - 1).then(simple)
    return _own(posts).with_columns(object_id=pl.coalesce("text_key", long))


def _replies(posts: pl.DataFrame) -> pl.DataFrame:
    return _own(posts).with_columns(object_id="reply_to_uid")


_OBJECTS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "repost": _reposts,
    "link": _listed("urls"),
    "hashtags": _hashtag_sets,
    "text": _texts,
    "reply": _replies,
    "media": _listed("media"),
}
