"""One line before an answer's bytes, for what sources.yml says of it and the answer itself does not.

`unpack` sees bytes alone, today and when the archive is replayed next year; so the name of a feed or a chosen
threshold is archived with the answer, and the answer follows unchanged. Files that are imported have no line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from collectors.json_values import obj
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = b"#{"  # begins no JSON text and no protobuf message


def line(values: Mapping[str, object]) -> bytes:
    """The line to put before an answer."""
    return b"#" + msgspec.json.encode(values) + b"\n"


def split(body: bytes) -> tuple[dict[str, object], bytes]:
    """What the line says (nothing where there is none), and the answer as it came."""
    if not body.startswith(MARK):
        return {}, body
    head, _, rest = body.partition(b"\n")
    try:
        return obj(msgspec.json.decode(head[1:])), rest
    except msgspec.DecodeError as error:
        raise DocumentError(f"its first line is no JSON: {error}") from error
