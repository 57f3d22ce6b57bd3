"""How near findings come to a known truth: trees, needs, places, rumours, groupings.

The truth is the parsed truth.json of an exercise; only the keys a function names are read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import polars as pl

from analytics.needs.suppression import ALL
from analytics.stages import FEEDBACK

Truth: TypeAlias = Mapping[str, Any]
Level: TypeAlias = Literal["commune", "departement"]


@dataclass(frozen=True, slots=True)
class Edges:
    """true: edges to find; found: of their children, those that were given a parent; correct: the true one."""

    true: int
    found: int
    correct: int

    @property
    def share(self) -> float:
        """Correct edges among the true ones, nan when there are none."""
        return _ratio(self.correct, self.true)


@dataclass(frozen=True, slots=True)
class TreeScore:
    """Edges of all posts, of those whose data name the parent, of those whose platform names only the root.

    unexpected: parents given to posts that have none (roots, unknown posts).
    """

    all: Edges
    observed: Edges
    root_only: Edges
    unexpected: int


@dataclass(frozen=True, slots=True)
class NeedScore:
    """Cells are a territory (commune or département) and a need class.

    compared  cells with people in the truth or in the findings, but for the hidden ones
    exact     those with the same number of people
    error     mean absolute difference in people, nan without cells
    rank      Spearman's correlation over territories of their people in all compared cells, nan below three
    hidden    suppressed cells: they carry no figure and are left out
    """

    compared: int
    exact: int
    error: float
    rank: float
    hidden: int


@dataclass(frozen=True, slots=True)
class PlaceScore:
    """placed: posts given a commune; precision: those whose place is true; recall: of the posts that have one.

    abstention: share of the posts that have a place and were given none.
    """

    placed: int
    precision: float
    recall: float
    abstention: float


@dataclass(frozen=True, slots=True)
class RumourScore:
    """rank: of the largest cascade that starts with the claim, 1 is the largest of all, None if none does.

    share_in_top: share of the claim's posts that lie in the `top` largest cascades.
    """

    claim: str
    rank: int | None
    share_in_top: float
    top: int


@dataclass(frozen=True, slots=True)
class BCubed:
    precision: float
    recall: float
    f1: float


def trees(found: pl.DataFrame, truth: Truth) -> TreeScore:
    """Score parents: `found` has uid and parent_uid (null for a root), a row a post. Reads trees, root_only.

    A post that stands more than once counts once, with its first parent.
    """
    true = pl.DataFrame(
        [(child, parent) for tree in truth["trees"].values() for child, parent in tree.items()],
        schema={"uid": pl.String, "true": pl.String},
        orient="row",
    )
    given = found.select("uid", pl.col("parent_uid").cast(pl.String)).unique("uid", keep="first")
    hidden = pl.Series(truth["root_only"], dtype=pl.String).implode()
    both = true.join(given, on="uid", how="left").with_columns(root_only=pl.col("uid").is_in(hidden))
    others = given.drop_nulls().join(true, on="uid", how="anti")
    return TreeScore(
        _edges(both),
        _edges(both.filter(~pl.col("root_only"))),
        _edges(both.filter("root_only")),
        others.height,
    )


def needs(found: pl.DataFrame, truth: Truth, level: Level = "commune") -> NeedScore:
    """Score people in need, read from needs or needs_by_departement.

    found  level, code, topic, people, suppressed

    Only rows of that level count, without the topics that are sums ("all", "feedback"). A cell that the
    findings lack has 0 people, and the reverse.
    """
    key = "needs" if level == "commune" else "needs_by_departement"
    rows = [(n, c, people) for n, cells in truth[key].items() for c, people in cells.items()]
    true = pl.DataFrame(rows, schema={"topic": pl.String, "code": pl.String, "true": pl.Int64}, orient="row")
    own = (pl.col("level") == level) & ~pl.col("topic").is_in([ALL, FEEDBACK])
    given = found.filter(own).select("topic", "code", pl.col("people").cast(pl.Int64), "suppressed")
    cells = true.join(given, on=["topic", "code"], how="full", coalesce=True)
    shown = cells.filter(~pl.col("suppressed").fill_null(value=False)).select(
        "code", pl.col("true").fill_null(0), pl.col("people").fill_null(0)
    )
    shown = shown.filter((pl.col("true") > 0) | (pl.col("people") > 0))
    difference = (shown["true"] - shown["people"]).abs()
    return NeedScore(
        shown.height,
        int((difference == 0).sum()),
        _ratio(int(difference.sum()), shown.height),
        _spearman(shown.group_by("code").agg(pl.col("true", "people").sum())),
        int(cells["suppressed"].sum()),
    )


def places(found: pl.DataFrame, truth: Truth) -> PlaceScore:
    """Score places: `found` has uid and location_uid ("commune:36044", other kinds count as none). Reads places.

    A post may stand several times: it is right when one of its communes is the true one, and every
    commune it is given counts for precision.
    """
    true = pl.DataFrame(
        list(truth["places"].items()), schema={"uid": pl.String, "code": pl.String}, orient="row"
    )
    communes = found.filter(pl.col("location_uid").str.starts_with("commune:").fill_null(value=False))
    given = communes.select("uid", found=pl.col("location_uid").str.strip_prefix("commune:")).unique()
    both = given.join(true, on="uid", how="left")
    right = int((both["found"] == both["code"]).sum())
    seen = true.join(given, on="uid", how="semi").height
    return PlaceScore(
        given["uid"].n_unique(),
        _ratio(right, given.height),
        _ratio(right, true.height),
        _ratio(true.height - seen, true.height),
    )


def rumours(cascades: pl.DataFrame, truth: Truth, top: int = 10) -> list[RumourScore]:
    """Where each rumour stands among the cascades: root_uid and size. Reads claims and trees.

    Cascades of equal size share the better rank; the top is cut by size, then root_uid.
    """
    ranked = cascades.sort(["size", "root_uid"], descending=[True, False]).with_columns(
        rank=pl.col("size").rank("min", descending=True)
    )
    first = ranked["root_uid"].head(top).to_list()
    inside = set(first).union(*(truth["trees"].get(root, {}) for root in first))
    return [
        _rumour(name, claim["posts"], ranked, inside, top)
        for name, claim in truth["claims"].items()
        if claim["kind"] == "rumour"
    ]


def b_cubed(found: Sequence[object], true: Sequence[object]) -> BCubed:
    """B-cubed precision, recall and their harmonic mean (Bagga & Baldwin 1998) of labels of n items.

    ValueError when the lengths differ or there is no item.
    """
    if len(found) != len(true) or not len(found):
        raise ValueError(f"{len(found)} found and {len(true)} true labels: give one of each to every item")
    row, column = _codes(found), _codes(true)
    pair = row * (int(column.max()) + 1) + column
    _, cell, together = np.unique(pair, return_inverse=True, return_counts=True)
    shared = together[cell]
    precision = float((shared / np.bincount(row)[row]).mean())
    recall = float((shared / np.bincount(column)[column]).mean())
    return BCubed(precision, recall, 2 * precision * recall / (precision + recall))


def _edges(both: pl.DataFrame) -> Edges:
    correct = both["true"] == both["parent_uid"]
    return Edges(both.height, both["parent_uid"].drop_nulls().len(), int(correct.sum()))


def _spearman(people: pl.DataFrame) -> float:
    """Correlation of the ranks of `true` and `people`; nan below three territories or when one is constant."""
    if people.height < 3 or 1 in {people["true"].n_unique(), people["people"].n_unique()}:
        return float("nan")
    return float(people.select(pl.corr("true", "people", method="spearman")).item())


def _rumour(name: str, posts: Sequence[str], ranked: pl.DataFrame, inside: set[str], top: int) -> RumourScore:
    own = ranked.filter(pl.col("root_uid").is_in(pl.Series(posts, dtype=pl.String).implode()))
    rank = int(own["rank"][0]) if own.height else None
    return RumourScore(name, rank, _ratio(sum(post in inside for post in posts), len(posts)), top)


def _codes(labels: Sequence[object]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    number = {label: position for position, label in enumerate(dict.fromkeys(labels))}
    return np.fromiter((number[label] for label in labels), np.int64, len(labels))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
