"""The raw archive and the dead letters: append-only files from which everything can be made again.

Archive: `archive/<source>/<date>/part-<input>-<N>.jsonl.gz`, one envelope a line, written whole (temporary
name, fsync, rename), never changed. A part that is there is not written again, so the same input archived
twice leaves one copy. What a collector brings has `collect` for its input, and its page's number and digest
for N: a page that was asked for again and came differently stands beside the first. Dead letters:
`archive/dead/<source>-<input>.jsonl`, one envelope a line with the line of the file, the field and the error,
to be mended and replayed.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from graph.durable import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from collectors.net import Cursor, Document, Page
    from collectors.reading import Raw

SCHEMA = 1
NORMALISER = 1  # raised whenever a normaliser gives another result for the same record
COLLECT = "collect"
NOTHING = msgspec.Raw(b"null")
_ENCODER = msgspec.json.Encoder()


class ArchiveError(Exception):
    """A file that is no dead-letter file, or was mended into none."""


class Envelope(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One raw record as it is archived; `payload` is its own JSON, `bytes64` what is none.

    cursor  the line of a file; for what was collected, its place in its page, or after the last of a page
            where the collector went on from
    """

    schema: int = SCHEMA
    source: str
    fetched_at: str
    query: str
    cursor: int | dict[str, object]
    sha256: str
    native_id: str | None = None
    document: bool = False  # a whole document, to be unpacked; else one item
    payload: msgspec.Raw = NOTHING
    bytes64: str | None = None


