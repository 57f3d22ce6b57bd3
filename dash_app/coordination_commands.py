"""`cyberimpact coordination`: accounts that share the same things together, from a table of shares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dash_app import terminal
from dash_app.texts import language
from graph.terminal import OUT

if TYPE_CHECKING:
    from graph.settings import Settings

app = typer.Typer()
COLUMNS = "object_id, account_id, content_id, timestamp_share"


@app.command(
    "coordination",
    epilog="Example: cyberimpact coordination shares.csv --time-window 60 --edge-weight-quantile 0.5 --out edges.csv",
)
def coordination_(
    ctx: typer.Context,
    shares: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=f"A CSV file with {COLUMNS}.")],
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
    from analytics.coordination.table import SharesError  # noqa: PLC0415 - the analyses take half a second
    from dash_app import share_table  # noqa: PLC0415 - as above

    rule = share_table.Rule(min_participation, remove_loops, strict, permutations, seed)
    try:
        table = share_table.read(shares)
        grown = share_table.curve_of(table, rule) if curve else None
        result = share_table.detect(table, rule, time_window, quantile)
    except SharesError as error:
        raise typer.BadParameter(share_table.refusal(shares, error)) from error
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings: Settings = ctx.obj
    if grown is not None:
        terminal.show(OUT, grown, "table", language(settings.lang))
    OUT.print("\n".join(share_table.summary(result)))
    if out:
        share_table.write(result, out)
        OUT.print(f"{out}  {result.edges.height:,} rows")
