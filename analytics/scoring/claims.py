"""How near found rumours, claims and denials come to the true ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.scoring.truth import Retrieval, Truth, ratio, retrieval

CHECKABLE = ("rumour", "denial", "fraud")  # what is claimed, not asked, offered or chatted about


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


def claims(found: pl.DataFrame, truth: Truth, kinds: Collection[str] | None = CHECKABLE) -> BCubed:
    """B-cubed of the claims that posts state, over all posts of the true claims of some kinds. Reads claims.

    found  uid, claim_id, relation (analytics.claims); a post that states none stands alone
    kinds  of true claims, all for None: rumour, denial, fraud, need, offer, chatter

    ValueError when no true claim is of these kinds.
    """
    stated = dict(found.filter(pl.col("relation") == "STATES").select("uid", "claim_id").iter_rows())
    rows = [
        (uid, name)
        for name, claim in truth["claims"].items()
        if kinds is None or claim["kind"] in kinds
        for uid in claim["posts"]
    ]
    return b_cubed([stated.get(uid, ("alone", uid)) for uid, _ in rows], [name for _, name in rows])


def denials(found: pl.DataFrame, truth: Truth) -> Retrieval:
    """Posts found to deny a claim against those that do: of a denial, or answers of stance deny.

    found  uid, relation (analytics.claims). Reads claims and stances.
    """
    own = {uid for claim in truth["claims"].values() if claim["kind"] == "denial" for uid in claim["posts"]}
    answers = {uid for uid, stance in truth["stances"].items() if stance == "deny"}
    return retrieval(found.filter(pl.col("relation") == "DENIES")["uid"].unique().to_list(), own | answers)


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


def _rumour(name: str, posts: Sequence[str], ranked: pl.DataFrame, inside: set[str], top: int) -> RumourScore:
    own = ranked.filter(pl.col("root_uid").is_in(pl.Series(posts, dtype=pl.String).implode()))
    rank = int(own["rank"][0]) if own.height else None
    return RumourScore(name, rank, ratio(sum(post in inside for post in posts), len(posts)), top)


def _codes(labels: Sequence[object]) -> Int64s:
    number = {label: position for position, label in enumerate(dict.fromkeys(labels))}
    return np.fromiter((number[label] for label in labels), np.int64, len(labels))
