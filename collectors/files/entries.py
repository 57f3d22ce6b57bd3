"""Lists inside large JSON documents: each entry is decoded alone, so that one bad entry costs no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from collectors.reading import NOT_UTF8, decode
from collectors.records import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from collectors.source import Item, Row

MENDED = "_mended"  # the key under which an item tells its normaliser what was mended in its bytes
BROKEN = "_broken"  # and the one that says why an entry could not be decoded


def entries(raws: Iterable[msgspec.Raw], clean: Callable[[bytes], bytes] = bytes) -> Iterator[Item]:
    """Each raw entry of a list → a dict. None is lost: what is no object becomes {BROKEN: why}.

    clean  mends the bytes of an entry that is no JSON as it stands
    """
    decoder = msgspec.json.Decoder()
    for raw in raws:
        yield _entry(decoder, bytes(raw), clean)


def checked(row: Row) -> None:
    """Take over what `entries` noted: a repair, or RecordError for an entry that could not be decoded.

    The source's YAML must name the fields `mended` and `broken`.
    """
    if problem := row.text("broken"):
        raise RecordError("entry", problem)
    if note := row.text("mended"):
        row.repairs.append(note)


def _entry(decoder: msgspec.json.Decoder[object], payload: bytes, clean: Callable[[bytes], bytes]) -> Item:
    repaired = False
    try:
        found = decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        text, repaired = decode(clean(payload))
        try:
            found = decoder.decode(text)
        except msgspec.DecodeError as error:
            return {BROKEN: f"not valid JSON: {error}"}
    if not isinstance(found, dict):
        return {BROKEN: f"{found!r:.60} is no object"}
    return {**found, MENDED: NOT_UTF8} if repaired else found
