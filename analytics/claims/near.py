"""Near-duplicates among short texts: MinHash finds candidates, words decide.

Chosen by measurement on 20,000 mutated texts (benchmarks/near_duplicates_data.py): TF-IDF of character
3-4-grams with sparse_dot_topn reaches F1 .76 and its time grows with the square (13 s at 10,000, 46 s at 20,000);
MinHash with unverified candidates, datasketch's way, .75; MinHash whose candidates are verified by words, .92.
"""

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.claims import alike
from analytics.claims.index import Index
from analytics.claims.minhash import BANDS, band_keys, pairs
from analytics.claims.pairs import THRESHOLD, check, frame
from analytics.claims.words import Words, read

__all__ = ["THRESHOLD", "Index", "near_duplicates"]


def near_duplicates(texts: pl.Series, threshold: float = THRESHOLD) -> pl.DataFrame:
    """Pairs of distinct normalised texts that say the same: `left u32, right u32, score f32`, left < right.

    left and right are positions in `texts` (n,), score (alike.scores) is at least `threshold`; sorted by both.
    Empty and null texts have no pair. The pairs are the same for every order of the rows. A group of more than
    minhash.CROWD look-alikes is linked by chains instead of all its pairs, so that its components stay right
    and time linear. Raises ValueError for a threshold outside ]0, 1].
    """
    check(threshold)
    order = texts.hash().arg_sort().to_numpy().astype(np.int64)
    words = read(texts.gather(order))
    keys = band_keys(words.data, words.start)
    empty = words.first[1:] == words.first[:-1]
    found = [_alike(words, *pairs(keys, b, np.argsort(keys[b]), empty), threshold) for b in range(BANDS)]
    ends = [order[np.concatenate([part[side] for part in found])] for side in (0, 1)]
    score = np.concatenate([part[2] for part in found])
    return frame(("left", np.minimum(*ends)), ("right", np.maximum(*ends)), score)


def _alike(words: Words, left: Int64s, right: Int64s, threshold: float) -> tuple[Int64s, Int64s, Floats]:
    score = alike.scores(words, words, left, right)
    kept = score >= threshold
    return left[kept], right[kept], score[kept]
