"""How near found needs and places come to the true ones."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import polars as pl

from analytics.needs import FEEDBACK
from analytics.needs.suppression import ALL
from analytics.scoring.truth import Truth, ratio

Level: TypeAlias = Literal["commune", "departement"]


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
        ratio(int(difference.sum()), shown.height),
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
        ratio(right, given.height),
        ratio(right, true.height),
        ratio(true.height - seen, true.height),
    )


def _spearman(people: pl.DataFrame) -> float:
    """Correlation of the ranks of `true` and `people`; nan below three territories or when one is constant."""
    if people.height < 3 or 1 in {people["true"].n_unique(), people["people"].n_unique()}:
        return float("nan")
    return float(people.select(pl.corr("true", "people", method="spearman")).item())
