"""A share of people by topic × territory × time with its interval, small cells hidden in all sums."""

import polars as pl

from analytics.needs.cube import CELL, NOTHING, count, listed

COLUMNS = (*CELL, "people", "share", "low", "high", "suppressed")
Z = 1.959963984540054  # 95 %


def shares(
    people: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    every: str = "1mo",
    k: int = 11,
    hidden: pl.DataFrame = NOTHING,
) -> pl.DataFrame:
    """Share of people of whom something holds, in every cell of the cube.

    people   `person, topic, commune, departement, at` as `cube` takes them, and `holds` (bool; a null row is left
             out); who is counted with and without it counts twice
    hidden   `level, code, topic`: what other tables of the same people hide
    returns  COLUMNS: people, share (of whom it holds) with its 95 % Wilson interval; null where suppressed: where
             those of whom it holds, or the others, are 1 to k-1, and where that would follow from other cells
    """
    counted = people.filter(pl.col("holds").is_not_null()).with_columns(kind=pl.col("holds").cast(pl.Int64))
    found = listed(count(counted, communes, every=every, k=k, hidden=hidden, kinds=2))
    with_it, total = pl.col("kind_1"), pl.col("kind_0") + pl.col("kind_1")
    low, high = wilson(with_it, total)
    return found.with_columns(people=total, share=with_it / total, low=low, high=high).select(COLUMNS)


def wilson(hits: pl.Expr, total: pl.Expr, z: float = Z) -> tuple[pl.Expr, pl.Expr]:
    """Bounds of a share (Wilson 1927), from 0 to 1; null where the total is null, nan where it is 0."""
    share, inverse = hits / total, z**2 / total
    centre = (share + inverse / 2) / (1 + inverse)
    half = z * (share * (1 - share) / total + inverse / (4 * total)).sqrt() / (1 + inverse)
    return (centre - half).clip(0, 1), (centre + half).clip(0, 1)
