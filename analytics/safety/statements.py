"""Who says to be safe or to need help: one statement a person and post, for counting alone."""

import polars as pl

from analytics.claims.text import folded
from analytics.posts import instants
from analytics.safety.cues import ASIDE, HELP, PLEA, SAFE, UNSAFE

SAFE_SAID, HELP_SAID = "safe", "help"
_QUESTION = r"[^.!?…]*\?[?! ]*"
_QUOTED = r"«[^»]*»|\"[^\"]*\"|“[^”]*”"


def said(texts: pl.Series) -> pl.Series:
    """What each text (n,) says of its writer and the writer's own: safe, help or null.

    Wishes, advice, questions, quotations, news of others and what is denied are passed over; "not safe" is help. A
    text that says both needs help: "we are safe but trapped" must not be counted among the safe.
    """
    frame = folded(texts.fill_null("")).to_frame("text")
    bare = pl.col("text").str.replace_all(_QUOTED, " ")
    plain = bare.str.replace_all(_QUESTION, " ").str.replace_all(ASIDE, " , ")
    stated = frame.with_columns(plain=plain)
    unsafe = pl.col("plain").str.contains(UNSAFE)
    needy = unsafe | pl.col("plain").str.contains(HELP) | bare.str.contains(PLEA)
    safe = pl.col("plain").str.contains(SAFE)
    what = pl.when(needy).then(pl.lit(HELP_SAID)).when(safe).then(pl.lit(SAFE_SAID))
    return stated.select(what.alias("said")).to_series()


def statements(posts: pl.DataFrame) -> pl.DataFrame:
    """person, at, said, place_insee of each post that says something; reposts say nothing.

    posts    canonical posts with `text`; `needs` (list) where it is known: a call for rescue is a need of help
    returns  in order of time; it names pseudonyms and is for `safety_check`, not for showing
    """
    text = pl.col("text") if "repost_of_uid" not in posts.columns else _own(posts)
    told = posts.select(
        person=pl.col("author_uid").cast(pl.String),
        at=instants(posts["created_at"]),
        text=text.cast(pl.String),
        place_insee=_column(posts, "place_insee"),
        rescue=_rescue(posts),
    )
    heard = told.with_columns(said=said(told["text"]))
    needy = pl.col("rescue") & pl.col("text").is_not_null()
    heard = heard.with_columns(said=pl.when(needy).then(pl.lit(HELP_SAID)).otherwise("said"))
    columns = ("person", "at", "said", "place_insee")
    return heard.drop_nulls(["said", "person", "at"]).select(columns).sort("at", "person", "said")


def _own(posts: pl.DataFrame) -> pl.Expr:
    relayed = pl.col("repost_of_uid").is_not_null() if posts.height else pl.lit(value=False)
    return pl.when(~relayed).then(pl.col("text"))


def _column(posts: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String) if name in posts.columns else pl.lit(None, dtype=pl.String)


def _rescue(posts: pl.DataFrame) -> pl.Expr:
    if "needs" not in posts.columns:
        return pl.lit(value=False)
    return pl.col("needs").cast(pl.List(pl.String)).list.contains("rescue").fill_null(value=False)
