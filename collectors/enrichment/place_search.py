"""Where the names of places stand in marked texts: one automaton of all of them, made once."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
from ahocorasick_rs import BytesAhoCorasick, MatchKind

from collectors.enrichment.place_names import patterns

_SEPARATOR = b"\n"  # in no marked text


def occurrences(texts: pl.Series) -> pl.DataFrame:
    """Where names stand: row of the text, at which character, number of the pattern in `patterns()`; in order.

    texts  marked texts without nulls, which are ASCII: a byte is a character
    The leftmost patterns count, at one place the longest; they do not overlap.
    """
    data = _SEPARATOR.join(text.encode() for text in texts)
    found = np.array(_automaton().find_matches_as_indexes(data), dtype=np.int64).reshape(-1, 3)
    starts = np.cumsum(np.concatenate([[0], texts.str.len_bytes().to_numpy() + 1]))[:-1]
    row = np.searchsorted(starts, found[:, 1], side="right") - 1
    return pl.DataFrame(
        {"row": row.astype(np.uint32), "at": found[:, 1] - starts[row], "number": found[:, 0]}
    )


@cache
def _automaton() -> BytesAhoCorasick:
    names = [pattern.encode() for pattern in patterns()["pattern"]]  # the longest first
    return BytesAhoCorasick(names, matchkind=MatchKind.LeftmostFirst)
