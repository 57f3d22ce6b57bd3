"""The work of `cyberimpact coordination`: a table of shares read, its networks, what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.coordination import Coordination, coordination, window_curve
from analytics.coordination.curve import WINDOWS
from analytics.coordination.table import COLUMNS, SharesError
from dash_app.csv_table import read_columns
from graph.terminal import progress

if TYPE_CHECKING:
    from pathlib import Path


BETWEEN = "|"  # between the posts of an edge
CURVE_DRAWS = 20
ADVICE = (
    "coordinated is not inauthentic: read the evidence of an edge before anything is said of its accounts"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for every window."""

    min_participation: int
    remove_loops: bool
    strict: bool
    permutations: int
    seed: int


def detect(table: pl.DataFrame, rule: Rule, time_window: float, quantile: float | None) -> Coordination:
    """The network of one window, with a bar for the permutations."""
    with progress("permutations") as tell:
        return coordination(
            table,
            time_window=time_window,
            min_participation=rule.min_participation,
            edge_weight_quantile=quantile,
            remove_loops=rule.remove_loops,
            strict=rule.strict,
            permutations=rule.permutations,
            seed=rule.seed,
            progress=tell,
        )


def curve_of(table: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """The network's size in each of WINDOWS, with a bar for them."""
    with progress("windows") as tell:
        parts = []
        for done, window in enumerate(WINDOWS, 1):
            part = window_curve(
                table,
                [window],
                min_participation=rule.min_participation,
                remove_loops=rule.remove_loops,
                strict=rule.strict,
                permutations=min(rule.permutations, CURVE_DRAWS),
                seed=rule.seed,
            )
            parts.append(part)
            tell(done, len(WINDOWS))
    return pl.concat(parts)


def read(path: Path) -> pl.DataFrame:
    """The columns of a table of shares, as text; other columns are left aside. ValueError where it has not these."""
    return read_columns(path, COLUMNS).select(COLUMNS)


def write(result: Coordination, path: Path) -> None:
    """Write the edges; the posts of an edge stand in one cell, with BETWEEN between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    result.edges.with_columns(pl.col("evidence").list.join(BETWEEN)).write_csv(path)


def summary(result: Coordination) -> list[str]:
    """What was found, and what chance alone would have made, in a few lines."""
    edges = result.edges
    pairs = f"{result.pairs:,} pairs of shares, {result.accounts:,} accounts, {result.all_edges:,} edges"
    lines = [f"{pairs} (of {result.shares:,} shares by accounts that share enough)"]
    if result.threshold is not None:
        accounts = pl.concat([edges["source"], edges["target"]]).n_unique()
        lines.append(
            f"heavier than {result.threshold:g}: {edges.height:,} edges, {accounts:,} accounts, "
            f"{result.groups:,} groups"
        )
    lines.append(
        f"{int(edges['significant'].sum()):,} edges are significant (of {result.tested:,} pairs of accounts tested)"
    )
    if result.expected_false is not None:
        lines.append(
            f"chance alone would make {result.expected_false:.1f} edges, or {result.expected_false_in_rush:.1f} "
            "when every share stays in its rush"
        )
    return [*lines, ADVICE]


def refusal(path: Path, error: SharesError) -> str:
    """Which row of the file is wrong, why, and what to do."""
    if error.row is None:
        return f"{path}: {error.message}"
    return (
        f"{path}, row {error.row + 2}: {error.message}. Correct that row or delete it (the header is row 1)."
    )
