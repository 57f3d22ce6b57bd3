"""How big will it get? A forecast for every cascade, with its interval, or why there is none."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from analytics.arrays import UNKNOWN_TIME, Flags, Floats, Int64s
from analytics.cascades.forest import Forest, plant
from analytics.cascades.seismic import FEWEST, final_size, percentile, rates
from analytics.cascades.shares import stated_followers
from analytics.cascades.tables import PREFIX
from analytics.posts import SECOND, instants

KNOWN = 0.5  # share of the posts that must state their followers; the others count as the mean of these
FIGURES = ("expected", "expected_p05", "expected_p95", "infectiousness")


@dataclass(frozen=True, slots=True)
class Seen:
    """The posts known at an instant, cascade by cascade (k) in order of time: e events.

    start               (k + 1,)  where each cascade's events begin, and the end
    after, is_share     (e,)      seconds from the root; False for the root
    followers           (e,)      unknown counts are the mean of the cascade's known ones, 0 without any
    now                 (k,)      seconds from the root to the instant; 0 where the root is later, or has no time
    known               (k,)      events that state their followers
    """

    start: Int64s
    after: Floats
    is_share: Flags
    followers: Floats
    now: Floats
    known: Int64s


def growth(posts: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """What each cascade will come to by SEISMIC, seen from `at` (UTC where it does not say); later posts are unseen.

    posts    as `measure` takes them, and `author_followers`
    returns  cascade_id; state "estimable", "supercritical" or "not estimable"; expected, expected_p05, expected_p95
             (posts after the root in the end, at least those seen; infinite where nothing bounds them);
             infectiousness; reason (why not estimable, else null). In order of cascade_id; cascades that begin
             after `at` are left out.

    The interval goes through the formula from that of the infectiousness (`seismic.percentile`): 5 to 95 %.
    Published error: 15 % at one hour, from 50 reposts on.
    """
    forest = plant(posts)
    instant = instants(pl.Series([at])).to_physical()[0]
    begin = forest.at[forest.shape.root]
    seen = _seen(forest, stated_followers(posts, forest), instant)
    p, recent, tail = rates(seen.start, seen.after, seen.is_share, seen.followers, seen.now)
    shares = np.maximum(np.diff(seen.start) - 1, 0).astype(np.float64)
    table = pl.DataFrame(
        {
            "cascade_id": PREFIX + forest.uid.gather(forest.shape.root),
            "expected": final_size(p, shares, tail),
            "expected_p05": final_size(percentile(p, recent, 0.05), shares, tail),
            "expected_p95": final_size(percentile(p, recent, 0.95), shares, tail),
            "infectiousness": p,
            "reason": _reasons(seen, begin == UNKNOWN_TIME),
        }
    ).filter(pl.Series((begin <= instant) | (begin == UNKNOWN_TIME)))
    none, unbounded = pl.col("reason").is_not_null(), pl.col("expected").is_infinite()
    state = (
        pl.when(none)
        .then(pl.lit("not estimable"))
        .when(unbounded)
        .then(pl.lit("supercritical"))
        .otherwise(pl.lit("estimable"))
    )
    shown = [pl.when(~none).then(name).alias(name) for name in FIGURES]
    return table.select("cascade_id", state.alias("state"), *shown, "reason").sort("cascade_id")


def _seen(forest: Forest, followers: Floats, instant: int) -> Seen:
    cascade = forest.shape.cascade
    root = forest.shape.root
    begin = forest.at[root]
    kept = np.flatnonzero((forest.at <= instant) & (begin[cascade] <= instant))
    events = pl.DataFrame(
        {
            "cascade": cascade[kept],
            "after": np.maximum(forest.at[kept] - begin[cascade[kept]], 0) / SECOND,
            "is_share": forest.parent[kept] >= 0,
            "followers": followers[kept],
        }
    ).sort("cascade", "after", "is_share", "followers")
    start = np.searchsorted(events["cascade"].to_numpy(), np.arange(root.size + 1))
    stated = pl.col("followers").fill_nan(None)
    mean = stated.mean().over("cascade").fill_null(0)
    known = np.concatenate([[0], np.cumsum(events.select(stated.is_not_null()).to_series().to_numpy())])
    return Seen(
        start=start,
        after=events["after"].to_numpy(),
        is_share=events["is_share"].to_numpy(),
        followers=events.select(stated.fill_null(mean)).to_series().to_numpy(),
        now=np.where(begin <= instant, instant - begin, 0) / SECOND,
        known=np.diff(known[start]),
    )


def _reasons(seen: Seen, undated: Flags) -> pl.Series:
    """Why a cascade cannot be estimated (k,), null for the others."""
    posts = np.diff(seen.start)
    spread = np.repeat(seen.now, posts)
    earlier = np.concatenate([[0], np.cumsum(seen.is_share & (seen.after < spread))])
    reach = np.concatenate([[0], np.cumsum(seen.followers > 0)])
    why = [
        (undated, "the root has no time"),
        (np.diff(earlier[seen.start]) < FEWEST, f"fewer than {FEWEST} shares"),
        (seen.known == 0, "no follower counts"),
        (seen.known < KNOWN * posts, "follower counts of less than half of the posts"),
        (np.diff(reach[seen.start]) == 0, "nobody follows the authors"),
    ]
    reason = pl.lit(None, pl.String)
    for given, words in reversed(why):
        reason = pl.when(pl.Series(given)).then(pl.lit(words)).otherwise(reason)
    return pl.select(reason.alias("reason")).to_series()
