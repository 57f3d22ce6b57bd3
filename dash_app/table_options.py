"""What verbs that make a table share: their options, and how a table is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import polars as pl
import typer

from dash_app import terminal
from dash_app.exports import write_table
from dash_app.texts import language
from graph.terminal import OUT

if TYPE_CHECKING:
    from graph.settings import Settings

ReadPosts: TypeAlias = Callable[[Path], pl.DataFrame]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="Nothing later is used: 2026-01-20T12:00:00Z. By default the last post's time."
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help="F.csv, F.json or F.parquet; else a table here.")]


def tell(found: pl.DataFrame, what: str, out: Path | None, settings: Settings) -> None:
    """Write a table where a file is named, else show it here. ExportError for a suffix that is not known."""
    if out:
        OUT.print(f"{out}  {write_table(found, what, out):,} rows")
    else:
        terminal.show(OUT, found, "table", language(settings.lang))
