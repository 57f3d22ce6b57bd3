"""`cyberimpact import`, `replay` and `exercise`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collectors.archive import Archive
from collectors.enrichment.redirects import Resolver
from collectors.exercise import write
from collectors.files.guess import guess
from collectors.files.guess_report import Lang, mapping_text, report
from collectors.known import learn_mapping, source_of
from collectors.registry import SOURCES
from collectors.report import Report
from collectors.road import Road, import_file, replay_archive, replay_dead
from collectors.source import Source
from graph.privacy import Pseudonyms, read_or_create_key
from graph.settings import Settings
from graph.terminal import OUT, pairs, progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.store import Store

app = typer.Typer()


def road(settings: Settings, store: Store) -> Road:
    """The way of a record into this store, from this moment on."""
    pseudonyms = Pseudonyms(read_or_create_key(settings.key))
    links = Resolver(settings.data / "links.sqlite") if settings.follow_links else None
    return Road(store, Archive(settings.data / "archive"), pseudonyms, datetime.now(UTC), links)


def import_files(
    taken: Road, files: Sequence[Path], found: Source, mapped: Mapping[str, str] | None = None
) -> list[Report]:
    """Import files one after another, telling of each."""
    reports = []
    for path in files:
        with progress(path.name) as tell:
            report = import_file(path, found, taken, mapped, tell)
        OUT.print("\n".join(report.lines()))
        reports.append(report)
    return reports


@app.command(
    "import",
    epilog="Example: cyberimpact import tweets.jsonl.gz --as x-v1, or cyberimpact import --guess table.xlsx",
)
def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Files: .jsonl, .csv (also .gz), .xlsx, .parquet, .json …")
    ],
    name: Annotated[str, typer.Option("--as", help="What they are: a source of `cyberimpact sources`.")] = "",
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="A YAML that says which column is what, for any other table."),
    ] = None,
    guessed: Annotated[
        bool, typer.Option("--guess", help="Say what the files are and show ten rows; nothing is imported.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="With --guess: write the mapping there.")] = None,
    mapped: Annotated[
        list[str] | None, typer.Option("--map", help="field=COLUMN, where a column has another name.")
    ] = None,
) -> None:
    """Bring files into the graph. Bad rows are set aside with their reason; doing it twice changes nothing.

    Exit code 0 when every row is either in the graph or set aside; 1 when a file ended before its end.
    """
    settings: Settings = ctx.obj
    if guessed:
        _guess(settings, files, out)
        return
    if bool(name) == bool(mapping):
        raise typer.BadParameter(
            "say what the files are: --as SOURCE, or --mapping FILE.yml; or ask: --guess"
        )
    spelt = pairs(mapped or [])
    found = learn_mapping(settings, mapping) if mapping else source_of(settings, name)
    if "import" not in found.declared.capabilities:
        raise typer.BadParameter(f"{found.name} is collected, not imported: cyberimpact collect {found.name}")
    with settings.store() as store:
        reports = import_files(road(settings, store), files, found, spelt)
    if not all(report.complete for report in reports):
        raise typer.Exit(1)


def _guess(settings: Settings, files: Sequence[Path], out: Path | None) -> None:
    lang: Lang = "en" if settings.lang == "en" else "fr"
    importable = {n: s for n in SOURCES if "import" in (s := source_of(settings, n)).declared.capabilities}
    for path in files:
        found = guess(path, importable)
        for part in report(found, lang):
            OUT.print(part)
        text = mapping_text(found, lang)
        if text and out is None:
            OUT.print(text)
        elif text and out is not None:
            out.write_text(text, encoding="utf-8")
            OUT.print(f"→ {out}")


@app.command(epilog="Example: cyberimpact replay archive/dead/x-v1-1f2e3d4c5b6a.jsonl")
def replay(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(help="Dead-letter files that were mended.")] = None,
    archive: Annotated[bool, typer.Option("--archive", help="Take the whole raw archive again.")] = False,
) -> None:
    """Take mended dead letters, or the whole raw archive, again."""
    settings: Settings = ctx.obj
    if not files and not archive:
        raise typer.BadParameter("name dead-letter files, or say --archive")

    def known(name: str) -> Source:
        return source_of(settings, name)

    with settings.store() as store:
        taken = road(settings, store)
        inputs = taken.archive.inputs() if archive else {}
        for path in files or []:
            OUT.print("\n".join(replay_dead(path, taken, known).lines()))
        for (name, _), parts in inputs.items():
            OUT.print("\n".join(replay_archive(parts, known(name), taken).lines()))


@app.command(epilog="Example: cyberimpact exercise --seed 7 --size 50000 --out exercise/")
def exercise(
    out: Annotated[Path, typer.Option("--out", help="A folder for the tables and truth.json.")],
    seed: Annotated[int, typer.Option("--seed")] = 1,
    size: Annotated[int, typer.Option("--size", help="About how many posts.")] = 20_000,
    noise: Annotated[float, typer.Option("--noise", help="0 to 1: dirt and difficulty.")] = 0.0,
) -> None:
    """Write a fictitious French crisis with its known truth: the same seed gives the same bytes."""
    made = write(out, seed=seed, size=size, noise=noise)
    OUT.print(
        f"{out}  {made.post_count:,} posts in {made.cascade_count:,} cascades, {made.feedback_count:,} experiences, "
        f"{made.offer_count:,} sites, département {made.departement}; the truth is in {made.truth.name}"
    )
