"""The edges that were found beside those that chance alone would make."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.coordination.null import Chance, Drawn, Limits, Progress, by_chance, jittered, permuted
from analytics.coordination.pairs import Rule
from analytics.coordination.table import Table
from analytics.posts import SECOND

RUSH_S = 3600.0
WINDOWS_A_RUSH = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """permuted, jittered  mean counts under each way of chance, None without draws (`null`)
    by_weight  weight (those that occur), edges of at least that weight, expected and expected_in_rush: as many
               under each way of chance, null without draws
    """

    permuted: Chance | None
    jittered: Chance | None
    by_weight: pl.DataFrame


def compare(
    table: Table,
    rule: Rule,
    weight: Int64s,
    limits: Limits,
    *,
    draws: int,
    seed: int,
    rush_s: float | None,
    progress: Progress | None,
) -> Comparison:
    """Draw the times `draws` times in each way; `progress` is called with draws done and in all.

    Raises ValueError for a rush that is not longer than nothing.
    """
    stretch = round(
        (max(RUSH_S, WINDOWS_A_RUSH * rule.window / SECOND) if rush_s is None else rush_s) * SECOND
    )
    if stretch < 1:
        raise ValueError(f"rush_s is above 0 seconds, not {rush_s}")
    if draws < 1 or not weight.size:
        return Comparison(None, None, _by_weight(weight, None, None))
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, 2 * draws)

    def counted(drawn: Drawn) -> Chance:
        return by_chance(table, rule, drawn, limits, draws=draws, seed=seed, progress=tell)

    both = counted(permuted(table)), counted(jittered(table, stretch))
    return Comparison(*both, _by_weight(weight, *both))


def _by_weight(weight: Int64s, permuted: Chance | None, jittered: Chance | None) -> pl.DataFrame:
    values, counts = np.unique(weight, return_counts=True)
    columns = {"weight": values, "edges": counts[::-1].cumsum()[::-1]}
    for name, chance in (("expected", permuted), ("expected_in_rush", jittered)):
        columns[name] = (
            np.full(values.size, np.nan) if chance is None else chance.by_weight[::-1].cumsum()[::-1][values]
        )
    return pl.DataFrame(columns).with_columns(pl.col("expected", "expected_in_rush").fill_nan(None))
