"""Small tables of canonical posts."""

from datetime import UTC, datetime, timedelta

import polars as pl

START = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
KINDS = {
    "uid": pl.String, "author_uid": pl.String, "text": pl.String, "created_at": pl.Datetime("us", "UTC"),
    "repost_of_uid": pl.String, "reply_to_uid": pl.String, "quote_of_uid": pl.String, "lang": pl.String,
    "platform": pl.String, "place_insee": pl.String, "urls": pl.List(pl.String), "media": pl.List(pl.String),
}  # fmt: skip


def table(*posts):
    """A row a post, a minute apart: (text, {column: value}) or a text; uids are p0, p1, …"""
    rows = []
    for number, post in enumerate(posts):
        text, more = (post, {}) if isinstance(post, str) or post is None else post
        at = START + timedelta(minutes=number)
        rows.append({"uid": f"p{number}", "author_uid": f"a{number}", "text": text, "created_at": at, **more})
    return pl.DataFrame(rows, schema=KINDS)


def stated(claims):
    """uid → claim_id."""
    said = claims.posts.filter(pl.col("relation") == "STATES")
    return dict(said.select("uid", "claim_id").iter_rows())


def denied(claims):
    """Pairs (uid, claim_id)."""
    said = claims.posts.filter(pl.col("relation") == "DENIES")
    return set(said.select("uid", "claim_id").iter_rows())