class DeadLetter(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A record that could not be normalised."""

    schema: int = SCHEMA
    source: str
    file: str
    line: int
    field: str
    error: str
    normaliser: int = NORMALISER
    payload: msgspec.Raw = NOTHING
    bytes64: str | None = None

    def held(self) -> bytes:
        """The record as it came, or as it was mended."""
        return _payload(self)


_ENVELOPES = msgspec.json.Decoder(Envelope)
_LETTERS = msgspec.json.Decoder(DeadLetter)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records come from: the file's name, its digest, and when it was read."""

    name: str
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Archive:
    root: Path

    def keep(self, source: str, origin: Origin, part: int, raws: Sequence[Raw]) -> None:
        """Write part N of an input, unless it is there already. Durable when it returns."""
        name, at = origin.digest, origin.at
        if any(self.root.glob(f"{source}/*/part-{name}-{part:06d}.jsonl.gz")):
            return
        folder = self.root / source / f"{at:%Y-%m-%d}"
        stamp = at.isoformat()
        envelopes = [_envelope(source, raw, stamp, origin.name) for raw in raws]
        _write_part(folder / f"part-{name}-{part:06d}.jsonl.gz", envelopes)

    def keep_page(self, source: str, sequence: int, page: Page) -> None:
        """Write the documents of one collected page as they came. Durable when it returns."""
        digest = hashlib.sha256(b"".join(hashlib.sha256(d.body).digest() for d in page.documents))
        name = f"part-collect-{sequence:09d}{digest.hexdigest()[:12]}.jsonl.gz"
        path = self.root / source / f"{page.documents[0].at:%Y-%m-%d}" / name
        if path.exists():
            return
        last = len(page.documents) - 1
        envelopes = [
            _of_document(source, document, page.cursor if place == last else place)
            for place, document in enumerate(page.documents)
        ]
        _write_part(path, envelopes)

    def inputs(self, source: str | None = None) -> dict[tuple[str, str], list[Path]]:
        """(source, digest of the input) → its parts in order; `collect-<date>` for a day of a collector."""
        found: dict[tuple[str, str], list[Path]] = {}
        for path in sorted(self.root.glob(f"{source or '*'}/*/part-*.jsonl.gz")):
            found.setdefault((path.parent.parent.name, input_of(path)), []).append(path)
        return found

    def dead_file(self, source: str, name: str) -> Path:
        return self.root / "dead" / f"{source}-{name}.jsonl"


def input_of(part: Path) -> str:
    """The digest of the input in the name of a part; `collect-<date>` for what was collected."""
    digest = part.name.split("-")[1]
    return f"{COLLECT}-{part.parent.name}" if digest == COLLECT else digest


def run_of(source: str, name: str) -> str:
    """The run that loaded an input: `import:<source>:<digest>`, or `collect:<source>:<date>`."""
    collected = name.removeprefix(f"{COLLECT}-")
    return f"import:{source}:{name}" if collected == name else f"{COLLECT}:{source}:{collected}"


def read_part(path: Path) -> Iterator[tuple[Envelope, bytes]]:
    """Every envelope of a part, with its payload as it came."""
    with gzip.open(path) as file:
        for line in file:
            envelope = _ENVELOPES.decode(line)
            yield envelope, _payload(envelope)


def _write_part(path: Path, envelopes: Sequence[Envelope]) -> None:
    lines = b"".join(_ENCODER.encode(envelope) + b"\n" for envelope in envelopes)
    write_whole(path, gzip.compress(lines, compresslevel=1, mtime=0))


def add_dead(path: Path, letters: Sequence[DeadLetter]) -> None:
    """Add letters that are not in the file yet. Durable when it returns."""
    known = read_dead(path) if path.exists() else []
    held = {_letter_key(letter) for letter in known}
    new = [letter for letter in letters if _letter_key(letter) not in held]
    if new:
        write_dead(path, [*known, *new])


def _letter_key(letter: DeadLetter) -> tuple[str, str, bytes]:
    return letter.field, letter.error, letter.held()


def write_dead(path: Path, letters: Iterable[DeadLetter]) -> None:
    """Replace the dead-letter file (with none: remove it)."""
    data = b"".join(_ENCODER.encode(letter) + b"\n" for letter in letters)
    if data:
        write_whole(path, data)
    else:
        path.unlink(missing_ok=True)


def read_dead(path: Path) -> list[DeadLetter]:
    """The letters of a file; ArchiveError where a line is none (mended into no JSON, or another file)."""
    letters = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            letters.append(_LETTERS.decode(line))
        except msgspec.MsgspecError as error:
            raise ArchiveError(f"{path}, line {number}, is no dead letter: {error}") from error
    return letters


def letter(source: str, file: str, raw: Raw, field: str, error: str) -> DeadLetter:
    payload, bytes64 = _held(raw.payload, broken=raw.row is None)
    return DeadLetter(
        source=source, file=file, line=raw.line, field=field, error=error, payload=payload, bytes64=bytes64
    )


def digest(path: Path) -> str:
    """Twelve hexadecimal digits of the file's SHA-256: the name of this input everywhere."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _envelope(source: str, raw: Raw, stamp: str, query: str) -> Envelope:
    payload, bytes64 = _held(raw.payload, broken=raw.row is None or raw.repair is not None)
    return Envelope(
        source=source,
        fetched_at=stamp,
        query=query,
        cursor=raw.line,
        sha256=hashlib.sha256(raw.payload).hexdigest(),
        payload=payload,
        bytes64=bytes64,
    )


def _of_document(source: str, document: Document, cursor: int | Cursor) -> Envelope:
    payload, bytes64 = _held(document.body, broken=not _is_json_line(document.body))
    return Envelope(
        source=source,
        fetched_at=document.at.isoformat(),
        query=document.query,
        cursor=cursor,
        sha256=hashlib.sha256(document.body).hexdigest(),
        native_id=document.native_id,
        document=True,
        payload=payload,
        bytes64=bytes64,
    )


def _is_json_line(body: bytes) -> bool:
    """JSON in UTF-8 on one line, without space around it: what an envelope can hold byte by byte."""
    if b"\n" in body or b"\r" in body or body != body.strip():
        return False
    try:
        body.decode()
        msgspec.json.decode(body, type=msgspec.Raw)
    except (UnicodeDecodeError, msgspec.DecodeError):
        return False
    return True


def _held(payload: bytes, *, broken: bool) -> tuple[msgspec.Raw, str | None]:
    """JSON is kept as it is; bytes that may be no JSON are kept in base 64."""
    if broken:
        return NOTHING, base64.b64encode(payload).decode()
    return msgspec.Raw(payload), None


def _payload(held: Envelope | DeadLetter) -> bytes:
    return base64.b64decode(held.bytes64) if held.bytes64 is not None else bytes(held.payload)
