"""`cyberimpact crisis`: official alerts, safety check, what is unusual here now, how far needs of help have come."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dash_app.exports import ExportError
from dash_app.lift_commands import lift_verb
from dash_app.table_options import AsOf, Out, ReadPosts, tell
from graph.terminal import OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings import Settings

Posts = Annotated[
    Path,
    typer.Option(
        "--from-file", exists=True, dir_okay=False, help="Canonical posts: .jsonl, .csv or .parquet."
    ),
]
Need = Annotated[str, typer.Argument(help="uid of the post that asks for help.")]
IMPORT = "cyberimpact import alerts.xml --as cap, or cyberimpact collect vigicrues"
ADVICE = "unusual is not dangerous: read what contributes before anything is said or done"


def crisis_app(read_posts: ReadPosts) -> typer.Typer:
    """The verbs, with the reader of canonical posts (needs and places told) that the composition root gives."""
    app = typer.Typer(
        no_args_is_help=True,
        help="Help in a crisis: official alerts, safety check, what is unusual, needs answered.",
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
            tell(crisis_table.safety(read_posts(posts), as_of, hours), "safety", out, ctx.obj)
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
            tell(crisis_table.unusual_now(read_posts(posts), events, as_of, window), "unusual", out, ctx.obj)
        except (ValueError, ExportError) as error:
            raise typer.BadParameter(str(error)) from error
        OUT.print(ADVICE)

    app.command(epilog="Example: cyberimpact crisis alerts --at 2026-01-20T12:00:00Z --departement 34")(
        alerts
    )
    app.command(epilog="Example: cyberimpact crisis commit x:42 offer:7")(commit)
    app.command(epilog="Example: cyberimpact crisis answer x:42")(answer)
    app.command(epilog="Example: cyberimpact crisis undo x:42")(undo)
    app.command(
        epilog="Example: cyberimpact crisis lift --events log.csv --from-file posts.jsonl --out lift.csv"
    )(lift_verb(read_posts))
    return app


def alerts(
    ctx: typer.Context,
    at: Annotated[
        str | None, typer.Option("--at", help="In force then: 2026-01-20T12:00:00Z; now by default.")
    ] = None,
    departement: Annotated[
        str | None, typer.Option("--departement", help="Code: only alerts that hold in it.")
    ] = None,
    out: Out = None,
) -> None:
    """Official alerts in force at an instant (CAP, MeteoAlarm, Météo-France, Vigicrues), the gravest first."""
    from dash_app import crisis_table  # noqa: PLC0415 - the analyses take half a second

    settings: Settings = ctx.obj
    try:
        moment = crisis_table.asked(at, datetime.now(UTC))
        with settings.store() as store:
            found = crisis_table.alerts(store, moment, departement)
        tell(found if out else found.select(crisis_table.SHOWN), "alerts", out, settings)
    except (ValueError, ExportError) as error:
        raise typer.BadParameter(str(error)) from error
    if found.is_empty():
        OUT.print(f"none in force at {moment:%Y-%m-%dT%H:%M:%SZ}; to have them: {IMPORT}")


def commit(
    ctx: typer.Context,
    need: Need,
    offer: Annotated[
        str, typer.Argument(help="uid of the post that offers help, or of an offer of the register.")
    ],
) -> None:
    """Note that an offer is on its way to a need. Notes are only added to; undo takes the last one back."""
    from dash_app.crisis import marks  # noqa: PLC0415 - the analyses take half a second

    settings: Settings = ctx.obj
    with _refused(), settings.store() as store:
        OUT.print(
            f"{marks.commit(store, need, offer, datetime.now(UTC))}  {need} committed by {offer}",
            markup=False,
        )


def answer(ctx: typer.Context, need: Need) -> None:
    """Note that help has come: the need is answered."""
    from dash_app.crisis import marks  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    with _refused(), settings.store() as store:
        OUT.print(f"{marks.answer(store, need, datetime.now(UTC))}  {need} answered", markup=False)


def undo(ctx: typer.Context, need: Need) -> None:
    """Take back the last note on a need that stands; it stays in the audit (query crisis/marks)."""
    from dash_app.crisis import marks  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    with _refused(), settings.store() as store:
        OUT.print(
            f"{marks.undo(store, need, datetime.now(UTC))}  the last note on {need} is taken back",
            markup=False,
        )


@contextmanager
def _refused() -> Iterator[None]:
    """A mark that cannot be made is said as a usage error."""
    from dash_app.crisis.marks import CrisisError  # noqa: PLC0415 - as above

    try:
        yield
    except CrisisError as error:
        raise typer.BadParameter(str(error)) from error
