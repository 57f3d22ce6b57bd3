"""How near found parents come to the true trees."""

from dataclasses import dataclass

import polars as pl

from analytics.scoring.truth import Truth, ratio


@dataclass(frozen=True, slots=True)
class Edges:
    """true: edges to find; found: of their children, those that were given a parent; correct: the true one."""

    true: int
    found: int
    correct: int

    @property
    def share(self) -> float:
        """Correct edges among the true ones, nan when there are none."""
        return ratio(self.correct, self.true)


@dataclass(frozen=True, slots=True)
class TreeScore:
    """Edges of all posts, of those whose data name the parent, of those whose platform names only the root.

    unexpected: parents given to posts that have none (roots, unknown posts).
    """

    all: Edges
    observed: Edges
    root_only: Edges
    unexpected: int


def trees(found: pl.DataFrame, truth: Truth) -> TreeScore:
    """Score parents: `found` has uid and parent_uid (null for a root), a row a post. Reads trees, root_only.

    A post that stands more than once counts once, with its first parent.
    """
    true = _true(truth)
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


def by_method(found: pl.DataFrame, truth: Truth) -> dict[str, Edges]:
    """Score the edges that each method gave: method → edges whose child it gave a parent. Reads trees.

    found  child_uid, parent_uid, method (analytics.cascades.edges); a child without true parent counts as found
           and not as true
    """
    both = found.unique("child_uid", keep="first", maintain_order=True).join(
        _true(truth), left_on="child_uid", right_on="uid", how="left"
    )
    counted = both.group_by("method").agg(
        pl.col("true").count().alias("known"),
        pl.len().alias("found"),
        (pl.col("true") == pl.col("parent_uid")).sum().alias("correct"),
    )
    return {method: Edges(*counts) for method, *counts in counted.sort("method").iter_rows()}


def _true(truth: Truth) -> pl.DataFrame:
    return pl.DataFrame(
        [(child, parent) for tree in truth["trees"].values() for child, parent in tree.items()],
        schema={"uid": pl.String, "true": pl.String},
        orient="row",
    )


def _edges(both: pl.DataFrame) -> Edges:
    correct = both["true"] == both["parent_uid"]
    return Edges(both.height, both["parent_uid"].drop_nulls().len(), int(correct.sum()))
