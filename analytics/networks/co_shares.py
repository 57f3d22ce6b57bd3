"""Accounts that shared the same thing within a window."""

import numpy as np
import polars as pl

from analytics.arrays import Int32s, Int64s
from analytics.codes import encode
from analytics.kernel import compiled
from analytics.networks.array_graph import coded
from analytics.posts import SECOND

MOST_PAIRS = 50_000_000  # about 2 GB while they are counted


def co_shares(posts: pl.DataFrame, window_s: float) -> pl.DataFrame:
    """The table of `network`: pairs source < target, weight the things that both shared.

    posts has a row a post and instants. Raises ValueError when more than MOST_PAIRS pairs of acts fall into
    the window.
    """
    acts = _acts(posts)
    names, author, _ = coded(acts.select(source="account", target="account"))
    thing = encode(acts["thing"]).code.astype(np.int64)
    at = acts["at"].to_physical().to_numpy()
    order = np.lexsort((author, at, thing))
    thing, at, author = thing[order], at[order], author[order]
    window = int(window_s * SECOND)
    count = _count(thing, at, window)
    if count > MOST_PAIRS:
        raise ValueError(f"{count:,} pairs of shares within {window_s:g} s: a shorter window is needed")
    left, right = _pairs(thing, at, window, count)
    pairs = pl.DataFrame(
        {
            "low": np.minimum(author[left], author[right]),
            "high": np.maximum(author[left], author[right]),
            "thing": thing[left],
            "first_at": pl.Series(at[left]).cast(acts.schema["at"]),
            "last_at": pl.Series(at[right]).cast(acts.schema["at"]),
        }
    ).filter(pl.col("low") != pl.col("high"))
    ties = pairs.group_by("low", "high").agg(
        pl.col("thing").n_unique().alias("weight"), pl.col("first_at").min(), pl.col("last_at").max()
    )
    name = pl.Series(names, dtype=pl.String)
    ties = ties.sort("low", "high")
    return ties.select(
        source=name.gather(ties["low"]),
        target=name.gather(ties["high"]),
        weight="weight",
        first_at="first_at",
        last_at="last_at",
    )


def _acts(posts: pl.DataFrame) -> pl.DataFrame:
    """account, thing, at: each repost of a post and each address in a post that is none."""
    who = {"account": pl.col("author_uid"), "at": pl.col("created_at")}
    kinds = [posts.select(**who, thing=pl.lit(None, pl.String))]
    own = posts
    if "repost_of_uid" in posts.columns:
        reposted = pl.col("repost_of_uid").cast(pl.String)
        kinds.append(posts.select(**who, thing="post " + reposted))
        own = posts.filter(reposted.is_null())
    if "urls" in posts.columns:
        kinds.append(own.select(**who, thing=pl.col("urls").cast(pl.List(pl.String))).explode("thing"))
    return pl.concat(kinds).drop_nulls().unique()


@compiled
def _count(thing: Int64s, at: Int64s, window: int) -> int:
    """Pairs of rows of the same thing at most `window` µs apart; rows in order of thing and time."""
    pairs, first = 0, 0
    for row in range(thing.size):
        while thing[first] != thing[row] or at[row] - at[first] > window:
            first += 1
        pairs += row - first
    return pairs


@compiled
def _pairs(thing: Int64s, at: Int64s, window: int, count: int) -> tuple[Int32s, Int32s]:
    """The rows of these pairs, the earlier first."""
    left, right = np.empty(count, np.int32), np.empty(count, np.int32)
    found, first = 0, 0
    for row in range(thing.size):
        while thing[first] != thing[row] or at[row] - at[first] > window:
            first += 1
        for other in range(first, row):
            left[found], right[found] = other, row
            found += 1
    return left, right
