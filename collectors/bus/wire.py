"""A page as it travels: one MessagePack value, cut into messages that any broker takes. Pure.

A page is known by the digest of its bytes. Its pieces name it, so that those of several collectors, of a
collector that was killed half-way, or that came twice, never mix.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from collectors.net import Document, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 900_000  # bytes; brokers take messages of 1,048,588 unless told otherwise
_MOST = 4_096  # pieces of one page: 3.7 GB, more than a collector holds
_Aware = Annotated[datetime, msgspec.Meta(tz=True)]
_Name = Annotated[
    str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,63}\Z")
]  # it names a folder of the archive
_Digest = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
_Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]


class WireError(ValueError):
    """A message that is no piece of a page, or a page that is none."""


class _Sent(msgspec.Struct, array_like=True, frozen=True):
    body: bytes
    at: _Aware
    query: str
    native_id: str | None


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    sequence: _Count
    fetched_at: _Aware
    cursor: dict[str, object]
    documents: list[_Sent]
    skipped: _Count = 0


class Piece(msgspec.Struct, array_like=True, frozen=True):
    """One message: the `part`-th of `parts` pieces of a page."""

    version: Literal[1]
    source: _Name
    collector: str
    page: _Digest
    part: _Count
    parts: Annotated[int, msgspec.Meta(ge=1, le=_MOST)]
    body: bytes


@dataclass(frozen=True, slots=True)
class Carried:
    """A page with what its collector knew of it: its number there, and when it was fetched."""

    page: Page
    sequence: int
    fetched_at: datetime

    @property
    def identity(self) -> int:
        """63 bits that stay the same when the same page is asked for again at the same place."""
        bodies = [hashlib.sha256(document.body).digest() for document in self.page.documents]
        known = msgspec.msgpack.encode([self.sequence, self.page.cursor, bodies])
        return int.from_bytes(hashlib.blake2b(known, digest_size=8).digest()) >> 1


_ENCODER = msgspec.msgpack.Encoder()
_PIECES = msgspec.msgpack.Decoder(Piece)
_PAGES = msgspec.msgpack.Decoder(_Packed)


def pack(source: str, collector: str, carried: Carried) -> Iterator[bytes]:
    """The messages of a page, in their order."""
    documents = [_Sent(d.body, d.at, d.query, d.native_id) for d in carried.page.documents]
    whole = _ENCODER.encode(
        _Packed(carried.sequence, carried.fetched_at, carried.page.cursor, documents, carried.page.skipped)
    )
    digest = _digest(whole)
    parts = -(-len(whole) // PIECE)
    for part in range(parts):
        body = whole[part * PIECE : (part + 1) * PIECE]
        yield _ENCODER.encode(Piece(1, source, collector, digest, part, parts, body))


def piece(message: bytes) -> Piece:
    """One message; WireError when it is none of ours."""
    try:
        found = _PIECES.decode(message)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WireError(f"no piece of a page: {error}") from error
    if found.part >= found.parts:
        raise WireError(f"no piece of a page: part {found.part} of {found.parts}")
    return found


def unpack(whole: bytes, digest: bytes) -> Carried:
    """The page; WireError when the bytes are not those that were sent, or are no page."""
    if _digest(whole) != digest:
        raise WireError("the page differs from what was sent")
    try:
        packed = _PAGES.decode(whole)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WireError(f"no page: {error}") from error
    documents = [Document(d.body, d.at, d.query, d.native_id) for d in packed.documents]
    return Carried(Page(documents, packed.cursor, packed.skipped), packed.sequence, packed.fetched_at)


def _digest(whole: bytes) -> bytes:
    return hashlib.blake2b(whole, digest_size=16).digest()
