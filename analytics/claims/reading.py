"""The canonical posts as the claims read them: one row a post, in order of time, every column there."""

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.codes import Codes, encode, find
from analytics.posts import UTC, instants

LIST = pl.List(pl.String)
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "uid": pl.String, "text": pl.String, "lang": pl.String, "platform": pl.String, "place_insee": pl.String,
    "repost_of_uid": pl.String, "reply_to_uid": pl.String, "quote_of_uid": pl.String, "urls": LIST, "media": LIST,
}  # fmt: skip
MOST_HOPS = 40  # 2**40 reposts of reposts


def read(posts: pl.DataFrame) -> pl.DataFrame:
    """COLUMNS and `at`, sorted by (at, uid), one row a uid: the earliest. Absent columns are null.

    Raises ValueError without uid or created_at, or for a null uid.
    """
    missing = {"uid", "created_at"} - set(posts.columns)
    if missing:
        raise ValueError(
            f"posts have no column {', '.join(sorted(missing))}; their columns are {posts.columns}"
        )
    if posts["uid"].null_count():
        raise ValueError(f"row {posts['uid'].is_null().arg_max()} has no uid")
    given = [
        (pl.col(name) if name in posts.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in COLUMNS.items()
    ]
    rows = posts.select(*given, instants(posts["created_at"]).cast(UTC).alias("at"))
    if rows["uid"].n_unique() == rows.height:
        return rows.sort("at", "uid", nulls_last=True)
    # What else two rows of one post may differ in decides last, so that the order of the rows never does.
    last = [pl.col(c) if COLUMNS[c] == pl.String else pl.col(c).list.join(" ") for c in COLUMNS if c != "uid"]
    return rows.sort("at", "uid", *last, nulls_last=True).unique("uid", keep="first", maintain_order=True)


def sources(posts: pl.DataFrame, codes: Codes) -> Int64s:
    """Row (n,) of the post whose words each repeats: through reposts of reposts, itself for all others."""
    own = np.arange(posts.height)
    target = find(codes, posts["repost_of_uid"]).astype(np.int64)
    source = np.where(target >= 0, target, own)
    for _ in range(MOST_HOPS):
        further = source[source]
        if np.array_equal(further, source):
            return source
        source = further
    looped = source[source] != source  # reposts that go round in a circle repeat nobody
    return np.where(looped, own, source)


def rows_of(wanted: pl.Series, among: pl.Series) -> Int64s:
    """Row in `among` of each wanted value, the first of several, -1 for none or a null; quick for few wanted."""
    codes = encode(wanted)
    number = find(codes, among)
    there = np.flatnonzero(number >= 0)[::-1]
    row = np.full(codes.first.size + 1, -1, np.int64)  # the last one is for nulls
    row[number[there]] = there
    return row[codes.code]
