"""`cyberimpact crisis`: who says safe and who calls for help, by commune; what is unusual here now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import polars as pl
import typer

from dash_app import terminal
from dash_app.exports import ExportError, write_table
from dash_app.lift_commands import lift_verb
from dash_app.texts import language
from graph.terminal import OUT

if TYPE_CHECKING:
    from graph.settings import Settings

ReadPosts: TypeAlias = Callable[[Path], pl.DataFrame]
Posts = Annotated[
    Path,
    typer.Option(
        "--from-file", exists=True, dir_okay=False, help="Canonical posts: .jsonl, .csv or .parquet."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="Nothing later is used: 2026-01-20T12:00:00Z. By default the last post's time."
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help="F.csv, F.json or F.parquet; else a table here.")]
ADVICE = "unusual is not dangerous: read what contributes before anything is said or done"


def crisis_app(read_posts: ReadPosts) -> typer.Typer:
    """The verbs, with the reader of canonical posts (needs and places told) that the composition root gives."""
    app = typer.Typer(
        no_args_is_help=True, help="Help in a crisis: safety check, and what is unusual here now."
    )

    @app.command(
        epilog="Example: cyberimpact crisis safety --from-file posts.jsonl --as-of 2026-01-20T12:00:00Z"
    )
    def safety(
        ctx: typer.Context,
        posts: Posts,
        as_of: AsOf = None,
        hours: Annotated[int, typer.Option("--hours", min=1, help="What was said before is forgotten.")] = 48,
        out: Out = None,
    ) -> None:
        """How many say that they are safe, how many call for help, by commune and département.

        Counts only: fewer than 11 people are hidden, and whatever would give them away. There is no list of people.
        """
        from dash_app import crisis_table  # noqa: PLC0415 - the analyses take half a second

        try:
            _told(ctx, crisis_table.safety(read_posts(posts), as_of, hours), "safety", out)
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error

    @app.command(
        epilog="Example: cyberimpact crisis unusual --from-file posts.jsonl --events log.csv --window 3"
    )
    def unusual(
        ctx: typer.Context,
        posts: Posts,
        events: Annotated[
            Path | None,
            typer.Option(
                "--events",
                exists=True,
                dir_okay=False,
                help="A CSV file: uid, kind, at; place_insee, lat, lon, severity, text, source, count where known.",
            ),
        ] = None,
        as_of: AsOf = None,
        window: Annotated[
            int, typer.Option("--window", min=1, max=24, help="Hours; must divide the day.")
        ] = 3,
        out: Out = None,
    ) -> None:
        """Places ranked by how little the last hours resemble their own past, with the part of each source.

        Police log, camera events, fire brigade, telecom, transport, hospitals, weather and posts, each against its own
        baseline by hour of the week. Posts count only where 11 people wrote.
        """
        from dash_app import crisis_table  # noqa: PLC0415 - as above

        try:
            _told(ctx, crisis_table.unusual_now(read_posts(posts), events, as_of, window), "unusual", out)
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        OUT.print(ADVICE)

    app.command(
        epilog="Example: cyberimpact crisis lift --events log.csv --from-file posts.jsonl --out lift.csv"
    )(lift_verb(read_posts))
    return app


def _told(ctx: typer.Context, found: pl.DataFrame, what: str, out: Path | None) -> None:
    settings: Settings = ctx.obj
    if out:
        OUT.print(f"{out}  {write_table(found, what, out):,} rows")
    else:
        terminal.show(OUT, found, "table", language(settings.lang))
