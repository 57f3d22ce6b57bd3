"""`cyberimpact actions`: declare what is done before looking, follow it, measure its effect."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dash_app import terminal
from dash_app.commands import From, To, window
from dash_app.texts import language
from graph.runs import Window, run_stage
from graph.settings import Settings
from graph.terminal import OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash_app.actions.ledger import Declared

app = typer.Typer(no_args_is_help=True, help="Declare an action before looking, and measure its effect.")

Kind = Annotated[
    str, typer.Option("--kind", help="advice, prevention, denial, procedure, report, reply or hours.")
]
Metric = Annotated[
    str, typer.Option("--metric", help="claim-posts, claim-denials, need-people, feedback or positive-share.")
]
Target = Annotated[str, typer.Option("--target", help="The claim, class of need or service it is of.")]
Moment = Annotated[str, typer.Option("--at", help="T0, when it takes effect: 2026-01-20T09:00:00Z.")]
Before = Annotated[str, typer.Option("--before", help="Window before T0: 48h, 7d, 4w.")]
After = Annotated[str, typer.Option("--after", help="Window after T0.")]
Every = Annotated[str, typer.Option("--every", help="One point of the series: 30min, 1h, 1d.")]
Season = Annotated[
    str | None, typer.Option("--season", help="none, day or week; by default what the step calls for.")
]
Territory = Annotated[
    str | None,
    typer.Option("--territory", help="commune:44109, departement:44 or region:52; 44 is a département."),
]
Control = Annotated[str | None, typer.Option("--control", help="A territory that the action does not touch.")]
Message = Annotated[str | None, typer.Option("--message", help="What is told.")]
Post = Annotated[str | None, typer.Option("--post", help="uid of the post that tells it.")]
Audience = Annotated[str | None, typer.Option("--audience", help="Whom it is for.")]
Answers = Annotated[str | None, typer.Option("--signal", help="uid of the signal that it answers.")]


@app.command(
    epilog="Example: cyberimpact actions declare --kind denial --metric claim-posts --target claim:1a2b "
    "--at 2026-01-20T09:00:00Z --before 7d --after 2d --territory 44 --control 35"
)
def declare(
    ctx: typer.Context,
    kind: Kind,
    metric: Metric,
    target: Target,
    at: Moment,
    before: Before = "7d",
    after: After = "2d",
    every: Every = "1h",
    season: Season = None,
    territory: Territory = None,
    control: Control = None,
    message: Message = None,
    post: Post = None,
    audience: Audience = None,
    signal: Answers = None,
) -> None:
    """Declare an action, once: what is declared is never changed, and the time of it is kept.

    An effect needs 12 points before T0, 6 after, and 10 placebo dates (27 points before; 63 with a season of 24).
    """
    from dash_app.actions.declaration import declaration  # noqa: PLC0415 - the analyses take half a second
    from dash_app.actions.ledger import declare as write  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    with _refused():
        action = declaration(
            kind=kind, metric=metric, target=target, at=_moment(at), before=before, after=after, every=every,
            season=season, territory=territory, control=control, message=message, message_uid=post,
            audience=audience, signal=signal,
        )  # fmt: skip
        with settings.store() as store:
            told = write(store, action, datetime.now(UTC))
    OUT.print("\n".join(_declared(told)))


def _declared(told: Declared) -> Iterator[str]:
    when = "before" if told.beforehand else "after"
    action, moment = told.action, f"{told.declared_at:%Y-%m-%d %H:%M:%S}Z"
    yield f"{action.uid}  declared {moment}, {when} its moment; a season of {action.season}"
    if told.looked_before:
        yield f"this series was looked at {len(told.looked_before)} times before: the effect is exploratory"
    yield f"Its effect: cyberimpact actions effect {action.uid}"


@app.command("list", epilog="Example: cyberimpact actions list --format csv")
def list_(
    ctx: typer.Context,
    start: From = None,
    end: To = None,
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Declared actions, and how often their effect was looked at."""
    from cypher import query  # noqa: PLC0415 - with the store

    settings: Settings = ctx.obj
    if form not in terminal.FORMS:
        raise typer.BadParameter(f"there is no format {form!r}; there are {', '.join(terminal.FORMS)}")
    asked = window(start, end)
    with settings.store() as store:
        found = store.read(query("actions/declared"), {"from": asked.start, "to": asked.end})
    terminal.show(OUT, found, form, language(settings.lang))


@app.command(epilog="Example: cyberimpact actions effect action:1a2b3c4d5e6f7081 --out effect.csv")
def effect(
    ctx: typer.Context,
    action: Annotated[str, typer.Argument(help="uid of a declared action.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Use nothing from this moment on; now by default.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The series with what was expected: F.csv, F.json, F.parquet."),
    ] = None,
) -> None:
    """The effect of an action with its interval, or "descriptive only" and why. The look is noted.

    While its window is open: how far its message got, and what an estimate still needs. Those who had asked before
    are linked to the action (as `cyberimpact analyse answers` does).
    """
    from analytics.stages.answers import ANSWERS  # noqa: PLC0415 - the analyses take half a second
    from dash_app.actions.effect import effect_of, lines, table  # noqa: PLC0415 - the analyses take a second
    from dash_app.exports import write_table  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    now = datetime.now(UTC)
    with _refused(), settings.store() as store:
        run_stage(store, ANSWERS, Window(), now)
        found = effect_of(store, action, _moment(as_of) if as_of else now, now)
    OUT.print("\n".join(lines(found)))
    if out:
        OUT.print(f"{out}  {write_table(table(found), 'effect', out):,} rows")


@app.command(epilog="Example: cyberimpact actions hours --need accessibility --territory 44")
def hours(
    ctx: typer.Context,
    need: Annotated[str, typer.Option("--need", help="Class of need.")],
    territory: Territory = None,
    start: From = None,
    end: To = None,
    length: Annotated[int, typer.Option("--length", min=1, max=8, help="Hours of a slot.")] = 2,
    count: Annotated[int, typer.Option("--count", min=1, help="Slots of each kind.")] = 3,
) -> None:
    """Suggest opening hours: when people ask and nobody is open, and open hours in which the fewest ask."""
    from dash_app.actions.declaration import location  # noqa: PLC0415 - the analyses take half a second
    from dash_app.actions.hours import lines, suggested  # noqa: PLC0415 - as above

    settings: Settings = ctx.obj
    with _refused(), settings.store() as store:
        found = suggested(store, need, location(territory), window(start, end), length=length, count=count)
    OUT.print("\n".join(lines(found, language(settings.lang))))


@contextmanager
def _refused() -> Iterator[None]:
    """What a declaration does not allow is said as a usage error."""
    from dash_app.actions.declaration import ActionError  # noqa: PLC0415 - as above

    try:
        yield
    except ActionError as error:
        raise typer.BadParameter(str(error)) from error


def _moment(text: str) -> datetime:
    found = window(text, None).start
    assert found is not None
    return found
