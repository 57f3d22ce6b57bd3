"""`cyberimpact alerts`: follow rules.yml, answer what it said, see what the answers taught."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from analytics.learning.answers import UNDO, VERDICTS
from dash_app.commands import From, To, window
from dash_app.texts import language
from graph.terminal import OUT

if TYPE_CHECKING:
    import polars as pl

    from dash_app.alerts.book import Book
    from graph.settings import Settings

WATCH = "watch"
Form = Annotated[str, typer.Option("--format", help="table, csv or json.")]
Identity = Annotated[str, typer.Argument(help="The alert, or the first digits of its name.")]


class WatchByDefault(TyperGroup):
    """`alerts rules.yml` is `alerts watch rules.yml`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - the type of the base is private
        named = next((arg for arg in args if not arg.startswith("-")), None)
        helped = bool({"-h", "--help"} & set(args))
        if named not in self.commands and not (named is None and helped):
            args = [WATCH, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=WatchByDefault,
    help="Alerts by mail, webhook and feed from rules.yml; analysts' answers make the next ones better.",
    epilog="Example: cyberimpact alerts rules.yml --once, then cyberimpact alerts answer 3f2a true",
)


@app.command(WATCH, epilog="Example: cyberimpact alerts rules.yml --once")
def watch(
    ctx: typer.Context,
    rules: Annotated[Path, typer.Argument(help="What is an alert, who wants it, and how it reaches them.")],
    once: Annotated[bool, typer.Option("--once", help="Look once, send what is due, and stop.")] = False,
    table: Annotated[
        Path | None,
        typer.Option("--signals", help="A table of signals (.csv, .parquet) instead of the graph's."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Look as of this time (with --once), not now.")
    ] = None,
) -> None:
    """Look at the rules again and again, and send what they find."""
    from dash_app.alerts import watching  # noqa: PLC0415 - the analyses take half a second

    settings: Settings = ctx.obj
    if as_of and not once:
        raise typer.BadParameter("--as-of looks at one time: give --once too")
    moment = window(as_of, None).start
    watching.watch(settings, rules, table, once=once, as_of=moment)


@app.command(epilog="Example: cyberimpact alerts answer 3f2a known")
def answer(
    ctx: typer.Context,
    alert: Identity,
    verdict: Annotated[str, typer.Argument(help=f"{', '.join(VERDICTS)}.")],
) -> None:
    """Say whether an alert was real: true, false, known (real, but no news) or useful (real, and acted upon)."""
    if verdict not in VERDICTS:
        raise typer.BadParameter(f"{verdict!r} is no answer; they are {', '.join(VERDICTS)}")
    _answer(ctx, alert, verdict)


@app.command(epilog="Example: cyberimpact alerts undo 3f2a")
def undo(ctx: typer.Context, alert: Identity) -> None:
    """Take back the last answer to an alert (what it taught goes with it), or an event declared missed."""
    _answer(ctx, alert, UNDO)


@app.command(
    epilog="Example: cyberimpact alerts missed --kind need --topic water --place 34 --at 2026-11-22T14:00:00Z"
)
def missed(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Option("--kind", help="need, diffusion, volume, panic or crowd.")
    ] = None,
    topic: Annotated[
        str, typer.Option("--topic", help="A need class, #hashtag, or what it was about.")
    ] = "all",
    place: Annotated[
        str, typer.Option("--place", help="29019, 29 or region:53; none: nowhere in particular.")
    ] = "",
    at: Annotated[str | None, typer.Option("--at", help="When it was: 2026-11-22T14:00:00Z.")] = None,
    form: Form = "table",
) -> None:
    """Declare an event that no alert told of, so that recall counts it; without --kind, list them. undo takes back."""
    from dash_app.alerts import watching  # noqa: PLC0415 - as above
    from dash_app.alerts.missed import Missed, declare  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    if kind is None:
        _show(settings, lambda book: book.missed(), form)
        return
    when = window(at, None).start
    if when is None:
        raise typer.BadParameter("--at is missing: say when it was, as --at 2026-11-22T14:00:00Z")
    now = datetime.now(UTC)
    with watching.open_book(settings) as book:
        name = declare(book, Missed(kind, topic, place, when), now)
    OUT.print(f"{name}  noted as missed  take it back: cyberimpact alerts undo {name}")


@app.command("list", epilog="Example: cyberimpact alerts list --days 2")
def list_(
    ctx: typer.Context,
    days: Annotated[float, typer.Option("--days", min=0, help="How far back.")] = 7,
    waiting: Annotated[bool, typer.Option("--undelivered", help="Messages that wait, and why.")] = False,
    form: Form = "table",
) -> None:
    """The alerts of the last days, those held back too, with their answers."""
    from dash_app.alerts import watching  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    since = datetime.now(UTC) - timedelta(days=days)
    _show(
        settings, lambda book: watching.undelivered(book) if waiting else watching.listing(book, since), form
    )


@app.command(epilog="Example: cyberimpact alerts history")
def history(ctx: typer.Context, form: Form = "table") -> None:
    """Each answer with what it changed: the alert's probability, the threshold of its kind and territory."""
    from dash_app.alerts import watching  # noqa: PLC0415 - as above

    _show(ctx.obj, watching.history, form)


@app.command(epilog="Example: cyberimpact alerts quality --from 2026-11-01")
def quality(
    ctx: typer.Context,
    start: From = None,
    end: To = None,
    by_place: Annotated[bool, typer.Option("--by-place", help="Also by territory.")] = False,
    form: Form = "table",
) -> None:
    """Measured precision, recall, alerts a day and time to detection, by what was answered."""
    from dash_app.alerts import watching  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    asked = window(start, end)
    last = asked.end or datetime.now(UTC)
    first = asked.start or last - timedelta(days=30)
    _show(settings, lambda book: watching.quality(book, first, last, by_place=by_place), form)
    if form == "table":
        with watching.open_book(settings) as book:
            OUT.print(watching.calibration(book))


def _answer(ctx: typer.Context, alert: str, verdict: str) -> None:
    from dash_app.alerts import watching  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    with watching.open_book(settings) as book:
        OUT.print(watching.answered(book, alert, verdict, datetime.now(UTC)))


def _show(settings: Settings, rows: Callable[[Book], pl.DataFrame], form: str) -> None:
    from dash_app import terminal  # noqa: PLC0415 - as above

    if form not in terminal.FORMS:
        raise typer.BadParameter(f"there is no format {form!r}; there are {', '.join(terminal.FORMS)}")
    from dash_app.alerts import watching  # noqa: PLC0415 - as above

    with watching.open_book(settings) as book:
        terminal.show(OUT, rows(book), form, language(settings.lang))
