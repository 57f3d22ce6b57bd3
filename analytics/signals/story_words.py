"""Numbers for words that keep coming: the vocabulary of a stream, and how many texts have each word."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int32s, Int64s
from analytics.claims import words
from analytics.claims.text import normalised
from analytics.kernel import compiled

EMPTY = np.int64(0)
SMALLEST = 1 << 12


@dataclass(slots=True)
class Vocabulary:
    """An open-addressing table of 64-bit hashes of words, at most half full.

    key     (2^k,)  hash, EMPTY where free
    number  (2^k,)  of the word
    texts   (w,)    how many texts had each word; room for more
    size    words known
    """

    key: Int64s = field(default_factory=lambda: np.zeros(SMALLEST, np.int64))
    number: Int32s = field(default_factory=lambda: np.zeros(SMALLEST, np.int32))
    texts: Int64s = field(default_factory=lambda: np.zeros(SMALLEST, np.int64))
    size: int = 0


def numbered(known: Vocabulary, texts: pl.Series) -> tuple[Int32s, Int64s]:
    """Words of n normalised texts: numbers (m,), ascending and different within a text; first of each (n+1,).

    `known` learns the new words and counts the texts; a null has no words.
    """
    read = words.read(texts)
    code = np.where(read.code == EMPTY, EMPTY + 1, read.code)
    number, done = np.empty(code.size, np.int32), 0
    while True:
        done, known.size = _number(code, number, (known.key, known.number), done, known.size)
        if done == code.size:
            break
        known.key, known.number = _larger(known.key, known.number)
    if known.size > known.texts.size:
        known.texts = np.concatenate([known.texts, np.zeros(2 * known.size - known.texts.size, np.int64)])
    kept, first = _different(number, read.first, known.texts)
    return number[:kept], first


def weights(texts: Int64s, n: int) -> Floats:
    """idf² of words that so many of n texts have: (1 + ln((n + 1) / (texts + 1)))²."""
    squares: Floats = (1.0 + np.log((n + 1.0) / (texts + 1.0))) ** 2
    return squares


def plain(texts: pl.Series) -> pl.Series:
    """Texts as they are compared (`analytics.claims.text.normalised`)."""
    return normalised(texts.cast(pl.String))


@compiled
def _number(
    code: Int64s, number: Int32s, table: tuple[Int64s, Int32s], done: int, size: int
) -> tuple[int, int]:
    """Number the words from `done` on until the table is half full; where it stopped, words known."""
    key, numbers = table
    last = key.size - 1
    for i in range(done, code.size):
        if 2 * size >= key.size:
            return i, size
        slot = code[i] & last
        while key[slot] not in {EMPTY, code[i]}:
            slot = (slot + 1) & last
        if key[slot] == EMPTY:
            key[slot], numbers[slot] = code[i], size
            size += 1
        number[i] = numbers[slot]
    return code.size, size


@compiled
def _larger(key: Int64s, number: Int32s) -> tuple[Int64s, Int32s]:
    keys, numbers = np.zeros(2 * key.size, np.int64), np.zeros(2 * key.size, np.int32)
    last = keys.size - 1
    for i in range(key.size):
        if key[i] == EMPTY:
            continue
        slot = key[i] & last
        while keys[slot] != EMPTY:
            slot = (slot + 1) & last
        keys[slot], numbers[slot] = key[i], number[i]
    return keys, numbers


@compiled
def _different(number: Int32s, first: Int64s, texts: Int64s) -> tuple[int, Int64s]:
    """Sort each text's words and drop the repeated ones, in place; how many are left, where each text begins."""
    kept, begins = 0, np.zeros(first.size, np.int64)
    for i in range(first.size - 1):
        mine = np.sort(number[first[i] : first[i + 1]])
        for j in range(mine.size):
            if j == 0 or mine[j] != mine[j - 1]:
                number[kept] = mine[j]
                texts[mine[j]] += 1
                kept += 1
        begins[i + 1] = kept
    return kept, begins
