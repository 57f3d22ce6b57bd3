"""What is counted: topics in territories, window by window."""

from datetime import timedelta

import polars as pl

from analytics.posts import UTC, instants
from graph import territory

ALL = "all"  # the topic of every post
EVERYWHERE = ""  # the territory of every post, placed or not
KEY = ("kind", "topic", "location_code")
MEMBERS = pl.Schema(
    {
        "kind": pl.String(), "topic": pl.String(), "location_code": pl.String(), "at": UTC, "unit": pl.String(),
        "uid": pl.String(),
    }
)  # fmt: skip


def members(posts: pl.DataFrame) -> pl.DataFrame:
    """MEMBERS: what each written post (analytics.signals.watched) counts for, once everywhere, once in its département.

    A need counts the people who express it. A hashtag, and all posts, count conversations: a thousand answers to
    one post are one conversation, its spread is told by the claims. Relays are left aside.
    """
    written = posts.filter(~pl.col("relay")).with_columns(
        conversation=pl.col("conversation").cast(pl.String), everything=pl.lit([ALL])
    )
    parts = [
        _counted(written, "need", "needs", "author"),
        _counted(written, "volume", "hashtags", "conversation", prefix="#"),
        _counted(written, "volume", "everything", "conversation"),
    ]
    return _rolled_up(pl.concat(parts))


def event_members(events: pl.DataFrame | None) -> pl.DataFrame:
    """MEMBERS of operational events (`uid, kind, at`, and place_insee where known): topic "event:" + their kind."""
    if events is None:
        return pl.DataFrame(schema=MEMBERS)
    known = territory.communes().select(place_insee="code", departement="departement")
    given = events.with_columns(instants(events["at"]).alias("at"))
    placed = (
        given.with_columns(pl.col("place_insee").cast(pl.String)).join(known, on="place_insee", how="left")
        if "place_insee" in events.columns
        else given.with_columns(departement=pl.lit(None, pl.String))
    )
    rows = placed.select(
        "departement",
        "at",
        kind=pl.lit("volume"),
        topic="event:" + pl.col("kind").cast(pl.String),
        unit=pl.col("uid").cast(pl.String),
        uid=pl.col("uid").cast(pl.String),
    )
    return _rolled_up(rows.drop_nulls(["at", "topic"]))


def stated_members(stated: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """MEMBERS of claims.

    stated  uid, claim_id, at: what each post states; posts: analytics.signals.watched
    """
    rows = stated.join(posts.select("uid", "departement"), on="uid").select(
        "departement", "at", "uid", kind=pl.lit("diffusion"), topic="claim_id", unit="uid"
    )
    whole = rows.with_columns(location_code=pl.lit(EVERYWHERE))
    placed = rows.drop_nulls("departement").with_columns(location_code="departement")
    return pl.concat([whole, placed], how="diagonal").select(MEMBERS.names())


def crowd_members(posts: pl.DataFrame) -> pl.DataFrame:
    """MEMBERS of panics (posts that are urgent or doubt) and of crowds (posts of a commune or département)."""
    written = posts.filter(~pl.col("relay")).with_columns(topic=pl.lit(ALL), unit="uid")
    marked = written.filter(pl.any_horizontal(pl.col("urgent", "query", "denial").fill_null(value=False)))
    columns = ("kind", "topic", "at", "unit", "uid")
    parts = [
        marked.with_columns(kind=pl.lit("panic")).select(*columns, location_code=pl.lit(EVERYWHERE)),
        marked.with_columns(kind=pl.lit("panic")).select(*columns, location_code="departement"),
        written.with_columns(kind=pl.lit("crowd")).select(*columns, location_code="departement"),
        written.with_columns(kind=pl.lit("crowd")).select(*columns, location_code="commune"),
    ]
    return pl.concat([part.drop_nulls("location_code").select(MEMBERS.names()) for part in parts])


def counts(rows: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    """KEY, at (start of a window), observed: distinct units of each series and window that has any."""
    start = pl.col("at").dt.truncate(window)
    return rows.group_by(*KEY, start).agg(observed=pl.col("unit").n_unique().cast(pl.Int64)).sort(*KEY, "at")


def _counted(written: pl.DataFrame, kind: str, topics: str, unit: str, prefix: str = "") -> pl.DataFrame:
    rows = written.select("departement", "at", "uid", unit=unit, topic=topics).explode("topic")
    named = rows.drop_nulls("topic").with_columns(kind=pl.lit(kind), topic=prefix + pl.col("topic"))
    return named.select("departement", "at", "kind", "topic", "unit", "uid")


def _rolled_up(rows: pl.DataFrame) -> pl.DataFrame:
    whole = rows.with_columns(location_code=pl.lit(EVERYWHERE))
    placed = rows.drop_nulls("departement").with_columns(location_code="departement")
    return pl.concat([whole, placed], how="diagonal").select(MEMBERS.names())
