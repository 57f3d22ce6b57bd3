"""Normalised texts as arrays: bytes, words, the hash and the weight of each word."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.arrays import Int32s, Int64s
from analytics.kernel import compiled

Bytes: TypeAlias = NDArray[np.uint8]
MOST_WORDS = 128  # of a text; a longer one is compared by its beginning
NUMBER_WEIGHT = 6  # of a number at least: three dead are not thirteen dead
STOP_WORDS = (
    "a an and are as at au aux avec be been by c ca ce ces cest cette ceux comme d dans de del des deja depuis do "
    "du elle elles en encore est et etre eux for from has have here i il ils in is it its j je jai l la le les leur "
    "leurs lui ma mais me meme mes mon my n ne nest nos notre nous of on one ont or ou our par pas pour qu quand que "
    "qui quil quon s sa sans se ses si son sont sur t ta te that the their there they this to ton tous tout toute tres "
    "tu un une us vos votre vous vs was we were will with y you your"
)


@dataclass(frozen=True, slots=True)
class Words:
    """n texts of UTF-8 bytes and their m words.

    data    (b,)    the bytes, one line feed after each text
    start   (n+1,)  where each text begins; it ends before start[i + 1] - 1
    first   (n+1,)  first word of each text
    begin, length, code, weight  (m,)  of each word: byte, bytes, 64-bit hash, weight in its text
    """

    data: Bytes
    start: Int64s
    first: Int64s
    begin: Int64s
    length: Int32s
    code: Int64s
    weight: Int32s


def read(texts: pl.Series) -> Words:
    """Words of n normalised texts (analytics.claims.text); a null has none."""
    data, start = _bytes(texts)
    known = np.sort(_words(*_bytes(pl.Series([STOP_WORDS])), np.empty(0, np.int64))[3])
    return Words(data, start, *_words(data, start, known))


def joined(a: Words, b: Words) -> Words:
    """The texts of `a`, then those of `b`."""
    word = a.code.size
    return Words(
        np.concatenate([a.data, b.data]),
        np.concatenate([a.start, b.start[1:] + a.data.size]),
        np.concatenate([a.first, b.first[1:] + word]),
        np.concatenate([a.begin, b.begin + a.data.size]),
        np.concatenate([a.length, b.length]),
        np.concatenate([a.code, b.code]),
        np.concatenate([a.weight, b.weight]),
    )


def _bytes(texts: pl.Series) -> tuple[Bytes, Int64s]:
    filled = texts.fill_null("")
    joined = (filled.str.join("\n").item() + "\n") if len(filled) else ""
    lengths = filled.str.len_bytes().cast(pl.Int64).to_numpy() + 1
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return np.frombuffer(joined.encode(), np.uint8), start


@compiled
def _words(data: Bytes, start: Int64s, stop: Int64s) -> tuple[Int64s, Int64s, Int32s, Int64s, Int32s]:
    """Words of each text: first (n+1,), begin, length, code, weight (m,). `stop` holds sorted codes."""
    texts = start.size - 1
    spaces = 0
    for byte in data:
        spaces += byte <= 32
    first = np.zeros(texts + 1, np.int64)
    begin, length = np.empty(spaces, np.int64), np.empty(spaces, np.int32)
    code, weight = np.empty(spaces, np.int64), np.empty(spaces, np.int32)
    count = 0
    for text in range(texts):
        word, hashed, number = start[text], -3750763034362895579, False
        for place in range(start[text], start[text + 1]):
            byte = data[place]
            if byte > 32:
                hashed = (hashed ^ byte) * 1099511628211
                number |= 48 <= byte <= 57
                continue
            if place > word and count - first[text] < MOST_WORDS:
                begin[count], length[count], code[count] = word, place - word, hashed
                weight[count] = max(place - word, NUMBER_WEIGHT) if number else place - word
                found = np.searchsorted(stop, hashed)
                if found < stop.size and stop[found] == hashed:
                    weight[count] = 1
                count += 1
            word, hashed, number = place + 1, -3750763034362895579, False
        first[text + 1] = count
    return first, begin[:count].copy(), length[:count].copy(), code[:count].copy(), weight[:count].copy()
