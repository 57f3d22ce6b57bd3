"""A reply, what it answers and the post that began it all: the texts a stance is read from."""

import polars as pl

from analytics.cascades.forest import plant

_PARENTS = ("repost_of_uid", "reply_to_uid", "quote_of_uid", "root_uid")


def contexts(posts: pl.DataFrame) -> pl.DataFrame:
    """One row a post, by uid: the texts around it. Accounts are not looked at.

    posts    the canonical post table; `text` may be absent
    returns  uid, text, parent_text, root_text (null where not among the posts), depth (hops), answers (it
             replies to or quotes a post, and reposts none)
    raises   as `analytics.cascades.measure`
    """
    names = [name for name in ("uid", "author_uid", "created_at", "text", *_PARENTS) if name in posts.columns]
    table = posts.select(names).sort(names, nulls_last=True).unique("uid", keep="first", maintain_order=True)
    forest = plant(table)
    text = _column(table, "text")
    shape, parent = forest.shape, pl.Series(forest.parent, dtype=pl.Int64)
    root = pl.Series(shape.root[shape.cascade], dtype=pl.Int64)
    own = pl.int_range(len(root), dtype=pl.Int64, eager=True)
    answers = _column(table, "reply_to_uid").is_not_null() | _column(table, "quote_of_uid").is_not_null()
    return pl.DataFrame(
        {
            "uid": forest.uid,
            "text": text.fill_null(""),
            "parent_text": text.gather(parent.set(parent < 0, None)),
            "root_text": text.gather(root.set(root == own, None)),
            "depth": pl.Series(shape.level, dtype=pl.Int64),
            "answers": answers & _column(table, "repost_of_uid").is_null(),
        }
    )


def threads(posts: pl.DataFrame) -> pl.DataFrame:
    """The thread of each post, by uid: uid, thread (the uid of its root), root_text."""
    table = posts.sort("uid", "created_at").unique("uid", keep="first", maintain_order=True)
    forest = plant(table)
    root = forest.shape.root[forest.shape.cascade]
    return pl.DataFrame(
        {
            "uid": forest.uid,
            "thread": forest.uid.gather(root),
            "root_text": _column(table, "text").gather(root),
        }
    )


def _column(table: pl.DataFrame, name: str) -> pl.Series:
    given = table[name] if name in table.columns else pl.Series([None] * table.height, dtype=pl.String)
    return given.cast(pl.String).alias(name)
