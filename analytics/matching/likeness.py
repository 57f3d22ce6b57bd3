"""How alike a need and an offer are: cosine of vectors that hold a class of need and words."""

from typing import TypeAlias

import numpy as np
import polars as pl
from scipy import sparse

from analytics.arrays import Flags, Floats, Int64s
from analytics.fact_checks.terms import terms

Words: TypeAlias = sparse.csr_array
_AT_ONCE = 200_000  # pairs whose words are compared at once


def word_vectors(texts: pl.Series) -> Words:
    """Unit vectors of the words of n texts (n, words): binary tf, idf = 1 + ln((n + 1) / (df + 1)).

    A text without words has the zero vector.
    """
    n = len(texts)
    said = terms(texts).select("text", "stem").unique().sort("text", "stem")
    column = said["stem"].rank("dense").cast(pl.Int64).to_numpy() - 1
    if not column.size:
        return sparse.csr_array((n, 1))
    idf = 1 + np.log((n + 1) / (np.bincount(column) + 1))
    vectors = sparse.csr_array((idf[column], (said["text"].to_numpy(), column)), shape=(n, idf.size))
    length = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.where(length > 0, length, 1)) @ vectors)


def cosine(words: Words, classed: Flags, pairs: tuple[Int64s, Int64s], same_class: float) -> Floats:
    """Cosine of pairs of rows whose classes agree where both have one (p,).

    words    (n, w)  unit vectors, or zero
    classed  (n,)    whether the row has a class
    A row's vector is √same_class of its class beside √(1 − same_class) of its words; with only one of them
    that one has all the weight, so that every vector is of length 1.
    """
    left, right = pairs
    worded = np.diff(words.indptr) > 0
    of_class = np.where(worded & classed, np.sqrt(same_class), classed)
    of_words = np.where(worded & classed, np.sqrt(1 - same_class), worded)
    both = classed[left] & classed[right]
    found: Floats = of_class[left] * of_class[right] * both
    for start in range(0, left.size, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        alike = np.asarray(words[left[part]].multiply(words[right[part]]).sum(axis=1)).ravel()
        found[part] += of_words[left[part]] * of_words[right[part]] * alike
    return found
