"""CyberImpact's command line and composition root: the only module that reads the environment."""

from __future__ import annotations

import graph.held_interrupts  # isort: skip  # noqa: F401 - before any library that starts threads

import json
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from analytics.model_files import ModelError
from analytics.stages import DEFAULTS
from collectors import bus_commands as carrying
from collectors import commands as collecting
from collectors import source_commands as gathering
from collectors.archive import Archive, ArchiveError
from collectors.exercise import write as write_exercise
from collectors.files.feedback_frames import need_classes, read_feedback, read_opinions
from collectors.files.mapping_file import MappingError
from collectors.files.post_frames import read_follows, read_posts
from collectors.files.signal_frames import read_watched_posts
from collectors.gathering import PROBLEMS as SOURCE_PROBLEMS
from collectors.known import MappingNameError, source_of
from collectors.reading import FileProblemError
from collectors.registry import BrokenSourceError, UnknownSourceError, source
from collectors.road import Road
from collectors.scheduling.schedule import Ledger, listing, run
from collectors.scheduling.schedule_file import ScheduleError, read_schedules
from collectors.source import HeaderError, UnknownFieldError
from collectors.state import StateError
from cypher import QueryError
from dash_app import action_commands as acting
from dash_app import alert_commands as alerting
from dash_app import analysis_commands as analysing
from dash_app import commands as showing
from dash_app import coordination_commands as coordinating
from dash_app import match_commands as matching
from dash_app import service_commands as serving
from dash_app import spark_commands as spreading
from dash_app import terminal
from dash_app.alerts.errors import PROBLEMS as ALERT_PROBLEMS
from dash_app.crisis_commands import crisis_app
from dash_app.exports import ExportError
from dash_app.model_commands import model_app
from dash_app.need_commands import need_app
from dash_app.prevention_commands import prevention_app
from dash_app.signal_commands import signal_app
from dash_app.texts import language, say
from dash_app.weak_commands import weak_app
from graph import interrupts
from graph.commands import graph_app, neo4j_app
from graph.errors import StoreError
from graph.privacy import KeyFileError, Pseudonyms, read_or_create_key
from graph.runs import Window
from graph.settings import Settings
from graph.store import open_store
from graph.terminal import ERR, OUT

interrupts.release()

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.stance import Model
    from graph.store import Store

PROBLEMS = (
    StoreError, FileProblemError, HeaderError, UnknownSourceError, UnknownFieldError, BrokenSourceError, QueryError,
    ExportError, KeyFileError, ScheduleError, ArchiveError, StateError, MappingError, MappingNameError,
    ModelError, OSError, *SOURCE_PROBLEMS, *ALERT_PROBLEMS,
)  # fmt: skip
FAILED = 1
EXERCISE_SOURCES = ("post", "services-publics-plus", "france-services")


class Verbs(TyperGroup):
    """What goes wrong in a verb is said in a line or two, with its cure."""

    def invoke(self, ctx: Any) -> object:  # noqa: ANN401 - the type of the base is private
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ERR.print("interrupted: what was acknowledged is kept; run the same command again to go on")
            raise typer.Exit(interrupts.INTERRUPTED) from None
        except PROBLEMS as error:
            ERR.print(f"error: {error}")
            raise typer.Exit(FAILED) from error


def stance_model(settings: Settings) -> Model | None:
    """The model of stances in the data folder, where one was trained."""
    from analytics.stance import from_bytes  # noqa: PLC0415 - what learns takes half a second

    file = settings.models / "stance.npz"
    try:
        return from_bytes(file.read_bytes()) if file.exists() else None
    except ModelError as error:
        raise ModelError(f"{file} is {error}\n  Train it again: cyberimpact models train stance") from error


FILES = analysing.Files(
    posts=read_posts,
    asking=read_watched_posts,
    opinions=read_opinions,
    follows=read_follows,
    stance=stance_model,
)

app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Social listening and rumour tracking for public services: posts and feedback in one graph.",
    epilog="A first look: cyberimpact demo.  Settings: CYBERIMPACT_GRAPH, CYBERIMPACT_DATA, CYBERIMPACT_KEY, "
    "CYBERIMPACT_SOURCES, CYBERIMPACT_LINKS, CYBERIMPACT_LANG, NEO4J_URL, NEO4J_USER, NEO4J_PASSWORD.",
)
app.add_typer(collecting.app)
app.add_typer(gathering.app)
app.add_typer(carrying.app)
app.add_typer(showing.app)
app.add_typer(analysing.analysis_app(FILES))
app.add_typer(coordinating.app)
app.add_typer(matching.app)
app.add_typer(signal_app(read_watched_posts))
app.add_typer(weak_app(read_watched_posts))
app.add_typer(model_app(read_posts, read_feedback), name="models")
app.add_typer(need_app(read_feedback, need_classes), name="needs")
app.add_typer(crisis_app(read_watched_posts), name="crisis")
app.add_typer(prevention_app(read_posts), name="prevention")
app.add_typer(acting.app, name="actions")
app.add_typer(alerting.app, name="alerts")
app.add_typer(serving.app, name="services")
app.add_typer(spreading.app, name="spark")
app.add_typer(graph_app, name="graph")
app.add_typer(neo4j_app, name="neo4j")


