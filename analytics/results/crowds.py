"""Tables of crowds: who relays whom, communities, accounts that share the same things at the same time."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from analytics.communities import communities
from analytics.communities.evolution import evolution
from analytics.communities.labels import labels
from analytics.coordination import coordination, shares_of
from analytics.networks.backbone import ALPHA, significance
from analytics.networks.build import network, once
from analytics.networks.diffusion import fib, reposts
from analytics.networks.importance import bridges, cores, pagerank
from analytics.networks.polarisation import TooFewError, controversy

if TYPE_CHECKING:
    from analytics.coordination.shares import Kind
    from analytics.networks.build import Kind as Relay

COMMUNITIES = ("author", "community", "stability")
COORDINATION = ("source", "target", "weight", "mean_lag_s", "symmetry", "p", "q", "evidence", "kind")
NETWORK = ("source", "target", "weight", "first_at", "last_at", "significance", "backbone")
RELAYS: tuple[Relay, ...] = ("repost", "quote")  # who passes on whom; replies often disagree
KINDS: tuple[Kind, ...] = ("repost", "link", "hashtags", "text", "reply")
MOST_WORDS = 8
SIDES = 8  # communities whose pairs are compared
HUBS = 10  # of each side, where walks end


def relays(posts: pl.DataFrame) -> pl.DataFrame:
    """Source relays target: weight (reposts and quotes), first_at, last_at; in order of the pair."""
    ties = pl.concat([network(posts, kind) for kind in RELAYS])
    both = ties.group_by("source", "target").agg(
        pl.col("weight").sum(), pl.col("first_at").min(), pl.col("last_at").max()
    )
    return both.sort("source", "target")


def relay_network(posts: pl.DataFrame) -> pl.DataFrame:
    """NETWORK: who relays whom; backbone where chance does not explain the tie (significance below .05)."""
    told = significance(relays(posts)).with_columns(backbone=pl.col("significance") < ALPHA)
    return told.select(NETWORK)


def positions(posts: pl.DataFrame, *, seed: int = 0) -> pl.DataFrame:
    """Where accounts stand in the network of relays; a place in a network says nothing of a person.

    returns  author, community, stability; core (the largest k of a k-core), pagerank (sum 1), participation (0
             when all ties are in one community, null without ties to others), fib (largest h: h posts with h
             reposts each); by pagerank, the highest first
    """
    ties = relays(posts)
    members = _members(ties, seed)
    parts = (
        cores(ties).rename({"node": "author"}),
        pagerank(ties).rename({"node": "author"}),
        bridges(ties, members).select(author="node", participation="participation"),
        fib(reposts(posts)),
    )
    joined = reduce(lambda a, b: a.join(b, on="author", how="left", maintain_order="left"), parts, members)
    return joined.sort("pagerank", "author", descending=[True, False], nulls_last=True)


def polarisation(posts: pl.DataFrame, *, seed: int = 0) -> pl.DataFrame:
    """How far the largest communities keep to themselves: random-walk controversy of each pair of them.

    returns  community, other, accounts, other_accounts, controversy (−1 to 1: 1 when no walk meets the other
             side; null where a side has fewer than HUBS accounts with ties between the two), hubs; the most
             controversial pair first
    """
    ties = relays(posts)
    members = _members(ties, seed)
    sizes = members.group_by("community").agg(accounts=pl.len())
    largest = sizes.sort("accounts", "community", descending=[True, False]).head(SIDES)
    rows = [
        (*pair[0], *pair[1], _controversy(ties, members, pair[0][0], pair[1][0]), HUBS)
        for pair in combinations(largest.iter_rows(), 2)
    ]
    names = {
        "community": pl.String, "accounts": pl.Int64, "other": pl.String, "other_accounts": pl.Int64,
        "controversy": pl.Float64, "hubs": pl.Int64,
    }  # fmt: skip
    table = pl.DataFrame(rows, schema=names, orient="row")
    return table.sort("controversy", "community", "other", descending=[True, False, False], nulls_last=True)


def _controversy(ties: pl.DataFrame, members: pl.DataFrame, one: str, other: str) -> float | None:
    sides = members.filter(pl.col("community").is_in([one, other])).select("author", side="community")
    try:
        return controversy(ties, sides, HUBS)
    except TooFewError:
        return None


def community_members(posts: pl.DataFrame, *, seed: int = 0) -> pl.DataFrame:
    """COMMUNITIES of the accounts that relay each other (reposts and quotes), at resolution 1."""
    return _members(relays(posts), seed)


def _members(ties: pl.DataFrame, seed: int) -> pl.DataFrame:
    found = communities(ties.select("source", "target", "weight"), resolutions=(1.0,), seed=seed)
    return found.at(1.0).select(COMMUNITIES).sort(COMMUNITIES)


def community_table(members: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """One row a community: size, stability, posts, words; the largest first."""
    written = once(posts).group_by(author="author_uid").agg(pl.len().alias("posts"))
    return (
        members.sort("author")
        .join(written, on="author", how="left", maintain_order="left")
        .group_by("community", maintain_order=True)  # a mean is the same to the bit in one order only
        .agg(pl.len().alias("size"), pl.col("stability").mean(), pl.col("posts").sum())
        .join(labels(members, posts), on="community", how="left")
        .with_columns(pl.col("words").list.head(MOST_WORDS))
        .sort("size", "community", descending=[True, False])
    )


def community_events(members: pl.DataFrame, before: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """community, event, before: what became of the communities of the run before.

    before  `author, community` of the run before; empty for the first, which has no events
    told    `community, event, before` as that run said: it stands when the communities are the same
    """
    same = ["author", "community"]
    if before.select(same).sort(same).equals(members.select(same).sort(same)):
        return told
    if before.is_empty():
        return told.clear()
    became = evolution(before, members).drop_nulls("after")
    events = became.group_by(community="after").agg(
        pl.col("event").first(), pl.col("before").drop_nulls().sort()
    )
    return events.sort("community")


def coordinated(posts: pl.DataFrame, *, window_s: int, min_participation: int) -> pl.DataFrame:
    """COORDINATION of every kind of shared object, the surest first: pairs that chance does not explain (q ≤ .01)."""
    parts = []
    for kind in KINDS:
        found = coordination(
            shares_of(posts, kind),
            time_window=window_s,
            min_participation=min_participation,
            remove_loops=True,
            strict=True,
            permutations=0,
        )
        sure = found.edges.filter("significant")
        parts.append(sure.with_columns(kind=pl.lit(kind)).select(COORDINATION))
    return pl.concat(parts, how="vertical_relaxed").sort("q", "source", "target", "kind", nulls_last=True)
