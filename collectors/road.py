"""The way of a record: read → archive → normalise → enrich → pseudonymise → load → note how far.

One batch is loaded while the next is read. Whatever stops it, the batches that were acknowledged are in
the graph, the raw records are in the archive, and the same command goes on where it stopped.
"""

from __future__ import annotations

import re
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from collectors import registry
from collectors.archive import (
    NORMALISER,
    Origin,
    digest,
    input_of,
    letter,
    letter_payload,
    read_dead,
    read_part,
    write_dead,
)
from collectors.enrichment.enrich import rows
from collectors.enrichment.text import mend
from collectors.reading import FileProblemError, Raw, Reader, raw
from collectors.records import Record, RecordError
from collectors.report import Report
from collectors.source import Row, Source, Spelling
from cypher import query
from graph import loads
from graph.reference import ensure_reference
from graph.store import BATCH, Batch, batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from collectors.archive import Archive
    from graph.privacy import Pseudonyms
    from graph.store import Store

DUPLICATE = "uid seen before in this file: merged"
MENDED = "Windows-1252 characters or null bytes in a text"
# C1 controls and null bytes, as UTF-8 or as JSON escapes: one search over the bytes of a record.
_STRAY = re.compile(rb"\xc2[\x80-\x9f]|\\u00(?:[89][0-9a-fA-F]|00)|\x00")
WAITING = 2  # batches that may wait for the loader: memory stays flat when the store is slow


@dataclass(frozen=True, slots=True)
class Road:
    """What a record passes on its way; `now` is when the command was started."""

    store: Store
    archive: Archive
    pseudonyms: Pseudonyms
    now: datetime


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
    reader = Reader(path, source.declared.delimiter)
    origin = Origin(path.name, digest(path), road.now)
    report = Report(path.name, source.name, f"import:{source.name}:{origin.digest}")
    intake = Intake(source, road, report, mapped or {})

    def kept() -> Iterator[list[Raw]]:
        for part, raws in enumerate(_batches(reader)):
            intake.learn(reader.header, raws)
            road.archive.keep(source.name, origin, part, raws)
            yield raws
            if progress:
                progress(min(reader.position, reader.size), reader.size)

    intake.take(kept())
    report.truncated = reader.truncated
    dead_file = road.archive.dead_file(source.name, origin.digest)
    report.dead_file = dead_file if report.dead else None
    write_dead(dead_file, report.dead)
    intake.finish()
    return report


def replay_dead(path: Path, road: Road) -> Report:
    """Take mended dead letters again; those that are still bad stay in the file, the others leave it."""
    letters = read_dead(path)
    if not letters:
        raise FileProblemError(f"{path} holds no dead letter")
    source = registry.source(letters[0].source)
    report = Report(letters[0].file, source.name, f"import:{path.stem}")
    intake = Intake(source, road, report, {})
    raws = [raw(letter_payload(held), held.line) for held in letters]
    intake.learn([], raws)
    intake.take(_batches(raws))
    write_dead(path, report.dead)
    report.dead_file = path if report.dead else None
    intake.finish()
    return report


def replay_archive(parts: Sequence[Path], source: Source, road: Road) -> Report:
    """Take the archived parts of one input again, under the same run: the same graph comes of it."""
    report = Report(parts[0].name, source.name, f"import:{source.name}:{input_of(parts[0])}")
    intake = Intake(source, road, report, {})

    def kept() -> Iterator[list[Raw]]:
        for part in parts:
            raws = [raw(payload, line) for _, line, payload in read_part(part)]
            intake.learn([], raws)
            yield raws

    intake.take(kept())
    intake.finish()
    return report


def _batches(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    stream = iter(raws)
    while batch := list(islice(stream, BATCH)):
        yield batch


class Intake:
    """One input on its way into the graph; keeps the account of its rows in `report`."""

    def __init__(self, source: Source, road: Road, report: Report, mapped: Mapping[str, str]) -> None:
        self.source, self.road, self.report, self.mapped = source, road, report, mapped
        self._spelling: Spelling | None = None
        self._seen: set[int] = set()
        self._stopped = False

    def take(self, batches: Iterable[list[Raw]]) -> None:
        """Load one batch while the next is prepared."""
        self._begin()
        waiting: deque[Future[None]] = deque()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="load") as pool:
            for raws in batches:
                waiting.append(pool.submit(self._load, self._prepare(raws), self.report.read))
                while len(waiting) > WAITING:
                    waiting.popleft().result()
            for future in waiting:
                future.result()

    def _begin(self) -> None:
        """Load the reference where it is missing, and find where an interrupted run stopped."""
        ensure_reference(self.road.store)
        found = self.road.store.read(query("windows/run"), {"uid": self.report.run})
        if found.height and found["finished_at"][0] is None:
            self.report.resumed_at = found["rows_done"][0] or 0

    def learn(self, header: list[str], raws: list[Raw]) -> None:
        """Settle the spelling of the fields on the header, or on the first batch of a file without one."""
        if self._spelling is not None:
            return
        names = header or list(dict.fromkeys(name for raw in raws for name in raw.row or ()))
        if names:
            self._spelling = self.source.spelling(names, self.mapped)
            self.report.unknown = [n for n in self.source.unknown(names) if n not in self.mapped.values()]

    def _prepare(self, raws: list[Raw]) -> list[Batch]:
        """Normalise, enrich and pseudonymise one batch; bad rows become dead letters."""
        report = self.report
        records = [record for raw in raws if (record := self._record(raw)) is not None]
        report.read += len(raws)
        report.loaded += len(records)
        if not records or report.read <= report.resumed_at:
            return []
        made = rows(records, self.road.pseudonyms, report.run)
        report.ambiguous += made.ambiguous
        return list(batches(made.shape, made.frame))

    def _load(self, made: list[Batch], done: int) -> None:
        """Load one batch, then note how far the run has come: never past a batch that failed."""
        if not made or self._stopped:
            return
        self._stopped = True
        for batch in made:
            self.road.store.put(batch)
        self._note(rows_done=done)
        self._stopped = False

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
            dead=len(report.dead),
            repaired=report.repaired,
            started_at=self.road.now,
            finished_at=None if report.truncated else self.road.now,
        )
        store.refresh_search()

    def _note(self, **columns: object) -> None:
        self.road.store.load(loads.IMPORTS, pl.DataFrame({"uid": self.report.run, **columns}))

    def _record(self, raw: Raw) -> Record | None:
        try:
            record = self._normalised(raw)
        except RecordError as error:
            found = letter(self.source.name, self.report.name, raw, error.field, error.message)
            self.report.dead.append(found)
            return None
        self._count(record, raw)
        return record

    def _normalised(self, raw: Raw) -> Record:
        if raw.error is not None:
            raise raw.error
        if raw.row is None or self._spelling is None:
            raise RecordError("line", "no record in it")
        if not _STRAY.search(raw.payload):
            return self.source.normalise(Row(raw.row, self._spelling))
        row = Row(_mended(raw.row), self._spelling)
        row.repairs.append(MENDED)
        return self.source.normalise(row)

    def _count(self, record: Record, raw: Raw) -> None:
        made = list(record.repairs)
        if raw.repair:
            made.append(raw.repair)
        key = hash(record.uid)
        if key in self._seen:
            made.append(DUPLICATE)
        self._seen.add(key)
        self.report.repairs.update(made)
        self.report.repaired += bool(made)


def _mended(value: dict[str, object]) -> dict[str, object]:
    return {key: _mend(held) for key, held in value.items()}


def _mend(value: object) -> object:
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, list):
        return [_mend(entry) for entry in value]
    return _mended(value) if isinstance(value, dict) else value
