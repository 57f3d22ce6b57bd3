"""Folds: which part of the texts each text is in."""

import numpy as np

from analytics.arrays import Int64s


def stratified(y: Int64s, count: int, seed: int) -> Int64s:
    """A fold of 0 … count − 1 for each row (n,), each class dealt out evenly after shuffling."""
    order = np.random.default_rng(seed).permutation(y.size)
    order = order[np.argsort(y[order], kind="stable")]
    fold = np.empty(y.size, np.int64)
    fold[order] = np.arange(y.size) % count
    return fold


def grouped(group: Int64s, count: int, seed: int) -> Int64s:
    """A fold of each row (n,) that keeps a group on one side; groups are dealt out after shuffling."""
    _, own = np.unique(group, return_inverse=True)
    return np.asarray(np.random.default_rng(seed).permutation(own.max(initial=0) + 1)[own] % count)
