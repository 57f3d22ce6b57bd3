"""Seeded data of realistic form: ids as long as the platforms', sizes with a heavy tail, rows in order of time."""

from io import BytesIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

SEED = 20_261_122
START = 1_767_225_600_000_000  # 2026-01-01 in µs
MONTH = 30 * 86_400_000_000
LARGEST = 50_000
RELATIONS = ("repost_of_uid", "reply_to_uid", "quote_of_uid")
SHARES = (0.65, 0.25, 0.10)


def posts(count: int, seed: int = SEED) -> pl.DataFrame:
    """A canonical post table of `count` clean rows in order of time.

    About one post in seven is a root; sizes follow a power law (exponent 1.1, at most 50,000); each post hangs
    on an earlier one of its cascade, early ones more often; relays are 65 % reposts, 25 % replies, 10 % quotes.
    """
    rng = np.random.default_rng(seed)
    cascade, place, parent = _trees(rng, count)
    at = _times(rng, cascade, place)
    order = np.argsort(at, kind="stable")
    uid = _uids(rng, at, order)
    author = pl.Series(
        "x:" + pl.Series((rng.pareto(1.2, count) * 40_000).astype(np.int64) + 12).cast(pl.String)
    )
    relation = rng.choice(len(RELATIONS), count, p=SHARES)
    named = uid.gather(pl.Series(np.maximum(parent, 0)))
    root = uid.gather(pl.Series(np.arange(count) - place))
    hangs = parent >= 0
    columns = {name: named.set(pl.Series(~hangs | (relation != k)), None) for k, name in enumerate(RELATIONS)}
    table = {"uid": uid, "author_uid": author, "created_at": pl.Series(at).cast(pl.Datetime("us", "UTC"))}
    return _as_read(pl.DataFrame({**table, **columns, "root_uid": root})[order])


def _as_read(table: pl.DataFrame) -> pl.DataFrame:
    """The table as a reader of files gives it: each column's strings in one block, in the order of the rows."""
    file = BytesIO()
    table.write_parquet(file)
    file.seek(0)
    return pl.read_parquet(file)


def _trees(rng: np.random.Generator, count: int) -> tuple[NDArray[np.int64], ...]:
    """Cascade, place within the cascade and parent row of each post, cascade by cascade."""
    sizes = np.minimum((rng.pareto(1.1, count) + 1).astype(np.int64), LARGEST)
    ends = np.minimum(np.cumsum(sizes), count)
    sizes = np.diff(ends[: np.searchsorted(ends, count) + 1], prepend=0)
    cascade = np.repeat(np.arange(sizes.size), sizes)
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    place = np.arange(count) - start
    parent = np.where(
        place == 0, -1, start + (rng.random(count) ** 2 * np.maximum(place, 1)).astype(np.int64)
    )
    return cascade, place, parent


def _times(
    rng: np.random.Generator, cascade: NDArray[np.int64], place: NDArray[np.int64]
) -> NDArray[np.int64]:
    born = START + rng.integers(0, MONTH, cascade[-1] + 1)
    pace = rng.exponential(60e6, cascade[-1] + 1)
    at: NDArray[np.int64] = born[cascade] + (place * pace[cascade]).astype(np.int64) + place
    return at


def _uids(rng: np.random.Generator, at: NDArray[np.int64], order: NDArray[np.int64]) -> pl.Series:
    """Ids that grow with time, as the platforms' do, in the order of the rows of `at`."""
    number = np.empty(at.size, np.int64)
    number[order] = 552_783_667_052_167_168 + np.cumsum(rng.integers(1, 4_000_000, at.size))
    return "x:" + pl.Series(number).cast(pl.String)
