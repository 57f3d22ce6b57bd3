"""A document that is one JSON value, read as far as it can be."""

from __future__ import annotations

import msgspec

from collectors.reading import decode
from collectors.source import DocumentError


def decoded(body: bytes) -> object:
    """The value; bytes that are not UTF-8 are read as Windows-1252. DocumentError for what is not valid JSON."""
    try:
        return msgspec.json.decode(decode(body)[0].removeprefix("\ufeff"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise DocumentError(f"not valid JSON: {error}") from None
