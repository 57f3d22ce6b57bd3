"""New posts become rows: whose words they repeat, what they say as a row of contents, whom they answer."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.claims.reading import rows_of, sources
from analytics.claims.wordings import worded
from analytics.codes import encode
from analytics.posts import UTC

POSTS = pl.Schema(
    {
        "uid": pl.String(), "at": UTC, "text": pl.String(), "lang": pl.Categorical(), "platform": pl.Categorical(),
        "place_insee": pl.Categorical(), "content": pl.Int64(), "opposed": pl.Boolean(), "denial": pl.Boolean(),
        "repeats": pl.Boolean(), "parent_uid": pl.String(), "parent": pl.Int64(),
    }
)  # fmt: skip
CONTENTS = pl.Schema(
    {
        "content": pl.String(), "stems": pl.Int64(), "answer": pl.Boolean(), "uses": pl.Int64(), "leader": pl.Int64(),
        "likeness": pl.Float64(),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrivals:
    """New rows (n,) as reading.read gives them, and where they meet known posts.

    original, answered  (n,)  row of the known post that each reposts, or answers; -1 for none
    """

    rows: pl.DataFrame
    original: Int64s
    answered: Int64s


def arrivals(rows: pl.DataFrame, known: pl.DataFrame) -> Arrivals:
    """The rows that are not among the known POSTS; these are read once, for they are many."""
    wanted = pl.concat([rows["uid"], rows["repost_of_uid"], rows.select(_answered()).to_series()])
    itself, original, answered = rows_of(wanted, known["uid"]).reshape(3, -1)
    new = itself < 0
    return Arrivals(rows.filter(pl.Series(new)), original[new], answered[new])


def arriving(
    arrived: Arrivals, known: pl.DataFrame, contents: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The new rows of POSTS (n,), and CONTENTS with what they add to it.

    known   POSTS so far; contents: CONTENTS so far
    """
    rows = arrived.rows
    source = sources(rows, encode(rows["uid"]))
    told = arrived.original[source]
    own = np.flatnonzero((source == np.arange(rows.height)) & (told < 0))
    said = worded(rows[own])
    answer = rows.select(_answered())[own].to_series()
    row, grown = _contents(contents, said.with_columns(answer=answer.is_not_null()))
    place = np.full(rows.height, -1)
    place[own] = np.arange(own.size)
    spoken = said.select(pl.Series("content", row), "opposed", "denial").with_columns(
        text=rows["text"].gather(own), parent_uid=answer
    )
    said_at = pl.Series(
        place[source]
    )  # -1 where a post that was known before says it: there may be no others
    spoken = spoken.select(pl.all().gather(said_at.set(said_at < 0, None)))
    spoken = _with_told(spoken, known, told)
    repeats = (source != np.arange(rows.height)) | (told >= 0)
    new = rows.select("uid", "at", "lang", "platform", "place_insee").with_columns(spoken.get_columns())
    new = new.with_columns(
        repeats=pl.Series(repeats),
        parent=_known_parents(arrived.answered[source], spoken["parent_uid"], rows["uid"], known.height),
        text=pl.when(~pl.Series(repeats)).then("text"),
    )
    uses = np.bincount(new["content"].drop_nulls().to_numpy(), minlength=grown.height)
    return new.select(POSTS.names()).cast(POSTS), grown.with_columns(uses=pl.col("uses") + pl.Series(uses))


def _known_parents(answered: Int64s, parent: pl.Series, uid: pl.Series, before: int) -> pl.Series:
    """Row of each new post's parent, among those before and the new ones; null where it is not known."""
    here = rows_of(parent, uid)
    row = np.where(answered >= 0, answered, np.where(here >= 0, here + before, -1))
    return pl.select(pl.when(pl.Series(row) >= 0).then(pl.Series(row))).to_series()


def with_late_parents(posts: pl.DataFrame, before: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """POSTS with the parents that came after their answers, and the contents of new pairs: child, parent.

    before  how many of the posts were known
    """
    old = posts.slice(0, before)
    waiting = (old["parent_uid"].is_not_null() & old["parent"].is_null()).arg_true().to_numpy()
    found = rows_of(old["parent_uid"].gather(waiting), posts["uid"].slice(before))
    child, parent = waiting[found >= 0], found[found >= 0] + before
    grown = posts.with_columns(posts["parent"].clone().scatter(child, parent)) if child.size else posts
    new = grown["parent"].slice(before).is_not_null().arg_true().to_numpy() + before
    rows = np.concatenate([child, new])
    pairs = grown.select("repeats", "parent", child="content")[rows]
    pairs = pairs.with_columns(parent=grown["content"].gather(pairs["parent"]))
    return grown, pairs.filter(~pl.col("repeats")).select("child", "parent").drop_nulls()


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
