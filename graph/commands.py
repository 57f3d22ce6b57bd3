"""`cyberimpact graph …` and `cyberimpact neo4j …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.neo4j_server import Server, fetch, start, status, stop, version_for
from graph.schema import page
from graph.settings import Settings
from graph.terminal import ERR, OUT, counting
from graph.transfer import count_graph, export_graph, import_graph

graph_app = typer.Typer(no_args_is_help=True, help="The graph as a whole: counts, export, import, schema.")
neo4j_app = typer.Typer(
    no_args_is_help=True, help="A private Neo4j without containers (needs Java and Maven)."
)


def _table(counts: dict[str, int]) -> None:
    for name, count in counts.items():
        OUT.print(f"{name:<18} {count:>12,}")
    OUT.print(f"{'in all':<18} {sum(counts.values()):>12,}")


@graph_app.command("info")
def info(ctx: typer.Context) -> None:
    """How many nodes and relations of each kind the graph holds."""
    settings: Settings = ctx.obj
    with settings.store() as store:
        OUT.print(f"{store.engine.name} at {store.engine.address}")
        _table(count_graph(store))


@graph_app.command("export", epilog="Example: cyberimpact graph export graph.jsonl.zst")
def export_(ctx: typer.Context, out: Annotated[Path, typer.Argument(help="F.jsonl.zst")]) -> None:
    """Write the whole graph into one file that either store can read."""
    settings: Settings = ctx.obj
    with settings.store() as store, counting(out.name) as tell:
        counts = export_graph(store, out, tell)
    _table(counts)


@graph_app.command(
    "import", epilog="Example: CYBERIMPACT_GRAPH=bolt://localhost cyberimpact graph import graph.jsonl.zst"
)
def import_(ctx: typer.Context, source: Annotated[Path, typer.Argument(help="F.jsonl.zst")]) -> None:
    """Merge a whole export into this graph, and compare what the file says with what the graph then holds."""
    settings: Settings = ctx.obj
    with settings.store() as store:
        with counting(source.name) as tell:
            counts = import_graph(store, source, tell)
        held = count_graph(store)
    for name in sorted(held.keys() | counts.keys()):
        same = "" if held.get(name) == counts.get(name) else "   (the graph held others before)"
        OUT.print(
            f"{name:<18} {counts.get(name, 0):>12,} in the file {held.get(name, 0):>12,} in the graph{same}"
        )


@graph_app.command("schema")
def schema() -> None:
    """The labels, keys, properties and relations of the graph, as Markdown."""
    OUT.print(page(), end="")


@neo4j_app.command("start", epilog="Then: export CYBERIMPACT_GRAPH=bolt://127.0.0.1:7687")
def start_(
    ctx: typer.Context,
    port: Annotated[int, typer.Option("--port", help="Bolt, on this machine only.")] = 7687,
    heap: Annotated[str, typer.Option("--heap")] = "2g",
    java: Annotated[
        Path, typer.Option("--java", help="Java 17 runs Neo4j 5.26, Java 21 or later 2026.x.")
    ] = Path("java"),
) -> None:
    """Fetch Neo4j Community through Maven (once) and start it with its own data folder and password."""
    settings: Settings = ctx.obj
    server = Server(settings.server_home, bolt_port=port, heap=heap, java=java)
    lib = fetch(settings.cache, version_for(java), say=ERR.print)
    live = start(server, lib, say=ERR.print)
    OUT.print(f"Neo4j {live.version} answers at {live.address} (process {live.pid})")
    OUT.print(f"user neo4j, password in {settings.server_home / 'password'}")
    OUT.print(f"Use it: export CYBERIMPACT_GRAPH={live.address}")


@neo4j_app.command("stop")
def stop_(ctx: typer.Context) -> None:
    """Stop the private Neo4j; its data stays."""
    settings: Settings = ctx.obj
    OUT.print("stopped" if stop(settings.server_home) else "it was not running")


@neo4j_app.command("status")
def status_(ctx: typer.Context) -> None:
    """Does the private Neo4j run, and where?"""
    settings: Settings = ctx.obj
    live = status(settings.server_home)
    if live is None:
        OUT.print("not running\n  Start it: cyberimpact neo4j start")
        raise typer.Exit(3)
    OUT.print(f"Neo4j {live.version} at {live.address} (process {live.pid})")
