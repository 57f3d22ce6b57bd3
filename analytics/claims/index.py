"""Texts that are known, in a form in which a new batch is looked up without comparing everything again."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl

from analytics.arrays import Flags, Int32s, Int64s
from analytics.claims import alike
from analytics.claims.minhash import BANDS, band_keys, meetings
from analytics.claims.pairs import THRESHOLD, check, frame
from analytics.claims.words import Words, joined, read


@dataclass(frozen=True, slots=True)
class Part:
    """n texts: their words, and in each band their keys sorted (BANDS, n) and whose they are (BANDS, n)."""

    words: Words
    keys: Int64s
    order: Int32s

    @property
    def size(self) -> int:
        return int(self.keys.shape[1])


@dataclass(frozen=True, slots=True)
class Index:
    """Known texts, numbered in the order in which they came; never changed, only extended.

    Held in parts whose sizes halve at least, so that `extended` costs what the new texts cost, not all of them
    (a part is joined with the next once that has grown to half its size).
    """

    parts: tuple[Part, ...]

    @classmethod
    def build(cls, texts: pl.Series) -> Self:
        """Index of normalised texts (n,)."""
        return cls((_part(texts),))

    def __len__(self) -> int:
        """How many texts are known."""
        return sum(part.size for part in self.parts)

    def matches(self, texts: pl.Series, threshold: float = THRESHOLD) -> pl.DataFrame:
        """Known texts that say the same as the new ones: `new u32, known u32, score f32`, sorted.

        new is a position in `texts` (normalised), known one in the index; scores as near.near_duplicates.
        New texts are not compared with one another. Raises ValueError for a threshold outside ]0, 1].
        """
        check(threshold)
        words = read(texts)
        keys = band_keys(words.data, words.start)
        empty = words.first[1:] == words.first[:-1]
        before, found = 0, []
        for part in self.parts:
            new, known = _met(part, keys, empty)
            score = alike.scores(words, part.words, new, known)
            kept = score >= threshold
            found.append((new[kept], known[kept] + before, score[kept]))
            before += part.size
        new, known, score = (np.concatenate(column) for column in zip(*found, strict=True))
        return frame(("new", new), ("known", known), score)

    def extended(self, texts: pl.Series) -> Self:
        """A new index that also knows `texts`, numbered after those it knew."""
        parts = [*self.parts, _part(texts)]
        while len(parts) > 1 and 2 * parts[-1].size >= parts[-2].size:
            parts[-2:] = [_merged(parts[-2], parts[-1])]
        return type(self)(tuple(parts))


def _part(texts: pl.Series) -> Part:
    words = read(texts)
    return _sorted(words, band_keys(words.data, words.start))


def _sorted(words: Words, keys: Int64s) -> Part:
    order = np.empty(keys.shape, np.int32)
    for band in range(BANDS):
        order[band] = np.argsort(keys[band], kind="stable")
    return Part(words, np.take_along_axis(keys, order, axis=1), order)


def _merged(a: Part, b: Part) -> Part:
    keys = np.empty((BANDS, a.size + b.size), np.int64)
    np.put_along_axis(keys, a.order.astype(np.int64), a.keys, axis=1)
    np.put_along_axis(keys, b.order.astype(np.int64) + a.size, b.keys, axis=1)
    return _sorted(joined(a.words, b.words), keys)


def _met(part: Part, keys: Int64s, empty: Flags) -> tuple[Int64s, Int64s]:
    """Each pair (new, known) that shares a key in some band, once."""
    found = [meetings(part.keys[band], part.order[band], keys[band], empty) for band in range(BANDS)]
    pair = np.unique(np.concatenate([new * part.size + known for new, known in found]))
    return pair // max(part.size, 1), pair % max(part.size, 1)
