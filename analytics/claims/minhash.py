"""MinHash band keys of normalised texts, compiled: who shares a key is worth comparing.

Broder 1997; banding as in Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3. Each text is the set
of its 5-grams of bytes. With ROWS = 4 and BANDS = 24, two texts of Jaccard similarity s share a key with
probability 1 - (1 - s⁴)²⁴: .79 at .5, .98 at .6, and 4 in a million at .02, the usual for unrelated texts.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Flags, Int32s, Int64s
from analytics.claims.words import Bytes
from analytics.kernel import compiled

BANDS = 24
ROWS = 4
MOST_BYTES = 2_000  # of a text that are read
CROWD = 64  # a key shared by more texts links each to the next NEXT only, not all to all
NEXT = 8
_SEED = 20_07


def band_keys(data: Bytes, start: Int64s) -> Int64s:
    """Keys (BANDS, n) of the n texts whose bytes begin at start (n+1,)."""
    rng = np.random.default_rng(_SEED)
    factors = rng.integers(1, 1 << 32, BANDS * ROWS, dtype=np.uint32) | np.uint32(1)
    shifts = rng.integers(0, 1 << 32, BANDS * ROWS, dtype=np.uint32)
    return _keys(data, start, factors, shifts)


@compiled
def _keys(data: Bytes, start: Int64s, factors: NDArray[np.uint32], shifts: NDArray[np.uint32]) -> Int64s:
    texts = start.size - 1
    keys = np.empty((factors.size // ROWS, texts), np.int64)
    least = np.empty(factors.size, np.uint32)
    for text in range(texts):
        least[:] = 0xFFFFFFFF
        gram = np.int64(32)  # a space before the first word; the line feed is the one after the last
        end = min(start[text + 1], start[text] + MOST_BYTES)
        for place in range(start[text], end):
            gram = ((gram << 8) | data[place]) & 0xFFFFFFFFFF
            if place - start[text] < 3 and place < end - 1:
                continue
            mixed = gram * 0x2545F4914F6CDD1D
            hashed = np.uint32((mixed >> 32) ^ (mixed >> 15))
            for k in range(factors.size):
                value = np.uint32(factors[k] * hashed + shifts[k])
                least[k] = min(least[k], value)
        for band in range(factors.size // ROWS):
            key = np.int64(band + 1)
            for row in range(ROWS):
                key = (key ^ np.int64(least[band * ROWS + row])) * 0x5851F42D4C957F2D
                key ^= (key >> 29) & 0x7FFFFFFFF
            keys[band, text] = key
    return keys


@compiled
def pairs(keys: Int64s, band: int, order: Int64s, skipped: Flags) -> tuple[Int64s, Int64s]:
    """Pairs (left < right) that share their key in `band` and in no earlier band.

    keys (BANDS, n); order (n,) sorts keys[band]; skipped (n,): texts that are left out, such as empty ones.
    """
    room = max(1024, order.size)
    left, right = np.empty(room, np.int64), np.empty(room, np.int64)
    count, low = 0, 0
    while low < order.size:
        high = low + 1
        key = keys[band, order[low]]
        while high < order.size and keys[band, order[high]] == key:
            high += 1
        if high - low > 1 and not skipped[order[low]]:
            same = np.sort(order[low:high])
            reach = same.size if same.size <= CROWD else NEXT
            for i in range(same.size):
                for j in range(i + 1, min(same.size, i + 1 + reach)):
                    new = True
                    for earlier in range(band):
                        if keys[earlier, same[i]] == keys[earlier, same[j]]:
                            new = False
                            break
                    if new:
                        if count == left.size:
                            left = np.concatenate((left, np.empty_like(left)))
                            right = np.concatenate((right, np.empty_like(right)))
                        left[count], right[count] = same[i], same[j]
                        count += 1
        low = high
    return left[:count].copy(), right[:count].copy()


@compiled
def meetings(sorted_keys: Int64s, order: Int32s, keys: Int64s, skipped: Flags) -> tuple[Int64s, Int64s]:
    """Pairs (new, known) that share a key in one band; of a crowd of known texts the first CROWD.

    sorted_keys, order (n,): keys of the known texts and whose they are; keys, skipped (m,): of the new texts.
    """
    low = np.searchsorted(sorted_keys, keys)
    count = 0
    for new in range(keys.size):
        high = low[new]
        while high < order.size and sorted_keys[high] == keys[new] and high - low[new] < CROWD:
            high += 1
        count += 0 if skipped[new] else high - low[new]
    left, right = np.empty(count, np.int64), np.empty(count, np.int64)
    count = 0
    for new in range(keys.size):
        high = low[new]
        while (
            not skipped[new]
            and high < order.size
            and sorted_keys[high] == keys[new]
            and high - low[new] < CROWD
        ):
            left[count], right[count] = new, order[high]
            count += 1
            high += 1
    return left, right
