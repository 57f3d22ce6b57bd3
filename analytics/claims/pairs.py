"""Pairs of alike texts as a table."""

import polars as pl

from analytics.arrays import Floats, Int64s

THRESHOLD = (
    0.75  # likeness (analytics.claims.alike) from which two texts say the same; measured, see the benchmark
)


def check(threshold: float) -> None:
    """Raise ValueError for a threshold outside ]0, 1]."""
    if not 0 < threshold <= 1:
        raise ValueError(f"the threshold is {threshold}: it lies above 0 and at most at 1")


def frame(first: tuple[str, Int64s], second: tuple[str, Int64s], score: Floats) -> pl.DataFrame:
    """Two named columns of positions and their score, sorted by both."""
    columns: dict[str, pl.DataType] = {first[0]: pl.UInt32(), second[0]: pl.UInt32(), "score": pl.Float32()}
    table = pl.DataFrame({first[0]: first[1], second[0]: second[1], "score": score})
    return table.select(pl.col(name).cast(kind) for name, kind in columns.items()).sort(first[0], second[0])
