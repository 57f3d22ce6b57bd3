"""Files → numbered records. Whatever is wrong with one record is told of that record, and the rest goes on.

JSON lines, CSV, Parquet and spreadsheets, plain or gzip, with or without a byte-order mark, in UTF-8 or what comes of
Windows-1252 that strays into it.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO, Literal

import msgspec
import polars as pl

from collectors.records import RecordError
from collectors.spreadsheet import SUFFIXES, SpreadsheetError, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Format = Literal["jsonl", "csv", "parquet", "spreadsheet"]
NOT_UTF8 = "not UTF-8: read as Windows-1252"
PARQUET_ROWS = 50_000
TOLD = 1_000  # lines from one position told to the next
csv.field_size_limit(64 * 1024 * 1024)


class FileProblemError(Exception):
    """A file that cannot be read as what it is said to be; names the file, the problem and the cure."""


class Raw(msgspec.Struct, gc=False):
    """One record of a file: its line, its row, the exact bytes to archive, and what was mended or is wrong."""

    line: int
    row: dict[str, object] | None
    payload: bytes
    repair: str | None = None
    error: RecordError | None = None


class Reader:
    """Iterates over the records of one file; `truncated` says that the file ended before its end."""

    def __init__(self, path: Path, delimiter: str | None = None) -> None:
        self.path, self.delimiter = path, delimiter
        self.header: list[str] = []
        self.truncated = False
        self.position = 0
        self.size = size_of(path)
        self.format = _format(path)

    def __iter__(self) -> Iterator[Raw]:
        if self.format == "parquet":
            yield from self._parquet()
            return
        if self.format == "spreadsheet":
            yield from self._spreadsheet()
            return
        with self.path.open("rb") as file:
            lines = self._lines(file)
            yield from self._csv(lines) if self.format == "csv" else _json_lines(lines)

    def _lines(self, file: BinaryIO) -> Iterator[bytes]:
        stream = gzip.open(file) if _is_gzip(file) else file  # noqa: SIM115 - closed with `file`
        try:
            for number, line in enumerate(stream):
                if number % TOLD == 0:
                    self.position = file.tell()
                yield line if number else line.removeprefix(codecs.BOM_UTF8)
            self.position = self.size
        except (EOFError, zlib.error, gzip.BadGzipFile):
            self.truncated = True

    def _csv(self, lines: Iterator[bytes]) -> Iterator[Raw]:
        decoded = _Decoded(lines)
        first = next(decoded, "")
        rows = csv.reader(_chain(first, decoded), delimiter=self.delimiter or _delimiter(first))
        self.header = [name.strip() for name in next(rows, [])]
        while True:
            start = rows.line_num + 1
            decoded.repaired = False
            try:
                values = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Raw(start, None, b"", error=RecordError("row", str(error)))
                continue
            if values:
                yield _csv_row(start, self.header, values, NOT_UTF8 if decoded.repaired else None)

    def _parquet(self) -> Iterator[Raw]:
        try:
            lazy = pl.scan_parquet(self.path)
            self.header = lazy.collect_schema().names()
            total = int(lazy.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise FileProblemError(f"{self.path} is no readable Parquet file: {error}") from error
        for start in range(0, total, PARQUET_ROWS):
            chunk = lazy.slice(start, PARQUET_ROWS).collect()
            for number, row in enumerate(chunk.iter_rows(named=True), start=start + 1):
                yield Raw(number, row, msgspec.json.encode(row))
            self.position = self.size * min(total, start + PARQUET_ROWS) // max(1, total)

    def _spreadsheet(self) -> Iterator[Raw]:
        try:
            self.header, rows = read_sheet(self.path)
        except SpreadsheetError as error:
            raise FileProblemError(str(error)) from error
        for number, row in rows:
            yield Raw(number, row, msgspec.json.encode(row))
        self.position = self.size


class _Decoded:
    """Lines as text; `repaired` is set when one was not UTF-8 since it was last cleared."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self.repaired = lines, False

    def __iter__(self) -> _Decoded:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        text, repaired = decode(line)
        self.repaired |= repaired
        return text


def decode(line: bytes) -> tuple[str, bool]:
    """UTF-8 text; bytes that are none are read as Windows-1252, and that is said."""
    try:
        return line.decode(), False
    except UnicodeDecodeError:
        return line.decode("utf-8", errors="cp1252"), True


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error("cp1252", _cp1252)


def _json_lines(lines: Iterator[bytes]) -> Iterator[Raw]:
    decoder = msgspec.json.Decoder()
    for number, line in enumerate(lines, start=1):
        if payload := line.strip():
            yield _json_line(decoder, number, payload)


def _json_line(decoder: msgspec.json.Decoder[object], number: int, payload: bytes) -> Raw:
    repair = None
    try:
        row = decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as first:
        text, repaired = decode(payload)
        repair = NOT_UTF8 if repaired else None
        try:
            row = decoder.decode(text)
        except msgspec.DecodeError:
            return Raw(number, None, payload, repair, RecordError("line", f"not valid JSON: {first}"))
    if not isinstance(row, dict):
        return Raw(number, None, payload, repair, RecordError("line", "not a JSON object"))
    return Raw(number, row, payload, repair)


def _csv_row(line: int, header: list[str], values: list[str], repair: str | None) -> Raw:
    row: dict[str, object] = dict(zip(header, values, strict=False))
    raw = Raw(line, row, msgspec.json.encode(row), repair)
    if len(values) != len(header):
        raw.payload = msgspec.json.encode({"header": header, "values": values})
        raw.error = RecordError("row", f"{len(values)} values for {len(header)} columns")
    return raw


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(header: str) -> str:
    """The separator that splits the header into most columns: comma, semicolon or tab."""
    return max(",;\t", key=header.count)


def size_of(path: Path) -> int:
    try:
        if path.is_dir():
            raise FileProblemError(f"{path} is a folder\n  Name the files in it: {path}/*")
        return path.stat().st_size
    except FileNotFoundError:
        raise FileProblemError(f"there is no file {path}\n  Check the name and the folder.") from None
    except OSError as error:
        raise FileProblemError(f"{path} cannot be read: {error.strerror}") from error


def _format(path: Path) -> Format:
    """By its first bytes where they tell, else by its name."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == b"PAR1":
        return "parquet"
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".csv", ".tsv")):
        return "csv"
    if name.endswith((".jsonl", ".ndjson", ".json")):
        return "jsonl"
    if name.endswith(SUFFIXES):
        return "spreadsheet"
    raise FileProblemError(
        f"{path} is of no known kind\n  Known: .jsonl, .csv (also .gz), .parquet, .xlsx and .xls"
    )


def _is_gzip(file: BinaryIO) -> bool:
    magic = file.read(2)
    file.seek(0)
    return magic == b"\x1f\x8b"


def raw(payload: bytes, line: int) -> Raw:
    """An archived payload (one JSON object) as the record that it was."""
    return _json_line(msgspec.json.Decoder(), line, payload)
