"""Is it a source that is known? By its header, and by whether its rows are read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from collectors.records import RecordError
from collectors.registry import BrokenSourceError
from collectors.source import DocumentError, HeaderError, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collectors.reading import Raw
    from collectors.source import Item, Source

TRIED: Final = 50
COVERED: Final = 0.6  # of the columns must be known
READ: Final = 0.5  # of the rows must be read


@dataclass(frozen=True, slots=True)
class Known:
    """A source that reads the file as it is.

    covered  share of the columns that the source knows
    read     share of the first rows that become records (or are skipped on purpose)
    left     columns that it does not know
    """

    source: Source
    covered: float
    read: float
    left: tuple[str, ...] = ()
    document: bool = False


def best_known(header: Sequence[str], raws: Sequence[Raw], sources: Mapping[str, Source]) -> Known | None:
    """The source that knows most of the columns and reads the rows, or None."""
    found = [known for s in _loaded(sources) if (known := _known(header, raws, s)) is not None]
    return max(found, key=lambda k: (round(k.covered, 2), k.read, len(k.source.required)), default=None)


def best_document(body: bytes, sources: Mapping[str, Source]) -> tuple[Known, list[Item]] | None:
    """The source that unpacks the file as one document and reads most of its items, with these; or None."""
    found = [
        (Known(source, 1.0, read, document=True), items)
        for source in _loaded(sources)
        if source.unpack is not None and "import" in source.declared.capabilities
        for read, items in _unpacked(body, source)
        if items and read >= READ
    ]
    return max(found, key=lambda pair: (pair[0].read, len(pair[1])), default=None)


def _loaded(sources: Mapping[str, Source]) -> list[Source]:
    """Those that can be loaded: an extra that is not installed rules out its source, not the guess."""
    found = []
    for name in sources:
        try:
            found.append(sources[name])
        except BrokenSourceError:
            continue
    return found


def _unpacked(body: bytes, source: Source) -> Iterator[tuple[float, list[Item]]]:
    """The first items of the document and the share that becomes records; nothing when it is none of that source."""
    assert source.unpack is not None
    try:
        items = list(islice(source.unpack(body), TRIED))
    except DocumentError:
        return
    kept = [source.normalise(row) for row in _rows(source, items)]
    yield sum(record is not None for record in kept) / max(1, len(items)), items


def _rows(source: Source, items: Sequence[Item]) -> Iterator[Row]:
    return (row for item in items if _is_read(source, row := Row(item, source.fields)))


def _known(header: Sequence[str], raws: Sequence[Raw], source: Source) -> Known | None:
    if not header or source.unpack is not None or "import" not in source.declared.capabilities:
        return None
    try:
        spelling = source.spelling(header, {})
    except HeaderError:
        return None
    left = tuple(source.unknown(header))
    covered = 1 - len(left) / len(header)
    if covered < COVERED:
        return None
    rows = [raw.row for raw in islice(raws, TRIED) if raw.row is not None]
    read = sum(_is_read(source, Row(row, spelling)) for row in rows) / len(rows) if rows else 1.0
    return Known(source, covered, read, left) if read >= READ else None


def _is_read(source: Source, row: Row) -> bool:
    try:
        source.normalise(row)
    except RecordError:
        return False
    return True
