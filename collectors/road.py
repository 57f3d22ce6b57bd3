"""The way of a file: read → archive → normalise → enrich → pseudonymise → load → note how far.

Whatever stops it, the batches that were acknowledged are in the graph, the raw records are in the archive,
and the same command goes on where it stopped.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

import polars as pl

from collectors import registry
from collectors.archive import NORMALISER, Origin, digest, input_of, read_dead, read_part, run_of, write_dead
from collectors.documents import DOCUMENT, items_of, reader_of
from collectors.intake import Intake, Made, Parcel, Road
from collectors.reading import FileProblemError, Raw, raw
from collectors.report import Report
from cypher import query
from graph import loads
from graph.reference import ensure_reference
from graph.store import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from collectors.archive import DeadLetter, Envelope
    from collectors.source import Source, Spelling

TOGETHER = 2  # batches that are enriched as one: a fifth sooner than one by one
__all__ = ["Road", "import_file", "replay_archive", "replay_dead"]


def import_file(
    path: Path,
    source: Source,
    road: Road,
    mapped: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Import one file of one source. Importing it again changes nothing.

    progress  called with bytes read and bytes in all
    raises    FileProblemError, HeaderError (before anything is loaded), StoreError, OSError
    """
    reader = reader_of(path, source)
    origin = Origin(path.name, digest(path), road.now)
    passage = Passage(source, road, path.name, f"import:{source.name}:{origin.digest}")

    def kept() -> Iterator[list[Raw]]:
        for part, items in enumerate(_batches(reader)):
            passage.learn(reader.header, items, mapped or {})
            road.archive.keep(source.name, origin, part, items)
            yield items
            if progress:
                progress(min(reader.position, reader.size), reader.size)

    passage.take(kept())
    report = passage.report
    report.truncated = reader.truncated
    dead_file = road.archive.dead_file(source.name, origin.digest)
    report.dead_file = dead_file if report.dead else None
    write_dead(dead_file, report.dead)
    passage.finish()
    return report


def replay_dead(path: Path, road: Road, known: Callable[[str], Source] = registry.source) -> Report:
    """Take mended dead letters again; those that are still bad stay in the file, the others leave it."""
    letters = read_dead(path)
    if not letters:
        raise FileProblemError(f"{path} holds no dead letter")
    source = known(letters[0].source)
    passage = Passage(source, road, letters[0].file, f"import:{path.stem}")
    items = [item for held in letters for item in _of_letter(held, source)]
    passage.learn([], items, {})
    passage.take(_batches(items))
    report = passage.report
    write_dead(path, report.dead)
    report.dead_file = path if report.dead else None
    passage.finish()
    return report


def replay_archive(parts: Sequence[Path], source: Source, road: Road) -> Report:
    """Take the archived parts of one input again, under the same run: the same graph comes of it."""
    passage = Passage(source, road, parts[0].name, run_of(source.name, input_of(parts[0])))

    def kept() -> Iterator[list[Raw]]:
        for part in parts:
            items = [item for held in read_part(part) for item in _of_envelope(*held, source)]
            passage.learn([], items, {})
            yield items

    passage.take(kept())
    passage.finish()
    return passage.report


def _of_envelope(envelope: Envelope, payload: bytes, source: Source) -> Iterable[Raw]:
    if envelope.document:
        return items_of(source, payload, 0)
    return [raw(payload, envelope.cursor if isinstance(envelope.cursor, int) else 0)]


def _of_letter(held: DeadLetter, source: Source) -> Iterable[Raw]:
    payload = held.held()
    return items_of(source, payload, held.line) if held.field == DOCUMENT else [raw(payload, held.line)]


def _batches(items: Iterable[Raw]) -> Iterator[list[Raw]]:
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _columns(mapped: Mapping[str, str]) -> Spelling:
    return {name: (column,) for name, column in mapped.items()}


class Passage:
    """One input (a file, an archive, dead letters) and its account."""

    def __init__(self, source: Source, road: Road, name: str, run: str) -> None:
        self.source, self.road = source, road
        self.report = Report(name, source.name, run)
        self.intake = Intake(source, road, name)
        self._mapped: Mapping[str, str] = {}

    def learn(self, header: list[str], items: list[Raw], mapped: Mapping[str, str]) -> None:
        """Settle the spelling of the fields on the header.

        A file without one must have the required fields in its first batch; its items differ in shape, as
        those of a document do: there every spelling is tried.
        """
        if self.intake.spelling is not None:
            return
        self._mapped = mapped
        if self.source.unpack is not None:
            self.intake.spelling = self.source.fields
            return
        names = header or list(dict.fromkeys(name for item in items for name in item.row or ()))
        if names:
            found = self.source.spelling(names, mapped)
            self.intake.spelling = found if header else {**self.source.fields, **_columns(mapped)}

    def take(self, batches: Iterable[list[Raw]]) -> None:
        self._begin()
        self.intake.take(self._parcels(batches))

    def _parcels(self, batches: Iterable[list[Raw]]) -> Iterator[Parcel]:
        read, stream = 0, iter(batches)
        while taken := list(islice(stream, TOGETHER)):
            items = list(chain.from_iterable(taken))  # may be none: a source had nothing new
            read += len(items)
            yield Parcel(items, self.report.run, self._commit, known=read <= self.report.resumed_at)

    def _begin(self) -> None:
        """Load the reference where it is missing, and find where an interrupted run stopped."""
        ensure_reference(self.road.store)
        found = self.road.store.read(query("windows/run"), {"uid": self.report.run})
        if found.height and found["finished_at"][0] is None:
            self.report.resumed_at = found["rows_done"][0] or 0

    def _commit(self, made: Made) -> None:
        self.report.add(made)
        self.report.learn(name for name in made.counted.unknown if name not in self._mapped.values())
        if made.tables.batches:
            self._note(rows_done=self.report.read)

    def finish(self) -> None:
        """Count the orphans, make all searchable, and close the run (its first closing stays)."""
        report, store = self.report, self.road.store
        report.orphaned = store.read(query("windows/orphans"), {"run": report.run})["orphans"][0]
        self._note(
            stage="import",
            version=str(NORMALISER),
            input=report.name,
            parameters=self.source.name,
            read=report.read,
            loaded=report.loaded,
            dead=report.set_aside,
            repaired=report.repaired,
            started_at=self.road.now,
            finished_at=None if report.truncated else self.road.now,
        )
        store.refresh_search()

    def _note(self, **columns: object) -> None:
        with self.road.writing:
            self.road.store.load(loads.IMPORTS, pl.DataFrame({"uid": self.report.run, **columns}))