def main() -> None:
    app()


def _version(wanted: bool) -> None:
    if wanted:
        OUT.print(f"cyberimpact {version('cyberimpact')}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")
    ] = False,
) -> None:
    ctx.obj = Settings.read(os.environ)


@app.command(epilog="Example: cyberimpact schedule schedules.yml --list")
def schedule(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="What runs when.")] = Path("schedules.yml"),
    listed: Annotated[bool, typer.Option("--list", help="Show the jobs, their next and last runs.")] = False,
) -> None:
    """Run what schedules.yml says, in one process; runs that were missed are caught up once."""
    settings: Settings = ctx.obj
    with gathering.stopping("") as stop, settings.store() as store:
        verbs = _verbs(settings, store, stop)
        jobs, ledger = read_schedules(file, verbs), Ledger(store, version("cyberimpact"))
        if listed:
            terminal.show(OUT, listing(jobs, ledger, datetime.now(UTC)), "table", language(settings.lang))
            return
        OUT.print(f"{len(jobs)} jobs of {file}; stop with Ctrl-C")
        run(jobs, verbs, ledger, clock=lambda: datetime.now(UTC), stop=stop)


def _verbs(
    settings: Settings, store: Store, stop: threading.Event
) -> dict[str, Callable[[Mapping[str, str]], str]]:
    """What a schedule can run: verbs of the command line, on the store that this process holds."""

    def window(args: Mapping[str, str]) -> Window:
        return showing.window(args.get("from"), args.get("to"))

    def imported(args: Mapping[str, str]) -> str:
        reports = collecting.import_files(
            collecting.road(settings, store), _files(args), source_of(settings, args["as"])
        )
        return f"{sum(report.loaded for report in reports)} rows of {len(reports)} files"

    def analysed(args: Mapping[str, str]) -> str:
        options = replace(DEFAULTS, stance=FILES.stance(settings))
        return analysing.analyse_store(store, args.get("only", "").split(), window(args), options)

    def reported(args: Mapping[str, str]) -> str:
        lang = args.get("lang", settings.lang)
        return showing.write_report(
            store, args.get("1", "rumours"), Path(args["out"]), window(args), lang=lang
        )

    def collected(args: Mapping[str, str]) -> str:
        names = [args[name] for name in sorted(args) if name.isdigit()]
        configs = gathering.chosen(settings, names)
        outcomes = gathering.gather_into(settings, store, configs, stop, once=True)
        problems = [f"{outcome.name}: {outcome.problem}" for outcome in outcomes if outcome.problem]
        told = f"{sum(outcome.loaded for outcome in outcomes)} records of {len(outcomes)} sources"
        return "; ".join([told, *problems])

    def watched(_: Mapping[str, str]) -> str:
        return gathering.note_health(settings, store)

    def alerted(args: Mapping[str, str]) -> str:
        from dash_app.alerts.watching import look_on  # noqa: PLC0415 - the analyses take half a second

        return look_on(settings, Path(args.get("1", "rules.yml")), store, datetime.now(UTC))

    return {
        "import": imported,
        "collect": collected,
        "sources": watched,
        "analyse": analysed,
        "alerts": alerted,
        "report": reported,
    }


def _files(args: Mapping[str, str]) -> list[Path]:
    """The positions of a verb as files; a folder stands for the files in it."""
    named = [Path(args[name]) for name in sorted(args) if name.isdigit()]
    return [file for path in named for file in (sorted(path.iterdir()) if path.is_dir() else [path])]


@app.command(epilog="Example: cyberimpact demo --no-serve --out demo")
def demo(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", help="A folder for the exercise, its graph and report.")
    ] = Path("demo"),
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the interface at the end.")] = True,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    size: Annotated[int, typer.Option("--size", help="About how many posts.")] = 20_000,
    port: Annotated[int, typer.Option("--port", help="The next free one is taken.")] = 8050,
    lang: showing.Language = None,
) -> None:
    """An exercise from end to end: made up, imported, analysed, compared with its truth, reported, shown."""
    from dash_app.findings import findings  # noqa: PLC0415 - the analyses take half a second

    settings: Settings = ctx.obj
    chosen = language(lang or settings.lang)
    notice = say("exercise.notice", chosen)
    OUT.print(notice)
    made = write_exercise(out / f"exercise-{seed}-{size}", seed=seed, size=size)
    pseudonyms = Pseudonyms(read_or_create_key(settings.key))
    with open_store(out / f"graph-{seed}-{size}.kgl") as store:
        road = Road(store, Archive(out / "archive"), pseudonyms, datetime.now(UTC))
        for file, name in (
            (made.posts, "post"),
            (made.feedback, "services-publics-plus"),
            (made.offers, "france-services"),
        ):
            collecting.import_files(road, [file], source(name))
        analysing.analyse_store(store, [], Window())
        for line in findings(store, json.loads(made.truth.read_bytes()), chosen):
            OUT.print(line)
        for report in ("report.html", "report.pdf"):
            OUT.print(
                showing.write_report(store, "rumours", out / report, Window(), lang=chosen, notice=notice)
            )
        if serve:
            showing.serve_store(store, "127.0.0.1", port, chosen, out, notice=notice)


if __name__ == "__main__":
    main()
