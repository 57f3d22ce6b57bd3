"""Words and runs of letters of many texts at once, as buckets: no vocabulary is kept, so no text can leak from it.

A span's hash is polynomial modulo 2⁶⁴ over its code points, from one prefix sum of all texts, then mixed
(splitmix64); the same text gives the same buckets everywhere.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from analytics.arrays import Flags, Int64s

Hashes = NDArray[np.uint64]
_BASE = 0x100000001B3  # odd: it has an inverse modulo 2⁶⁴
_INVERSE = pow(_BASE, -1, 2**64)
_SPACE = ord(" ")


@dataclass(frozen=True, slots=True)
class Texts:
    """n texts, end to end, each with one space before, between and after its words.

    prefix  (c + 1,)  hash of all code points before this one
    space   (c,)      where a space stands
    text    (c,)      which text the code point belongs to
    count             n
    """

    prefix: Hashes
    space: Flags
    text: Int64s
    count: int


def normalised(text: pl.Series) -> pl.Series:
    """Lower case without accents; an address, a mention and a figure are one sign each; signs stand apart."""
    return (
        text.fill_null("")
        .str.to_lowercase()
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.replace_all("[’‘`´]", "'")
        .str.replace_all(r"https?://\S+|www\.\S+", " ↗ ")
        .str.replace_all(r"@\w+", " @ ")
        .str.replace_all(r"\d+", " 0 ")
        .str.replace_all(r"([^\w\s'@↗])", " ${1} ")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def lay_out(normalised: pl.Series) -> Texts:
    """Lay texts (words with single spaces between; null is empty) end to end."""
    padded = " " + normalised.fill_null("").str.strip_chars() + " "
    codes = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    lengths = padded.str.len_chars().to_numpy()
    prefix = np.zeros(codes.size + 1, np.uint64)
    np.cumsum(codes * _powers(_BASE, codes.size), out=prefix[1:])
    return Texts(prefix, codes == _SPACE, np.repeat(np.arange(len(padded)), lengths), len(padded))


def words(texts: Texts, run: int, buckets: int, *, counted: bool = False) -> sparse.csr_array:
    """Which runs of `run` words each text has: (n, buckets) of 0 and 1, or of how often it has them."""
    spaces = np.flatnonzero(texts.space)
    start, end = spaces[:-run], spaces[run:]
    inside = (texts.text[start] == texts.text[end]) & (end - start > run)
    return _cells(texts, (start[inside] + 1, end[inside]), salt=run, buckets=buckets, counted=counted)


def letters(texts: Texts, length: int, buckets: int, *, counted: bool = False) -> sparse.csr_array:
    """Which runs of `length` code points each text has, none across two spaces: (n, buckets), as for words."""
    start = np.arange(max(0, texts.space.size - length + 1))
    end = start + length
    spaces = np.concatenate([[0], np.cumsum(texts.space)])
    inner = spaces[end - 1] - spaces[np.minimum(start + 1, end - 1)]
    kept = (texts.text[start] == texts.text[end - 1]) & (inner == 0)
    return _cells(texts, (start[kept], end[kept]), salt=100 + length, buckets=buckets, counted=counted)


def _cells(
    texts: Texts, span: tuple[Int64s, Int64s], *, salt: int, buckets: int, counted: bool
) -> sparse.csr_array:
    start, end = span
    apart = _powers(_INVERSE, texts.prefix.size)
    hashes = _mixed((texts.prefix[end] - texts.prefix[start]) * apart[start] + np.uint64(salt))
    bucket = (hashes % np.uint64(buckets)).astype(np.int64)
    cell, times = np.unique(texts.text[start] * buckets + bucket, return_counts=True)
    row, column = np.divmod(cell, buckets)
    held = (times if counted else np.ones_like(times)).astype(np.float64)
    return sparse.csr_array((held, (row, column)), shape=(texts.count, buckets))


def _powers(base: int, count: int) -> Hashes:
    """base⁰, base¹, … modulo 2⁶⁴ (count,)."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _mixed(hashes: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea & Flood 2014)."""
    mixed = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
