"""Rare words weigh more than common ones, as the texts learnt from show it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from analytics.arrays import Floats, Int64s
from analytics.need_model.features import Said

LEAST_WORDS: Final = 2  # texts that a word must be in
LEAST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Weighting:
    """Buckets that are kept, and what each weighs: words (w,) and (w,), letters (l,) and (l,)."""

    words: Int64s
    word_weight: Floats
    letters: Int64s
    letter_weight: Floats


@dataclass(frozen=True, slots=True)
class Blocks:
    """Weighted features of n texts, each row of words (n, w) and of letters (n, l) of length 1; signs (n, s)."""

    words: sparse.csr_array
    letters: sparse.csr_array
    signs: sparse.csr_array

    def view(self, names: tuple[str, ...]) -> sparse.csr_array:
        """The blocks of these names side by side."""
        return sparse.csr_array(sparse.hstack([getattr(self, name) for name in names], format="csr"))

    def rows(self, places: Int64s) -> "Blocks":
        """The same of some of the texts."""
        return Blocks(self.words[places], self.letters[places], self.signs[places])


def weighting(learnt: Said) -> Weighting:
    """Inverse document frequency 1 + ln((1 + n)/(1 + df)) of the buckets that enough of n texts have."""
    words, word_weight = _kept(learnt.words, LEAST_WORDS)
    letters, letter_weight = _kept(learnt.letters, LEAST_LETTERS)
    return Weighting(words, word_weight, letters, letter_weight)


def blocks(said: Said, by: Weighting) -> Blocks:
    """Weighted features, the same columns for the same weighting."""
    return Blocks(
        _unit(said.words[:, by.words], by.word_weight),
        _unit(said.letters[:, by.letters], by.letter_weight),
        sparse.csr_array(said.signs),
    )


def _kept(block: sparse.csr_array, least: int) -> tuple[Int64s, Floats]:
    frequency = np.bincount(block.indices, minlength=block.shape[1])
    kept = np.flatnonzero(frequency >= least)
    return kept, 1 + np.log((1 + block.shape[0]) / (1 + frequency[kept]))


def _unit(block: sparse.csr_array, weight: Floats) -> sparse.csr_array:
    """Columns weighted, then each row divided by its length; an empty row stays empty."""
    weighted = sparse.csr_array(block @ sparse.diags_array(weight))
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.where(length > 0, length, 1)) @ weighted)
