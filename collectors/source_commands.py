"""`cyberimpact collect`, `sources list` and `sources check`."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from collectors.commands import road
from collectors.config import Config, ConfigError, read_sources
from collectors.declaration import duration
from collectors.gathering import Gathering, Outcome, gather, now
from collectors.health import ALERTS, Health, judge, row_of
from collectors.known import config_in, config_of
from collectors.reach import reach
from collectors.registry import SOURCES, BrokenSourceError, source
from collectors.report import Report
from collectors.source_page import index, page
from collectors.state import SourceState, StateFile
from graph.interrupts import stopped_by_signals
from graph.loads import SOURCES as SOURCE_ROWS
from graph.settings import Settings
from graph.terminal import ERR, OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.store import Store

app = typer.Typer()
sources_app = typer.Typer(
    help="The sources: their state, and whether they can be reached.", invoke_without_command=True
)
app.add_typer(sources_app, name="sources")


def chosen(settings: Settings, names: Sequence[str]) -> list[Config]:
    """The sources that were named, or those that sources.yml enables."""
    told = read_sources(settings.sources)
    for name in told:
        source(name)  # a name that nobody knows is said at once
    wanted = names or [name for name, given in told.items() if given.get("enabled") is True]
    if not wanted:
        raise ConfigError(
            f"no source is enabled in {settings.sources}\n  Name some (cyberimpact sources lists them), "
            "or write  vigicrues: {enabled: true}"
        )
    return [config_in(told, settings, name) for name in wanted]


def gather_into(
    settings: Settings, store: Store, configs: Sequence[Config], stop: threading.Event, *, once: bool
) -> list[Outcome]:
    """Collect from the sources into a store, telling of each at the end."""
    shared = Gathering(road(settings, store), settings.data / "state", stop, once)
    with line_per_source() as tell:
        outcomes = gather(shared, configs, lambda name, report: tell(name, counts(report)))
    for outcome in outcomes:
        for report in [r for r in outcome.reports if r.read] if once else outcome.reports[-1:]:
            OUT.print("\n".join(report.lines()))
        if not any(report.read for report in outcome.reports) and not outcome.problem:
            OUT.print(f"{outcome.name}  nothing new")
        if outcome.problem:
            ERR.print(f"error: {outcome.name}: {outcome.problem}")
    return outcomes


@app.command(epilog="Example: cyberimpact collect vigicrues cert-fr --once")
def collect(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(help="Sources; all that sources.yml enables by default.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="One round, until nothing is new.")] = False,
    lasting: Annotated[str, typer.Option("--for", help="How long: 90 s, 15 min, 2 h, 7 d.")] = "",
    bus: Annotated[
        str,
        typer.Option("--to-bus", help="HOST:9092 or HOST:9092/TOPIC of a Kafka: load elsewhere, with load."),
    ] = "",
    bus_config: Annotated[
        Path | None, typer.Option("--bus-config", help="YAML of librdkafka's settings: TLS, SASL.")
    ] = None,
) -> None:
    """Collect from live sources until Ctrl-C. What was interrupted goes on where it was; twice changes nothing.

    With --to-bus, pages go to a Kafka as they came, and no graph is opened here.
    Exit code 1 when a source could not be read; the others are collected all the same.
    """
    settings: Settings = ctx.obj
    configs = chosen(settings, names or [])
    for config in configs:
        if config.source.collect is None:
            raise typer.BadParameter(
                f"{config.source.name} is imported: cyberimpact import FILE --as {config.source.name}"
            )
    if bus:
        from collectors.bus_commands import collect_to  # noqa: PLC0415 - it builds on this module

        problems = collect_to(bus, bus_config, settings, configs, lasting, once=once)
    else:
        with stopping(lasting) as stop, settings.store() as store:
            outcomes = gather_into(settings, store, configs, stop, once=once)
        problems = any(outcome.problem for outcome in outcomes)
    if problems:
        raise typer.Exit(1)


@sources_app.callback(epilog="Example: cyberimpact sources")
def sources(ctx: typer.Context) -> None:
    """List every source with its state. Exit code 1 when one needs somebody to look at it."""
    if ctx.invoked_subcommand is not None:
        return
    found = list(healths(ctx.obj))
    table = Table(show_edge=False, pad_edge=False)
    for column in ("source", "gives", "how", "state", "last good record", "why"):
        table.add_column(column, overflow="fold", no_wrap=column == "source")
    for name, health in found:
        declared = source(name).declared if health.state != "broken plug-in" else None
        good = f"{health.good_at:%Y-%m-%d %H:%M}" if health.good_at else ""
        gives, how = (" ".join(declared.gives), " ".join(declared.capabilities)) if declared else ("", "")
        table.add_row(name, gives, how, health.state, good, health.why)
    OUT.print(table)
    if any(health.state in ALERTS for _, health in found):
        raise typer.Exit(1)


def healths(settings: Settings) -> Iterator[tuple[str, Health]]:
    """Every source as it fares now, from what is remembered of it; a plug-in that cannot be loaded too."""
    at, told = now(), read_sources(settings.sources)
    for name in SOURCES:
        try:
            yield name, judge(config_in(told, settings, name), _state(settings, name), at)
        except BrokenSourceError as error:
            yield name, Health(name=name, title=name, state="broken plug-in", why=str(error), checked_at=at)


def _state(settings: Settings, name: str) -> SourceState:
    """What the collector remembers, else what the loader of a bus does."""
    own = settings.data / "state" / f"{name}.json"
    return StateFile(own if own.exists() else settings.data / "state" / "bus" / own.name).state


def note_health(settings: Settings, store: Store) -> str:
    """Look at every source that is enabled, write how it fares into the graph, and say who needs a look."""
    told = read_sources(settings.sources)
    found = [health for name, health in healths(settings) if told.get(name, {}).get("enabled") is True]
    for health in found:
        store.load(SOURCE_ROWS, row_of(health))
    wrong = [f"{health.name} is {health.state}: {health.why}" for health in found if health.alert]
    return "; ".join(wrong) or f"{len(found)} sources are well"


@sources_app.command(epilog="Example: cyberimpact sources check vigicrues")
def check(ctx: typer.Context, name: Annotated[str, typer.Argument(help="A source.")]) -> None:
    """Test the configuration of a source and whether it answers. Nothing is loaded; its cost, if any, is counted."""
    settings: Settings = ctx.obj
    config = config_of(settings, name)
    for line in reach(config, settings.data / "state"):
        OUT.print(line)


@sources_app.command(epilog="Example: cyberimpact sources docs --out docs/sources")
def docs(
    out: Annotated[Path, typer.Option("--out", help="A folder: one page a source, and an index.")],
) -> None:
    """Write the page of every source: what it gives, access, legal basis, retention, limits."""
    declared = [source(name).declared for name in SOURCES]
    out.mkdir(parents=True, exist_ok=True)
    for one in declared:
        (out / f"{one.name}.md").write_text(page(one), encoding="utf-8")
    (out / "README.md").write_text(index(declared), encoding="utf-8")
    OUT.print(f"{len(declared)} pages in {out}")


def counts(report: Report) -> str:
    """How far a source has come, on one line."""
    return f"{report.loaded:,} loaded  {report.skipped:,} passed over  {report.set_aside:,} set aside"


@contextmanager
def line_per_source() -> Iterator[Callable[[str, str], None]]:
    """One progress line a source, on a terminal: called with its name and how far it has come."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bars:
        tasks = {}

        def tell(name: str, told: str) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=None)
            bars.update(tasks[name], description=f"{name}  {told}")

        yield tell


@contextmanager
def stopping(lasting: str) -> Iterator[threading.Event]:
    """Set by Ctrl-C, by SIGTERM, or when the time is over; a second Ctrl-C does not wait."""
    stop = threading.Event()
    try:
        timer = threading.Timer(duration(lasting).total_seconds(), stop.set) if lasting else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with stopped_by_signals(stop):
        if timer:
            timer.start()
        try:
            yield stop
        finally:
            if timer:
                timer.cancel()
