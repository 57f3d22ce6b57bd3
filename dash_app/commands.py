"""`cyberimpact query`, `report`, `draw` and `serve`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import cypher
from cypher.values import convert
from dash_app import terminal
from dash_app.texts import Lang, language
from graph.runs import Window
from graph.settings import Settings
from graph.terminal import OUT, pairs

if TYPE_CHECKING:
    from graph.store import Store

app = typer.Typer()
REPORTS = ("rumours",)
DRAWINGS = (".html", ".svg")

From = Annotated[str | None, typer.Option("--from", help="Not before: 2015-01-07 or 2015-01-07T11:00:00Z.")]
To = Annotated[str | None, typer.Option("--to", help="Before; a day means its first minute.")]
Language = Annotated[str | None, typer.Option("--lang", help="fr or en.")]


@app.command(epilog="Example: cyberimpact query rumours/top_cascades -p from=2015-01-07 --format csv")
def query(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A question of the library.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show every question with its parameters.")] = False,
    params: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="name=value; lists with | between.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Ask the graph a question of the library."""
    settings: Settings = ctx.obj
    lang = language(settings.lang)
    if listed or name is None:
        terminal.list_queries(OUT, cypher.queries(), lang)
        return
    if form not in terminal.FORMS:
        raise typer.BadParameter(f"there is no format {form!r}; there are {', '.join(terminal.FORMS)}")
    found, values = cypher.query(name), pairs(params or [])
    found.bind(values)
    with settings.store() as store:
        terminal.show(OUT, store.read(found, values), form, lang)


@app.command(epilog="Example: cyberimpact report rumours --from 2015-01-07 --to 2015-01-10 --out report.pdf")
def report(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help=f"{' or '.join(REPORTS)}.")],
    out: Annotated[Path, typer.Option("--out", help="F.html or F.pdf.")],
    start: From = None,
    end: To = None,
    lang: Language = None,
) -> None:
    """Write a report with its figures, drawings, queries and data hash."""
    settings: Settings = ctx.obj
    with settings.store() as store:
        OUT.print(write_report(store, what, out, window(start, end), lang=lang or settings.lang))


@app.command(epilog="Example: cyberimpact draw x:544314008980672512 --out cascade.html")
def draw(
    ctx: typer.Context,
    cascade: Annotated[str, typer.Argument(help="Its root_uid, as `export cascades` has it.")],
    out: Annotated[Path, typer.Option("--out", help="F.html (to zoom and move, offline) or F.svg.")],
    lang: Language = None,
) -> None:
    """Draw one cascade over time, in a file that needs nothing else."""
    settings: Settings = ctx.obj
    with settings.store() as store:
        OUT.print(draw_cascade(store, cascade, out, lang=language(lang or settings.lang)), markup=False)


@app.command(epilog="Example: cyberimpact serve --port 8050")
def serve(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option("--host", help="0.0.0.0 for the network, behind a proxy.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The next free one is taken.")] = 8050,
    lang: Language = None,
) -> None:
    """Open the interface on this graph."""
    settings: Settings = ctx.obj
    with settings.store() as store:
        serve_store(store, host, port, lang or settings.lang, settings.data)


def write_report(
    store: Store, what: str, out: Path, window: Window, *, lang: str, notice: str | None = None
) -> str:
    """Write one report over a window, and say where."""
    from dash_app.report import rumours, write  # noqa: PLC0415 - the compiler of PDFs takes a second

    if what not in REPORTS:
        raise typer.BadParameter(f"there is no report {what!r}; there is {', '.join(REPORTS)}")
    made = rumours(
        store,
        start=window.start,
        end=window.end,
        lang=language(lang),
        notice=notice,
        generated_at=datetime.now(UTC),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    write(made, out)
    return f"{out}  written"


def draw_cascade(store: Store, root: str, out: Path, *, lang: Lang) -> str:
    """Draw one cascade to .html or .svg, and say what was drawn."""
    from dash_app import reads  # noqa: PLC0415 - drawing takes a second to read
    from dash_app.figures.propagation import propagation  # noqa: PLC0415
    from dash_app.figures.standalone import standalone  # noqa: PLC0415

    if out.suffix not in DRAWINGS:
        raise typer.BadParameter(f"{out.name}: a drawing goes to {' or '.join(DRAWINGS)}")
    posts = reads.tree(store, root)
    if posts.is_empty():
        raise typer.BadParameter(
            f"there is no cascade of {root}; `cyberimpact export cascades` names the root_uid of each"
        )
    drawn = propagation(posts, lang=lang)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(standalone(drawn) if out.suffix == ".html" else drawn.svg(), encoding="utf-8")
    return f"{out}  {drawn.sentence}"


def serve_store(
    store: Store, host: str, port: int, lang: str, data: Path, *, notice: str | None = None
) -> None:
    """Serve the interface until it is interrupted; the last line printed is its address. Alerts are kept in `data`."""
    from dash_app import server  # noqa: PLC0415
    from dash_app.alerts.watching import FILE  # noqa: PLC0415 - as above
    from dash_app.app import create_app  # noqa: PLC0415 - Dash takes a second

    app_ = create_app(store, data / FILE, lang=language(lang), notice=notice)
    chosen = server.free_port(host, port)
    OUT.print(f"Stop it with Ctrl-C.\nhttp://{host}:{chosen}/")
    server.serve(app_, host, chosen)


def window(start: str | None, end: str | None) -> Window:
    """--from and --to as a window; what is not given stays open."""
    return Window(_moment(start), _moment(end))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = convert("datetime", text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no time (expected 2015-01-07 or 2015-01-07T11:00:00Z)"
        ) from error
    assert isinstance(found, datetime)
    return found
