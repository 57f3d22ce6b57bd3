"""How well stances are told: macro-F1 before accuracy, and splits that do not leak.

Replies of one thread, and threads about one claim, resemble each other: split at random they are on both sides
and flatter the model. Grouped folds keep each thread, with those whose first post says nearly the same, on one side.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from analytics import confusion
from analytics.arrays import Floats, Int64s
from analytics.confusion import Score
from analytics.stance import spans
from analytics.stance.context import threads
from analytics.stance.features import matrix
from analytics.stance.logistic import fit, probabilities
from analytics.stance.model import STANCES
from analytics.stance.train import BALANCE, STRENGTH, codes

_ALIKE = 0.5  # cosine of the words of two first posts
_BUCKETS = 2**20


def score(true: pl.Series, found: pl.Series) -> Score:
    """Compare two columns of stances of the same posts; ValueError when they are empty or differ in length."""
    if len(true) != len(found) or not len(true):
        raise ValueError(f"{len(true)} true and {len(found)} found stances: give one of each to every post")
    return confusion.score(codes(true), codes(found), STANCES)


def always_comment(true: pl.Series) -> Score:
    """The baseline that answers "comment" to everything."""
    return score(true, pl.Series(["comment"] * len(true), dtype=pl.String))


def claim_groups(posts: pl.DataFrame) -> pl.DataFrame:
    """uid, group: its thread, and the threads whose first posts say nearly the same."""
    found = threads(posts)
    roots = found.select("thread", "root_text").unique("thread").sort("thread")
    texts = spans.lay_out(spans.normalised(roots["root_text"]))
    words = spans.words(texts, 1, _BUCKETS)
    length = np.sqrt(words.sum(axis=1))
    unit = sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1)) @ words)
    _, group = sparse.csgraph.connected_components((unit @ unit.T) > _ALIKE, directed=False)
    return found.join(roots.select("thread", group=pl.Series(group)), on="thread").select("uid", "group")


def folds(group: pl.Series, count: int, seed: int) -> Int64s:
    """A fold of 0 … count − 1 for each row (n,): one group, one fold; the largest groups are dealt first."""
    sizes = group.to_frame("group").group_by("group").len().sort("group")
    shuffled = np.random.default_rng(seed).permutation(sizes.height)
    order = shuffled[np.argsort(-sizes["len"].to_numpy()[shuffled], kind="stable")]
    filled, fold = np.zeros(count, np.int64), np.zeros(sizes.height, np.int64)
    for place in order:
        fold[place] = filled.argmin()
        filled[fold[place]] += sizes["len"][int(place)]
    return group.replace_strict(sizes["group"], pl.Series(fold), return_dtype=pl.Int64).to_numpy()


def cross_validated(learnt: pl.DataFrame, fold: NDArray[np.int64]) -> Score:
    """Every fold told by a model learnt from the others; `learnt` as from `train.labelled`, fold (n,)."""
    x, true = matrix(learnt), codes(learnt["label"])
    found = np.zeros_like(true)
    for held in np.unique(fold):
        out = fold == held
        found[out] = _told(x, true, out)
    return confusion.score(true, found, STANCES)


def _told(x: sparse.csr_array, true: Int64s, out: NDArray[np.bool_]) -> Int64s:
    weights = fit(x[~out], true[~out], len(STANCES), strength=STRENGTH, balance=BALANCE)
    chances: Floats = probabilities(x[out], weights)
    return np.asarray(chances.argmax(axis=1))
