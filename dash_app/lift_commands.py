"""`cyberimpact crisis lift`: what follows what, in the same commune, some hours later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dash_app.exports import ExportError
from dash_app.table_options import Out, ReadPosts, tell
from graph.terminal import OUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.settings import Settings

Events = Annotated[
    Path,
    typer.Option(
        "--events",
        exists=True,
        dir_okay=False,
        help="A CSV file: uid, kind, at; place_insee, lat, lon, source, count where known.",
    ),
]
Posts = Annotated[
    Path | None,
    typer.Option(
        "--from-file", exists=True, dir_okay=False, help="Canonical posts to set beside the events."
    ),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Nothing later is used: 2026-01-20T12:00:00Z.")]
ADVICE = "a lift tells of company, not of cause; p is empty below seven days of data"


def lift_verb(read_posts: ReadPosts) -> Callable[..., None]:
    """The verb, with the reader of canonical posts (needs and places told) that the composition root gives."""

    def lift(
        ctx: typer.Context, events: Events, posts: Posts = None, as_of: AsOf = None, out: Out = None
    ) -> None:
        """For every kind of event, the lag at which each other source stands out most in the same commune.

        lift: its counts around the events against what it usually shows there at these hours. lag_h: hours after the
        event; below 0 before it. p: so large a lift when whole days are shuffled; q: after Benjamini and Hochberg.
        Posts count by their needs, where 11 people wrote.
        """
        from dash_app import lift_table  # noqa: PLC0415 - the analyses take half a second

        settings: Settings = ctx.obj
        try:
            found = lift_table.crossed(events, read_posts(posts) if posts else lift_table.NO_POSTS, as_of)
            tell(found, "lift", out, settings)
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        OUT.print(ADVICE if found.height else lift_table.NOTHING)

    return lift
