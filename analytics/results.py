"""The tables that others rely on, each computed from a canonical post frame: the same from a graph or a file."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from analytics.cascades import measure
from analytics.cascades.edges import edges
from analytics.cascades.growth import growth
from analytics.cascades.intervals import measure_intervals
from analytics.cascades.percentiles import at_equal_size
from analytics.cascades.times import times
from analytics.claims import find
from analytics.communities import communities
from analytics.communities.evolution import evolution
from analytics.communities.labels import labels
from analytics.coordination import coordination, shares_of
from analytics.networks.build import network
from analytics.posts import instants

if TYPE_CHECKING:
    from analytics.claims import Claims
    from analytics.coordination.shares import Kind
    from analytics.networks.build import Kind as Relay

CLAIMS = (
    "claim_id", "title", "size", "platforms", "languages", "first_at", "last_at", "denials", "denial_share",
    "denial_lag_s",
)  # fmt: skip
CLAIM_POSTS = ("uid", "claim_id", "relation")
EDGES = ("child_uid", "parent_uid", "method", "probability")
COMMUNITIES = ("author", "community", "stability")
COORDINATION = ("source", "target", "weight", "mean_lag_s", "symmetry", "p", "q", "evidence", "kind")
RELAYS: tuple[Relay, ...] = (
    "repost",
    "quote",
)  # who passes on whom; replies often disagree and make no community
KINDS: tuple[Kind, ...] = ("repost", "link", "hashtags", "text", "reply")
MOST_WORDS = 8


def claims(posts: pl.DataFrame) -> pl.DataFrame:
    """CLAIMS, the largest first."""
    return of_claims(find(posts))


def of_claims(found: Claims) -> pl.DataFrame:
    return found.table.select(CLAIMS).sort("size", "claim_id", descending=[True, False])


def claim_posts(posts: pl.DataFrame) -> pl.DataFrame:
    """CLAIM_POSTS: which post states or denies which claim."""
    return find(posts).posts.select(CLAIM_POSTS).sort(CLAIM_POSTS)


def cascade_figures(posts: pl.DataFrame, *, draws: int, seed: int) -> pl.DataFrame:
    """Cascades with intervals over the draws, percentiles at equal size, times and expected growth.

    Growth is expected at the instant of the frame's last post.
    """
    figures = at_equal_size(measure_intervals(posts, draws=draws, seed=seed)).rename(
        {"reason": "percentile_reason"}
    )
    last = instants(posts["created_at"]).max()
    parts = [figures, times(posts)]
    if last is not None:
        parts.append(_named(growth(posts, last)))  # type: ignore[arg-type]
    return reduce(lambda a, b: a.join(b, on="cascade_id", how="left", maintain_order="left"), parts)


def _named(grown: pl.DataFrame) -> pl.DataFrame:
    names = {
        "state": "growth",
        "reason": "growth_reason",
        "expected": "expected_size",
        "expected_p05": "expected_size_p05",
        "expected_p95": "expected_size_p95",
    }
    return grown.select("cascade_id", *names).rename(names)


def community_members(posts: pl.DataFrame, *, seed: int = 0) -> pl.DataFrame:
    """COMMUNITIES of the accounts that relay each other (reposts and quotes), at resolution 1."""
    relayed = [network(posts, kind) for kind in RELAYS]
    relations = pl.concat([part.select("source", "target", "weight") for part in relayed])
    joined = relations.group_by("source", "target").agg(pl.col("weight").sum()).sort("source", "target")
    return communities(joined, resolutions=(1.0,), seed=seed).at(1.0).select(COMMUNITIES).sort(COMMUNITIES)


def community_table(members: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """One row a community: size, stability, posts, words; the largest first."""
    written = posts.unique("uid").group_by(author="author_uid").agg(pl.len().alias("posts"))
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


__all__ = ["edges", "measure", "measure_intervals"]
