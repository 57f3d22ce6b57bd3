"""`cyberimpact weak-signals`: which topics rise in a file of posts or in the graph, as of an instant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dash_app.exports import ExportError
from dash_app.table_options import AsOf, Out, ReadPosts, tell
from graph.terminal import OUT

if TYPE_CHECKING:
    import polars as pl

    from graph.settings import Settings

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
        as_of: AsOf = None,
        out: Out = None,
    ) -> None:
        """Topics on the rise: needs, hashtags and claims that are no longer noise and not yet known to all.

        Each with its popularity, its burst, how many of its texts are first stories, and, from 11 people on, how many
        speak of it and in which département most of them are. About topics, never about a person.
        """
        settings: Settings = ctx.obj
        try:
            found = _found(settings, posts, read_posts, as_of)
            tell(found, "weak-signals", out, settings)
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        from dash_app.signal_table import counted  # noqa: PLC0415 - the analyses take half a second

        OUT.print(counted(found, "topics on the rise"))
        OUT.print(ADVICE)

    return app


def _found(settings: Settings, posts: Path | None, read_posts: ReadPosts, as_of: str | None) -> pl.DataFrame:
    from dash_app import weak_table  # noqa: PLC0415 - the analyses take half a second

    if posts:
        return weak_table.of_posts(read_posts(posts), as_of)
    with settings.store() as store:
        return weak_table.of_store(store, as_of)
