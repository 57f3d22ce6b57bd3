"""Networks of accounts from the post table, and the graph in which to analyse them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.networks.array_graph import ArrayGraph, array_graph
from analytics.networks.co_shares import co_shares
from analytics.posts import SECOND, UTC, instants

if TYPE_CHECKING:
    import networkx as nx

Kind = Literal["repost", "reply", "quote", "co_share"]
PARENT = {"repost": "repost_of_uid", "reply": "reply_to_uid", "quote": "quote_of_uid"}
SMALL = 20_000
CO_SHARE_WINDOW_S = 60.0
SCHEMA = pl.Schema(
    [("source", pl.String), ("target", pl.String), ("weight", pl.Int64), ("first_at", UTC), ("last_at", UTC)]
)


def network(posts: pl.DataFrame, kind: Kind, window_s: float | None = None) -> pl.DataFrame:
    """Ties of accounts → source, target, weight i64, first_at, last_at, a row a pair, in order of the pair.

    repost, reply, quote  source relays target: weight posts that name a post of target, at most window_s
                          seconds after it (null: ever); posts whose parent is not in the table say nothing
    co_share              source < target shared the same thing (reposted the same post or gave the same
                          address) at most window_s (60) seconds apart: weight things, no direction
    first_at and last_at are the instants of the first and the last of these acts. Nobody is tied to
    themselves. Raises ValueError for another kind or where a column of the post table is missing.
    """
    if kind != "co_share" and kind not in PARENT:
        raise ValueError(f"{kind!r} is no kind of network: {', '.join(PARENT)} or co_share")
    rows = once(posts)
    if kind == "co_share":
        return co_shares(rows, CO_SHARE_WINDOW_S if window_s is None else window_s).cast(SCHEMA)
    if PARENT[kind] not in posts.columns:
        return pl.DataFrame(schema=SCHEMA)
    return _relays(rows, PARENT[kind], window_s)


def graph(
    edges: pl.DataFrame,
    *,
    directed: bool = False,
    weight: str | None = "weight",
    small: int = SMALL,
    nodes: Iterable[str] = (),
) -> "nx.Graph | ArrayGraph":
    """The graph of `source, target` and a column of weights: networkx's own up to `small` edges, else arrays.

    Rows of the same edge add up, of both directions too where the graph is not directed; without the column
    each row weighs 1. `nodes` adds accounts without ties. Nodes are in order of the alphabet. Networkx's
    functions take either: see `backend`. Raises ValueError for an end that is null or a weight below 0.
    """
    arrays = array_graph(edges, directed=directed, weight=weight, nodes=nodes)
    return arrays.to_networkx(small) if arrays.number_of_edges() <= small else arrays


def _relays(posts: pl.DataFrame, parent: str, window_s: float | None) -> pl.DataFrame:
    named = posts.select("uid", target="author_uid", before="created_at")
    relays = posts.select(pl.col(parent).cast(pl.String), source="author_uid", at="created_at")
    ties = relays.drop_nulls().join(named, left_on=parent, right_on="uid")
    ties = ties.drop_nulls(["target"]).filter(pl.col("source") != pl.col("target"))
    if window_s is not None:
        ties = ties.filter(
            pl.col("at") - pl.col("before") <= pl.duration(microseconds=int(window_s * SECOND))
        )
    at = pl.col("at")
    pairs = ties.group_by("source", "target").agg(weight=pl.len(), first_at=at.min(), last_at=at.max())
    return pairs.cast(SCHEMA).sort("source", "target")


def once(posts: pl.DataFrame) -> pl.DataFrame:
    """One row a post: of several with its uid the first in time. ValueError where a column is missing."""
    missing = {"uid", "author_uid", "created_at"} - set(posts.columns)
    if missing:
        raise ValueError(f"posts have no column {', '.join(sorted(missing))}")
    at = instants(posts["created_at"]).alias("created_at")
    posts = posts.with_columns(pl.col("uid", "author_uid").cast(pl.String), at)
    if not posts["uid"].is_duplicated().any():
        return posts
    known = ["uid", "created_at", "author_uid", *(name for name in PARENT.values() if name in posts.columns)]
    return posts.sort(known, nulls_last=True).unique("uid", keep="first", maintain_order=True)
