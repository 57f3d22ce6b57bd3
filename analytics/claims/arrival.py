"""New posts become rows: whose words they repeat, what they say as a row of contents, whom they answer."""

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.claims.reading import rows_of, sources
from analytics.claims.wordings import worded
from analytics.codes import encode
from analytics.posts import UTC

POSTS = pl.Schema(
    {
        "uid": pl.String(), "at": UTC, "text": pl.String(), "lang": pl.String(), "platform": pl.String(),
        "place_insee": pl.String(), "content": pl.Int64(), "opposed": pl.Boolean(), "denial": pl.Boolean(),
        "repeats": pl.Boolean(), "parent_uid": pl.String(), "parent": pl.Int64(),
    }
)  # fmt: skip
CONTENTS = pl.Schema(
    {
        "content": pl.String(), "stems": pl.Int64(), "answer": pl.Boolean(), "uses": pl.Int64(), "leader": pl.Int64(),
        "likeness": pl.Float64(),
    }
)  # fmt: skip
SIDES = ("content", "opposed", "denial")


def arriving(
    rows: pl.DataFrame, known: pl.DataFrame, contents: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The new rows of POSTS (n,), and CONTENTS with what they add to it.

    rows    as reading.read gives them, none of them known yet
    known   POSTS so far; contents: CONTENTS so far
    """
    source = sources(rows, encode(rows["uid"]))
    told = rows_of(rows["repost_of_uid"], known["uid"])[source]
    own = np.flatnonzero((source == np.arange(rows.height)) & (told < 0))
    said = worded(rows[own])
    answer = rows.select(_answered())[own].to_series()
    row, grown = _contents(contents, said.with_columns(answer=answer.is_not_null()))
    place = np.zeros(rows.height, np.int64)
    place[own] = np.arange(own.size)
    spoken = said.select(pl.Series("content", row), "opposed", "denial").with_columns(
        text=rows["text"].gather(own), parent_uid=answer
    )
    spoken = _with_told(spoken[place[source]], known, told)
    repeats = (source != np.arange(rows.height)) | (told >= 0)
    new = rows.select("uid", "at", "lang", "platform", "place_insee").with_columns(spoken.get_columns())
    new = new.with_columns(
        repeats=pl.Series(repeats),
        parent=pl.lit(None, pl.Int64),
        text=pl.when(~pl.Series(repeats)).then("text"),
    )
    uses = np.bincount(new["content"].drop_nulls().to_numpy(), minlength=grown.height)
    return new.select(POSTS.names()).cast(POSTS), grown.with_columns(uses=pl.col("uses") + pl.Series(uses))


def with_parents(posts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """POSTS with the parents that are known by now, and the contents of new pairs: child, parent."""
    waits = posts["parent_uid"].is_not_null() & posts["parent"].is_null()
    row = waits.arg_true()
    found = rows_of(posts["parent_uid"].gather(row), posts["uid"])
    there = np.flatnonzero(found >= 0)
    child, parent = row.to_numpy()[there], found[there]
    said = posts["content"]
    pairs = pl.DataFrame(
        [
            said.gather(child).alias("child"),
            said.gather(parent).alias("parent"),
            posts["repeats"].gather(child),
        ]
    )
    with_parent = posts.with_columns(posts["parent"].clone().scatter(child, parent))
    return with_parent, pairs.filter(~pl.col("repeats")).select("child", "parent").drop_nulls()


def _answered() -> pl.Expr:
    """The post that a reply or a quote answers; a repost says nothing of its own."""
    other = pl.coalesce("reply_to_uid", "quote_of_uid")
    own = pl.col("repost_of_uid").is_null() & (other != pl.col("uid"))
    return pl.when(own).then(other).alias("parent_uid")


def _with_told(spoken: pl.DataFrame, known: pl.DataFrame, told: Int64s) -> pl.DataFrame:
    """The words of reposts of posts that were known before (told: their row, or -1)."""
    there = np.flatnonzero(told >= 0)
    if not there.size:
        return spoken
    before = known.select(spoken.columns)[told[there]].cast(spoken.schema)
    return spoken.with_columns(spoken[c].clone().scatter(there, before[c]) for c in spoken.columns)


def _contents(contents: pl.DataFrame, said: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Row of contents for each of n sayings, null for an empty one, and the grown CONTENTS."""
    distinct = said.filter(pl.col("content") != "").group_by("content", maintain_order=True)
    seen = distinct.agg(pl.col("stems").max(), pl.col("answer").all())
    old = contents.with_row_index("row").select("content", pl.col("row").cast(pl.Int64))
    both = seen.join(old, on="content", how="left", maintain_order="left")
    fresh = both.filter(pl.col("row").is_null()).drop("row")
    number = pl.int_range(pl.len(), dtype=pl.Int64) + contents.height
    fresh = fresh.with_columns(row=number, uses=pl.lit(0), leader=number, likeness=pl.lit(1.0))
    originals = both.filter(pl.col("row").is_not_null(), ~pl.col("answer"))["row"]
    known = contents.with_columns(answer=contents["answer"].clone().scatter(originals, values=False))
    grown = pl.concat([known, fresh.select(CONTENTS.names()).cast(CONTENTS)])
    numbers = pl.concat(
        [both.filter(pl.col("row").is_not_null()).select("content", "row"), fresh.select("content", "row")]
    )
    return said.select("content").join(numbers, on="content", how="left", maintain_order="left")["row"], grown
