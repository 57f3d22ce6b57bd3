"""`cyberimpact coordination`: accounts that share the same things together, from a table of shares."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analytics.coordination import Coordination, coordination, window_curve
from analytics.coordination.curve import WINDOWS
from analytics.coordination.table import COLUMNS, SharesError
from dash_app import terminal
from dash_app.texts import language
from graph.settings import Settings
from graph.terminal import OUT, progress

app = typer.Typer()

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


@app.command(
    "coordination",
    epilog="Example: cyberimpact coordination shares.csv --time-window 60 --edge-weight-quantile 0.5 --out edges.csv",
)
def coordination_(
    ctx: typer.Context,
    shares: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help=f"A CSV file with {', '.join(COLUMNS)}.")
    ],
    time_window: Annotated[float, typer.Option("--time-window", min=0, help="Seconds.")] = 60,
    min_participation: Annotated[
        int, typer.Option("--min-participation", min=1, help="Shares an account needs.")
    ] = 2,
    quantile: Annotated[
        float | None,
        typer.Option("--edge-weight-quantile", min=0, max=1, help="Only edges heavier than this quantile."),
    ] = None,
    remove_loops: Annotated[
        bool, typer.Option("--remove-loops/--keep-loops", help="Leave out an account's pairs with itself.")
    ] = True,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Both accounts of a pair need the participation, not one of them."),
    ] = False,
    curve: Annotated[
        bool, typer.Option("--window-curve", help="Show how the network grows with the window.")
    ] = False,
    permutations: Annotated[
        int, typer.Option("--permutations", min=0, help="Draws for what chance alone makes; 0 for none.")
    ] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 0,
    out: Annotated[Path | None, typer.Option("--out", help="F.csv, one row an edge.")] = None,
) -> None:
    """Find accounts that share the same objects within seconds of each other, and the posts that prove it."""
    table = read(shares)
    rule = Rule(min_participation, remove_loops, strict, permutations, seed)
    try:
        grown = curve_of(table, rule) if curve else None
        result = detect(table, rule, time_window, quantile)
    except SharesError as error:
        raise _refused(shares, error) from error
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings: Settings = ctx.obj
    if grown is not None:
        terminal.show(OUT, grown, "table", language(settings.lang))
    OUT.print("\n".join(summary(result)))
    if out:
        write(result, out)
        OUT.print(f"{out}  {result.edges.height:,} rows")


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
    """The columns of a table of shares, as text; what other columns it has is left aside."""
    try:
        table = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        reason = str(error).splitlines()[0]
        raise typer.BadParameter(f"{path} is no CSV table: {reason}. Save it as CSV (UTF-8).") from error
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise typer.BadParameter(
            f"{path} has no column {', '.join(missing)}; it has {', '.join(table.columns)}. "
            f"Rename its columns to {', '.join(COLUMNS)}."
        )
    return table.select(COLUMNS)


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


def _refused(path: Path, error: SharesError) -> typer.BadParameter:
    if error.row is None:
        return typer.BadParameter(f"{path}: {error.message}")
    return typer.BadParameter(
        f"{path}, row {error.row + 2}: {error.message}. Correct that row or delete it (the header is row 1)."
    )
