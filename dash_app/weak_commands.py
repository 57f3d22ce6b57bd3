"""`cyberimpact weak-signals`: which topics rise in a file of posts or in the graph, as of an instant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import polars as pl
import typer

from dash_app import terminal
from dash_app.exports import ExportError
from dash_app.texts import language
from graph.terminal import OUT

if TYPE_CHECKING:
    from graph.settings import Settings

ReadPosts: TypeAlias = Callable[[Path], pl.DataFrame]
ADVICE = "no longer noise, not yet known to all: to be read, not believed; figures of fewer than 11 people are hidden"


def weak_app(read_posts: ReadPosts) -> typer.Typer:
    """The verb, with the reader of canonical posts (needs and places told) that the composition root gives."""
    app = typer.Typer()

    @app.command(
        "weak-signals",
        epilog="Example: cyberimpact weak-signals --from-file posts.jsonl --as-of 2026-01-20T12:00:00Z --out F.csv",
    )
    def weak_signals_(
        ctx: typer.Context,
        posts: Annotated[
            Path | None,
            typer.Option(
                "--from-file",
                exists=True,
                dir_okay=False,
                help="Canonical posts: .jsonl, .csv or .parquet; else those of the graph.",
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                "--as-of",
                help="Nothing later is used: 2026-01-20T12:00:00Z. By default the last post's time.",
            ),
        ] = None,
        out: Annotated[
            Path | None, typer.Option("--out", help="F.csv, F.json or F.parquet; else a table here.")
        ] = None,
    ) -> None:
        """Topics on the rise: needs, hashtags and claims that are no longer noise and not yet known to all.

        Each with its popularity, its burst, how many of its texts are first stories, and, from 11 people on, how many
        speak of it and in which département most of them are. About topics, never about a person.
        """
        settings: Settings = ctx.obj
        try:
            found = _found(settings, posts, read_posts, as_of)
            if out:
                from dash_app import weak_table  # noqa: PLC0415 - the analyses take half a second

                OUT.print(f"{out}  {weak_table.write(found, out):,} rows")
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        _told(found, None if out else settings)

    return app


def _found(settings: Settings, posts: Path | None, read_posts: ReadPosts, as_of: str | None) -> pl.DataFrame:
    from dash_app import weak_table  # noqa: PLC0415 - the analyses take half a second

    if posts:
        return weak_table.of_posts(read_posts(posts), as_of)
    with settings.store() as store:
        return weak_table.of_store(store, as_of)


def _told(found: pl.DataFrame, shown: Settings | None) -> None:
    """The table for one who gave no file, how many topics, and the advice."""
    from dash_app import weak_table  # noqa: PLC0415 - the analyses take half a second

    if shown:
        terminal.show(OUT, found, "table", language(shown.lang))
    OUT.print(weak_table.summary(found))
    OUT.print(ADVICE)
