"""A cascade as arrays: parents before children, subtree sizes, and which branches to fold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forest:
    """Posts of one cascade, parents before children.

    rows     (n)  uid, author, kind, text, repair, at (UTC, no nulls), depth
    parent   (n,) row of the parent, -1 for the root
    size     (n,) posts in the subtree of each post, itself included
    hidden   (n,) posts folded away below each post
    """

    rows: pl.DataFrame
    parent: Ints
    size: Ints
    hidden: Ints


def forest(tree: pl.DataFrame, limit: int) -> Forest:
    """The tree without its smallest branches beyond `limit` posts.

    A post whose parent is not in the tree hangs on the root. A post without time (known only as a parent)
    takes the earliest time of the cascade.
    """
    rows = tree.with_columns(
        pl.col("at").fill_null(pl.col("at").min()),
        pl.col("depth").fill_null(0),
        pl.col("parent_uid").cast(pl.String),
    )
    rows = rows.sort("depth", "at", "uid", nulls_last=True)
    parent = _parents(rows)
    size = _sizes(parent)
    if rows.height <= limit:
        return Forest(rows, parent, size, np.zeros_like(size))
    return _folded(rows, parent, size, limit)


def _parents(rows: pl.DataFrame) -> Ints:
    """Row of each parent; the first row is the root, and a parent always comes before its child."""
    index = rows.select(parent_uid="uid").with_row_index("row")
    found = rows.select("parent_uid").join(index, on="parent_uid", how="left", maintain_order="left")
    parent = found["row"].cast(pl.Int64).fill_null(0).to_numpy().copy()
    parent[parent >= np.arange(len(parent))] = 0
    parent[:1] = -1
    return parent


def _sizes(parent: Ints) -> Ints:
    size = np.ones(len(parent), dtype=np.int64)
    for row in range(len(parent) - 1, 0, -1):
        size[parent[row]] += size[row]
    return size


def _folded(rows: pl.DataFrame, parent: Ints, size: Ints, limit: int) -> Forest:
    """Keep the `limit` posts with the largest subtrees: an ancestor's is larger, so the rest is a tree."""
    kept = np.sort(np.lexsort((np.arange(len(size)), -size))[:limit])
    place = np.full(len(size), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    above = np.where(parent[kept] >= 0, place[parent[kept]], -1)
    hidden = size[kept] - 1
    np.subtract.at(hidden, above[above >= 0], size[kept][above >= 0])
    return Forest(rows[kept], above, size[kept], hidden)
