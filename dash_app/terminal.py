"""Rows on a terminal: tables for people, CSV and JSON for programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.table import Table

from dash_app.exports import text

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from cypher import Param, Query
    from dash_app.texts import Lang

FORMS = ("table", "csv", "json")
WIDTH = 80  # characters of a text that a table shows


def show(console: Console, frame: pl.DataFrame, form: str, lang: Lang) -> None:
    """Print a frame in one of FORMS."""
    if form != "table":
        console.print(text(frame, form), end="")
        return
    if frame.is_empty():
        console.print("aucune ligne" if lang == "fr" else "no rows")
        return
    table = Table(show_edge=False, pad_edge=False)
    for name, kind in frame.schema.items():
        table.add_column(name, justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*(_cell(value) for value in row))
    console.print(table)


def list_queries(console: Console, queries: tuple[Query, ...], lang: Lang) -> None:
    """Each question with its title and parameters, folder by folder."""
    for query in queries:
        title, about = (query.title_fr, query.about_fr) if lang == "fr" else (query.title, query.about)
        console.print(f"{query.name}\n    {title}. {about}")
        for param in query.params:
            console.print(f"      {_signature(param)}")


def _signature(param: Param) -> str:
    default = "" if param.required else f" = {param.default if param.default is not None else '…'}"
    return f"{param.name} {param.type}{default}  {param.about}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    written = " ".join(str(value).split())
    return written if len(written) <= WIDTH else written[: WIDTH - 1] + "…"
