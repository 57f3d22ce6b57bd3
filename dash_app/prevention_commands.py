"""`cyberimpact prevention`: narratives that alarm people, oriented to the official resources that help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dash_app.exports import ExportError
from dash_app.table_options import Out, ReadPosts, tell
from dash_app.texts import language
from graph.terminal import OUT

if TYPE_CHECKING:
    from graph.settings import Settings

Posts = Annotated[
    Path | None,
    typer.Option(
        "--from-file", exists=True, dir_okay=False, help="Canonical posts: .jsonl, .csv or .parquet; else the graph."
    ),
]  # fmt: skip
Own = Annotated[
    Path | None,
    typer.Option("--resources", exists=True, dir_okay=False, help="A service's own themes and resources (YAML)."),
]  # fmt: skip
ADVICE = "an orientation is about what many people say, never about one of them"


def prevention_app(read_posts: ReadPosts) -> typer.Typer:
    """The verbs, with the reader of canonical posts that the composition root gives."""
    app = typer.Typer(no_args_is_help=True, help="From narratives of alarm to official resources.")

    @app.callback()
    def prevention() -> None:
        """From narratives of alarm to official resources."""

    @app.command(
        epilog="Example: cyberimpact prevention orient --from-file posts.jsonl --out orientation.csv"
    )
    def orient(ctx: typer.Context, posts: Posts = None, own: Own = None, out: Out = None) -> None:
        """Claims and communities whose words alarm (extremism, fraud, harassment …), with who helps.

        From the graph (analyse claims and communities first) or from a file. Only what 11 people or more say; no
        account is read out, scored or listed. score: share of the wordings that hold a word of the theme.
        """
        from dash_app import prevention_table as table  # noqa: PLC0415 - the analyses take half a second

        settings: Settings = ctx.obj
        try:
            known = table.read_resources(own)
            if posts:
                narratives = table.of_posts(read_posts(posts))
            else:
                with settings.store() as store:
                    narratives = table.of_store(store)
            found = table.oriented(narratives, known, language(settings.lang))
            tell(found, "prevention", out, settings)
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        OUT.print(ADVICE)

    return app
