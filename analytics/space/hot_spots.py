"""Hot spots of a rate on the map, from the cells that may be shown."""

from dataclasses import dataclass

import polars as pl

from analytics.space.lisa import PERMUTATIONS, RATE, lisa
from analytics.space.moran import Moran, moran_test
from analytics.space.neighbours import nearest


@dataclass(frozen=True, slots=True)
class HotSpots:
    """overall: Moran's I of all places; places: `code, rate, local_i, kind, p, q, hot` by code."""

    overall: Moran
    places: pl.DataFrame


def hot_spots(
    cells: pl.DataFrame,
    *,
    neighbours: int = 8,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    rate: float = RATE,
) -> HotSpots:
    """Places with a high rate among places with high rates.

    cells    `code, rate, lat, lon` (degrees), one row a place; those without rate (hidden) or place are left out
    rate     false discovery rate to keep to
    returns  hot: kind "high-high" and q at most `rate`; smooth the rates after suppression, never before
    raises   ValueError for a code given twice
    """
    shown = cells.select("code", "rate", "lat", "lon").drop_nulls().drop_nans().sort("code")
    if shown["code"].is_duplicated().any():
        raise ValueError(f"{shown['code'].is_duplicated().sum()} rows share their code with another")
    values = shown["rate"].cast(pl.Float64).to_numpy()
    around = nearest(shown.select("lat", "lon").cast(pl.Float64).to_numpy(), neighbours)
    local = lisa(values, around, permutations=permutations, seed=seed, rate=rate)
    hot = (pl.col("kept") & (pl.col("kind") == "high-high")).fill_null(value=False)
    places = pl.concat(
        [shown.select("code", "rate"), local.with_columns(hot=hot).drop("kept")], how="horizontal"
    )
    return HotSpots(moran_test(values, around, permutations=permutations, seed=seed), places)
