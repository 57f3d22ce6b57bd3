"""`cyberimpact load`, and `collect --to-bus`: Kafka between those who collect and the one who loads."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collectors.archive import Archive
from collectors.bus.address import bus_at
from collectors.bus.loading import Loader, load_from
from collectors.commands import road
from collectors.gathering import now
from collectors.known import config_of
from collectors.source_commands import counts, line_per_source, stopping
from graph.settings import Settings
from graph.terminal import ERR, OUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectors.config import Config

app = typer.Typer()


@app.command(epilog="Example: cyberimpact load --from-bus kafka.example:9092 --once")
def load(
    ctx: typer.Context,
    address: Annotated[
        str, typer.Option("--from-bus", help="HOST:9092, several with commas, /TOPIC at the end: a Kafka.")
    ],
    once: Annotated[bool, typer.Option("--once", help="Until all that is on the bus is loaded.")] = False,
    lasting: Annotated[str, typer.Option("--for", help="How long: 90 s, 15 min, 2 h, 7 d.")] = "",
    config: Annotated[
        Path | None, typer.Option("--bus-config", help="YAML of librdkafka's settings: TLS, SASL.")
    ] = None,
) -> None:
    """Load what collectors hand to a Kafka (collect --to-bus) until Ctrl-C; twice changes nothing.

    Messages that are no pages are set aside and never stop it.
    """
    settings: Settings = ctx.obj
    bus = bus_at(address, config, settings.environment)
    from collectors.bus.clients import ensure_topic  # noqa: PLC0415 - the client is an extra
    from collectors.bus.tap import Tap  # noqa: PLC0415 - as above

    ensure_topic(bus)
    with stopping(lasting) as stop, settings.store() as store, line_per_source() as tell:
        loader = Loader(
            road(settings, store),
            settings.data / "state" / "bus",
            lambda name: config_of(settings, name),
            now,
            lambda name, report: tell(name, counts(report)),
        )
        with closing(Tap(bus)) as tap:
            load_from(tap, loader, stop, once=once)
    OUT.print("\n".join([*loader.lines()] or ["nothing new on the bus"]))


def collect_to(
    address: str,
    file: Path | None,
    settings: Settings,
    configs: Sequence[Config],
    lasting: str,
    *,
    once: bool,
) -> bool:
    """Collect onto the bus, telling of each source at the end; whether one had a problem."""
    bus = bus_at(address, file, settings.environment)
    from collectors.bus.clients import ensure_topic  # noqa: PLC0415 - the client is an extra
    from collectors.bus.forwarding import Forwarding, forward_all  # noqa: PLC0415 - as above

    ensure_topic(bus)
    archive, states = Archive(settings.data / "archive"), settings.data / "state"
    with stopping(lasting) as stop, line_per_source() as tell:
        shared = Forwarding(bus, archive, states, stop, once)
        outcomes = forward_all(shared, configs, lambda sent: tell(sent.name, str(sent)))
    for sent in outcomes:
        OUT.print(f"{sent.name}  {sent}")
        if sent.problem:
            ERR.print(f"error: {sent.name}: {sent.problem}")
    return any(sent.problem for sent in outcomes)
