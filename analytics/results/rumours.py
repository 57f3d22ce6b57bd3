"""Tables of rumours: claims, the posts that state or deny them, cascades."""

from functools import reduce

import polars as pl

from analytics.cascades.growth import growth
from analytics.cascades.intervals import measure_intervals
from analytics.cascades.percentiles import at_equal_size
from analytics.cascades.times import times
from analytics.claims import find
from analytics.claims.meaning import Encode
from analytics.posts import instants

CLAIMS = (
    "claim_id", "title", "size", "platforms", "languages", "first_at", "last_at", "denials", "denial_share",
    "denial_lag_s",
)  # fmt: skip
CLAIM_POSTS = ("uid", "claim_id", "relation")


def claims(posts: pl.DataFrame, *, encode: Encode | None = None) -> pl.DataFrame:
    """CLAIMS, the largest first; encode: as for `find`."""
    return find(posts, encode=encode).table.select(CLAIMS).sort("size", "claim_id", descending=[True, False])


def claim_posts(posts: pl.DataFrame, *, encode: Encode | None = None) -> pl.DataFrame:
    """CLAIM_POSTS: which post states or denies which claim; encode: as for `find`."""
    return find(posts, encode=encode).posts.select(CLAIM_POSTS).sort(CLAIM_POSTS)


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
