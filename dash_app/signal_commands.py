"""`cyberimpact signals`: what is more than usual in a file of posts, as of an instant."""

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
ADVICE = "a signal is no verdict: read its reasons and posts before anything is said or done"


def signal_app(read_posts: ReadPosts) -> typer.Typer:
    """The verb, with the reader of canonical posts (needs and places told) that the composition root gives."""
    app = typer.Typer()

    @app.command(
        "signals", epilog="Example: cyberimpact signals --from-file posts.jsonl --as-of 2026-01-20T12:00:00Z"
    )
    def signals_(
        ctx: typer.Context,
        posts: Annotated[
            Path,
            typer.Option(
                "--from-file", exists=True, dir_okay=False, help="Canonical posts: .jsonl, .csv or .parquet."
            ),
        ],
        as_of: Annotated[
            str | None,
            typer.Option(
                "--as-of",
                help="Nothing later is used: 2026-01-20T12:00:00Z. By default the last post's time.",
            ),
        ] = None,
        events: Annotated[
            Path | None,
            typer.Option(
                "--events", exists=True, dir_okay=False, help="A CSV file: uid, kind, at, and place_insee."
            ),
        ] = None,
        out: Annotated[
            Path | None, typer.Option("--out", help="F.csv, F.json or F.parquet; else a table here.")
        ] = None,
    ) -> None:
        """Weak signals: needs, doubted claims, hashtags, volumes, panics and crowds that are more than usual.

        Each is held against what its place and hour usually show, with the share of false alarms that is accepted
        among all that was looked at, and says why. About places and topics, never about a person.
        """
        from dash_app import signal_table  # noqa: PLC0415 - the analyses take half a second

        try:
            found = signal_table.watched(read_posts(posts), as_of, events)
            if out:
                OUT.print(f"{out}  {signal_table.write(found, out):,} rows")
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        settings: Settings = ctx.obj
        if not out:
            terminal.show(OUT, signal_table.shown(found), "table", language(settings.lang))
        OUT.print("\n".join(signal_table.summary(found)))
        OUT.print(ADVICE)

    return app
