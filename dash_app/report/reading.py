"""What a report read from the graph, kept so that another service can ask the same and compare."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cypher import query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from cypher import Query
    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Reading:
    """One question as it was asked, and its answer; `dated` rows tell of runs and stay out of the hash."""

    query: Query
    params: dict[str, object]
    frame: pl.DataFrame
    dated: bool = False

    @property
    def written_params(self) -> str:
        return json.dumps({name: _plain(value) for name, value in self.params.items()}, ensure_ascii=False)

    @property
    def data_hash(self) -> str:
        return _sha256(self._lines())

    def _lines(self) -> Iterable[str]:
        """The question on a line, then a line for each row: JSON arrays, columns in their declared order."""
        yield json.dumps([self.query.name, self.written_params], ensure_ascii=False)
        for row in self.frame.iter_rows():
            yield json.dumps([_plain(value) for value in row], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Asks a store and remembers each answer, in order."""

    store: Store
    readings: list[Reading] = field(default_factory=list)

    def read(self, name: str, values: Mapping[str, object], *, dated: bool = False) -> pl.DataFrame:
        question = query(name)
        frame = self.store.read(question, values)
        self.readings.append(Reading(question, question.bind(values), frame, dated))
        return frame


def data_hash(readings: Iterable[Reading]) -> str:
    """SHA-256 over the lines of every reading that is not dated, in the order they were read."""
    return _sha256(line for reading in readings if not reading.dated for line in reading._lines())  # noqa: SLF001 - same module


def _sha256(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _plain(value: object) -> object:
    """A value as JSON: instants in UTC to the millisecond, numbers to 12 digits, alike on every engine."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    if isinstance(value, float):
        return f"{value:.12g}"
    return value
