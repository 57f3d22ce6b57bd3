"""`cyberimpact signals`: what is more than usual in a file of posts, or in the graph as posts come."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dash_app.commands import From, window
from dash_app.exports import ExportError
from dash_app.table_options import AsOf, Out, ReadPosts, tell
from graph.interrupts import stopped_by_signals
from graph.terminal import OUT

if TYPE_CHECKING:
    from graph.settings import Settings

ADVICE = "a signal is no verdict: read its reasons and posts before anything is said or done"


def signal_app(read_posts: ReadPosts) -> typer.Typer:
    """The verb, with the reader of canonical posts (needs and places told) that the composition root gives."""
    app = typer.Typer()

    @app.command(
        "signals",
        epilog="Examples: cyberimpact signals --from-file posts.jsonl --as-of 2026-01-20T12:00:00Z; "
        "cyberimpact signals --follow --every 60",
    )
    def signals_(
        ctx: typer.Context,
        posts: Annotated[
            Path | None,
            typer.Option(
                "--from-file", exists=True, dir_okay=False, help="Canonical posts: .jsonl, .csv or .parquet."
            ),
        ] = None,
        as_of: AsOf = None,
        events: Annotated[
            Path | None,
            typer.Option(
                "--events", exists=True, dir_okay=False, help="A CSV file: uid, kind, at, and place_insee."
            ),
        ] = None,
        out: Out = None,
        following: Annotated[
            bool, typer.Option("--follow", help="Watch the graph's posts as they come, until Ctrl-C.")
        ] = False,
        every: Annotated[
            int, typer.Option("--every", min=1, help="--follow: seconds between two looks.")
        ] = 60,
        lag: Annotated[
            int,
            typer.Option(
                "--lag",
                min=0,
                help="--follow: minutes that posts are given to arrive before they are judged.",
            ),
        ] = 5,
        start: From = None,
    ) -> None:
        """Weak signals: needs, doubted claims, hashtags, volumes, panics and crowds that are more than usual.

        Each is held against what its place and hour usually show, with the share of false alarms that is accepted
        among all that was looked at, and says why. About places and topics, never about a person.

        With --follow the posts of the graph are read once, then every so many seconds those that are new; new signals
        are written into the graph. Several processes share a graph on Neo4j; an embedded graph is closed between looks.
        """
        if following:
            if posts or as_of or events or out:
                raise typer.BadParameter("--follow is of the graph: it takes --every, --lag and --from alone")
            _follow(ctx.obj, every, lag, start)
            return
        if posts is None:
            raise typer.BadParameter("name the posts: --from-file POSTS, or --follow for those of the graph")
        from dash_app import signal_table  # noqa: PLC0415 - the analyses take half a second

        try:
            found = signal_table.watched(read_posts(posts), as_of, events)
            columns = signal_table.COLUMNS if out else signal_table.SHOWN
            tell(found.select(columns), "signals", out, ctx.obj)
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        OUT.print(signal_table.counted(found, "signals"))
        OUT.print(ADVICE)

    return app


def _follow(settings: Settings, every: int, lag: int, start: str | None) -> None:
    from dash_app.signal_follow import Follower  # noqa: PLC0415 - the analyses take half a second

    stop = threading.Event()
    follower = Follower(settings.store, timedelta(minutes=lag), window(start, None).start)
    with stopped_by_signals(stop):
        OUT.print(f"watching {settings.graph} every {every} s; Ctrl-C ends")
        while not stop.is_set():
            OUT.print(follower.look(datetime.now(UTC)))
            stop.wait(every)
    OUT.print(follower.summary())
    OUT.print(ADVICE)
