"""The posts of a watch: in order of time, with their conversation, their territory and what their words do."""

from datetime import datetime
from functools import cache

import polars as pl

from analytics.claims.guard import stances
from analytics.posts import PARENTS, instants
from analytics.signals.uids import Known
from analytics.signals.urgency import urgent
from graph import territory

TEXTS = ("text", "place_insee", "departement", *PARENTS)
LISTS = ("needs", "hashtags", "urls")
KEPT = ("text", "place_insee", *PARENTS, *LISTS, "author_followers")


def watched(posts: pl.DataFrame, as_of: datetime, known: Known | None = None) -> pl.DataFrame:
    """A row a post until `as_of`, by time and uid; a uid that stands twice, or is known, counts once.

    posts    uid and created_at; where they are there author_uid, text, place_insee, departement, needs, hashtags,
             urls, author_followers and the columns of analytics.posts.PARENTS
    known    what earlier calls saw; it learns these posts
    returns  uid, author (the post itself where nobody is named), at, relay (repeats another post), answers (uid it
             replies to or quotes), conversation (a number that its posts share so far: known.talks), newcomer (its
             author's first post), commune, departement, urgent, query, denial (bool, null without a text), and the
             columns above as they came, null where there was none

    Raises ValueError without uid or created_at, or for a post without uid.
    """
    kept = (
        _read(posts)
        .filter(pl.col("at") <= as_of)
        .sort("at", "uid", "author", *TEXTS)
        .unique("uid", keep="first")
    )
    kept = kept.sort("at", "uid")
    known = Known() if known is None else known
    kept = kept.filter(~known.talks.seen(kept["uid"]))
    author = kept.select(pl.coalesce("author", "uid")).to_series()
    marked = _placed(kept).join(_marks(kept["text"]), on="text", how="left", maintain_order="left")
    return marked.select(
        "uid",
        "at",
        *("commune", "departement", *KEPT, "urgent", "query", "denial"),
        author=author,
        relay=pl.col("repost_of_uid").is_not_null(),
        answers=pl.coalesce("reply_to_uid", "quote_of_uid"),
        conversation=pl.Series(known.talks.join(kept)),
        newcomer=pl.Series(known.authors.of(author)[1]),
    )


def _read(posts: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in ("uid", "created_at") if name not in posts.columns]
    if missing:
        raise ValueError(f"posts have no column {', '.join(missing)}; their columns are {posts.columns}")
    if posts["uid"].null_count():
        raise ValueError(f"row {posts['uid'].is_null().arg_max()} has no uid")
    empty = {**dict.fromkeys(TEXTS, pl.String()), **dict.fromkeys(LISTS, pl.List(pl.String))}
    columns = [
        (pl.col(name) if name in posts.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in {**empty, "author_uid": pl.String(), "author_followers": pl.Float64()}.items()
    ]
    at = instants(posts["created_at"]).alias("at")
    return posts.select(pl.col("uid").cast(pl.String), at, *columns).rename({"author_uid": "author"})


def _placed(kept: pl.DataFrame) -> pl.DataFrame:
    """With commune (a current code) and its département; a département may be all that is known."""
    current, known = _territory()
    coded = kept.join(current, on="place_insee", how="left", maintain_order="left").with_columns(
        commune=pl.coalesce("current", "place_insee")
    )
    joined = coded.join(known, on="commune", how="left", maintain_order="left")
    is_commune = pl.col("of_commune").is_not_null()
    return joined.with_columns(
        pl.when(is_commune).then("commune"), departement=pl.coalesce("of_commune", "departement")
    )


@cache
def _territory() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Current code of every code a commune ever had; département of the communes there are."""
    aliases = territory.aliases().select(place_insee="alias", current="code")
    current = aliases.unique("place_insee", keep="first", maintain_order=True)
    return current, territory.communes().select(commune="code", of_commune="departement")


def _marks(text: pl.Series) -> pl.DataFrame:
    """What each distinct text does: text, urgent, query, denial."""
    distinct = text.drop_nulls().unique(maintain_order=True)
    said = stances(distinct)
    return pl.DataFrame(
        {
            "text": distinct,
            "urgent": urgent(distinct),
            "query": said["query"],
            "denial": said["denial"] | said["scam"],
        }
    )
