"""Posts for the watch: quiet days, and something on top."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

START = datetime(2026, 3, 2, tzinfo=UTC)
SCHEMA = {
    "uid": pl.String,
    "author_uid": pl.String,
    "created_at": pl.Datetime("us", "UTC"),
    "text": pl.String,
    "place_insee": pl.String,
    "needs": pl.List(pl.String),
    "hashtags": pl.List(pl.String),
    "repost_of_uid": pl.String,
    "reply_to_uid": pl.String,
}


def hour(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def posts(hours, prefix="p", **columns) -> pl.DataFrame:
    """A post at each hour after START, each by somebody else; `columns` hold one value for all, or one each."""
    count = len(hours)
    given = {
        "uid": [f"{prefix}{row:05d}" for row in range(count)],
        "author_uid": [f"{prefix}-author{row}" for row in range(count)],
        "created_at": [hour(h) for h in hours],
    }
    for name, value in columns.items():
        each = isinstance(value, list) and len(value) == count and name not in {"needs", "hashtags"}
        given[name] = value if each else [value] * count
    return pl.DataFrame(given).select(
        (pl.col(name) if name in given else pl.lit(None)).cast(kind).alias(name)
        for name, kind in SCHEMA.items()
    )


def quiet(days=7, per_hour=3, seed=0) -> pl.DataFrame:
    """Plain talk in five communes of Agen's département all day and night."""
    rng = np.random.default_rng(seed)
    hours = np.sort(rng.uniform(0, 24 * days, 24 * days * per_hour))
    places = [f"4700{number}" for number in rng.integers(1, 6, hours.size)]
    return posts(list(hours), "quiet", text="Le marché de samedi était bien", place_insee=places)
