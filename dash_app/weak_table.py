"""The work of `cyberimpact weak-signals`: the topics that rise in a file of posts or in the graph, as a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from analytics.claims import find
from analytics.posts import instants
from analytics.signals.watched import watched
from analytics.signals.weak import WEAK, weak_signals
from analytics.stages.signals import KNOWN_CLAIMS
from analytics.stages.weak import READS, rising
from cypher import query
from dash_app.signal_table import instant

if TYPE_CHECKING:
    from graph.store import Store

TITLES = "windows/claims"
COLUMNS = ("kind", "topic", "title", *WEAK.names()[2:])


def of_posts(posts: pl.DataFrame, as_of: str | None) -> pl.DataFrame:
    """COLUMNS of a post file with needs and places. ValueError for what is no instant, or a table that is none."""
    last = instant(as_of) or (instants(posts["created_at"]).max() if "created_at" in posts.columns else None)
    if not isinstance(last, datetime):
        return pl.DataFrame(schema=WEAK).with_columns(title=pl.lit(None, pl.String)).select(COLUMNS)
    seen = watched(posts, last)
    claims = find(seen.rename({"at": "created_at"}))
    stated = claims.posts.filter(relation="STATES").select("uid", "claim_id")
    return _titled(weak_signals(seen, stated, last), claims.table)


def of_store(store: Store, as_of: str | None) -> pl.DataFrame:
    """COLUMNS of the posts in the graph. ValueError for what is no instant."""
    asked = instant(as_of)
    frames = {name: store.read(query(name)) for name in (*READS, KNOWN_CLAIMS)}
    return _titled(rising(frames, asked)[0], store.read(query(TITLES)))


def _titled(found: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    titles = claims.select(topic="claim_id", title="title")
    return found.join(titles, on="topic", how="left", maintain_order="left").select(COLUMNS)
