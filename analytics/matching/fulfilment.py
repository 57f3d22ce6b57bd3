"""How far each need has come: need → committed → answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.claims.text import folded
from analytics.matching.cues import DONE, LACKING, OFFERING, QUESTION
from analytics.matching.table import ANSWERED, COMMITTED, OPEN, STATES
from analytics.posts import instants

if TYPE_CHECKING:
    from datetime import datetime

_STATE: Final = pl.Enum(STATES)
MARKS: Final = ("need_uid", "state", "at", "evidence", "offer_uid")


def states(needs: pl.DataFrame, marks: pl.DataFrame, *, as_of: datetime | None = None) -> pl.DataFrame:
    """The state of each need by its last mark.

    needs    `need_uid`, each once
    marks    need_uid, state, at, evidence (a post or a note), offer_uid (what commits, or null), in any order
    as_of    later marks are not used
    returns  need_uid, state, since, evidence, offer_uid, by need_uid; a need without a mark is open since null

    A commitment does not undo an answer: what has been answered becomes open again only by a mark that says so.
    Of two marks of one instant the further one stands.
    """
    known = marks.with_columns(pl.col("state").cast(_STATE))
    if as_of is not None:
        known = known.filter(pl.col("at") <= as_of)
    known = known.sort("need_uid", "at", "state", "evidence", nulls_last=True)
    opened = (pl.col("state") == OPEN).cum_sum().over("need_uid")
    current = known.filter(opened == opened.max().over("need_uid"))
    answer = (pl.col("state") == ANSWERED).any().over("need_uid")
    told = current.filter(~answer | (pl.col("state") == ANSWERED)).unique(
        "need_uid", keep="last", maintain_order=True
    )
    found = needs.select("need_uid").join(told, on="need_uid", how="left").sort("need_uid")
    state = pl.col("state").cast(pl.String).fill_null(OPEN)
    return found.select("need_uid", state, pl.col("at").alias("since"), "evidence", "offer_uid")


def reply_marks(posts: pl.DataFrame, needs: pl.DataFrame) -> pl.DataFrame:
    """What answers under a need say of it: a mark a reply or quote that commits, or says that help has come.

    posts    canonical posts with `text`, `reply_to_uid`, `root_uid`, `quote_of_uid` where there are such
    needs    `need_uid`: the post that expresses the need
    returns  MARKS, evidence: the post that says so, offer_uid: the same where it commits

    Another account that offers commits; the one who asked, answering in the thread, says that help has come. Both
    are read from wordings (`cues`), French and English; questions are passed over, a text that lacks says neither.
    """
    answers = _answers(posts, needs)
    said = answers.with_columns(words=folded(answers["text"]).str.replace_all(QUESTION, " "))
    plain = ~pl.col("words").str.contains(LACKING)
    commits = ~pl.col("own") & pl.col("words").str.contains(OFFERING) & plain
    done = pl.col("own") & pl.col("words").str.contains(DONE) & plain
    state = pl.when(commits).then(pl.lit(COMMITTED)).when(done).then(pl.lit(ANSWERED))
    found = said.with_columns(state=state).drop_nulls("state")
    offer = pl.when(pl.col("state") == COMMITTED).then("uid")
    marks = found.select("need_uid", pl.col("state").cast(_STATE), "at", evidence="uid", offer_uid=offer)
    return marks.sort(MARKS)


def _answers(posts: pl.DataFrame, needs: pl.DataFrame) -> pl.DataFrame:
    """need_uid, uid, text, at, own (by who asked) of posts that answer a need, each once a need."""
    wanted = needs.select("need_uid").unique()
    told = posts.select("uid", "author_uid", "text", at=instants(posts["created_at"])).unique(
        "uid", keep="first"
    )
    asker = told.select(need_uid="uid", asker="author_uid")
    links = [
        posts.select("uid", need_uid=pl.col(name).cast(pl.String))
        for name in ("reply_to_uid", "quote_of_uid", "root_uid")
        if name in posts.columns
    ]
    empty = pl.DataFrame(schema={"uid": pl.String, "need_uid": pl.String})
    answers = pl.concat([empty, *links]).unique().filter(pl.col("uid") != pl.col("need_uid"))
    found = answers.join(wanted, on="need_uid", how="semi").join(told, on="uid").join(asker, on="need_uid")
    return found.with_columns(own=pl.col("author_uid") == pl.col("asker")).drop("author_uid", "asker")
