"""Documents → items, and files → items, whatever form they have."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import msgspec

from collectors.reading import Raw, Reader, raw, size_of
from collectors.records import RecordError
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectors.net import Page
    from collectors.source import Source

GZIP = b"\x1f\x8b"
DOCUMENT = "document"  # the field of a dead letter that is a whole document


def items_of(source: Source, body: bytes, number: int) -> Iterator[Raw]:
    """The items of one document, one after another; one that cannot be unpacked (further) is an item that says so."""
    if source.unpack is None:
        yield raw(body, number)
        return
    try:
        for item in source.unpack(body):
            yield Raw(number, item, msgspec.json.encode(item))
    except DocumentError as error:
        yield Raw(number, None, body, error=RecordError(DOCUMENT, str(error)))


def items_of_page(source: Source, page: Page) -> list[Raw]:
    """The items of all documents of a page, numbered by their document."""
    return [item for n, document in enumerate(page.documents) for item in items_of(source, document.body, n)]


class DocumentReader:
    """A file that is one document, as `Reader` reads files of lines."""

    def __init__(self, path: Path, source: Source) -> None:
        self.path, self.source = path, source
        self.header: list[str] = []
        self.truncated = False
        self.position = 0
        self.size = size_of(path)

    def __iter__(self) -> Iterator[Raw]:
        body = self.path.read_bytes()
        if body.startswith(GZIP):
            body = gzip.decompress(body)
        self.position = self.size
        for number, item in enumerate(items_of(self.source, body, 0), start=1):
            item.line = number
            yield item


def reader_of(path: Path, source: Source) -> Reader | DocumentReader:
    """How the source's files are read: whole where it unpacks, else line by line."""
    return Reader(path, source.declared.delimiter) if source.unpack is None else DocumentReader(path, source)
