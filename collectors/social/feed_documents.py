"""RSS and Atom documents → entries, through feedparser; a malformed feed keeps its good entries."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from time import struct_time
from typing import TYPE_CHECKING

import feedparser

from collectors.json_values import text
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectors.source import Item

_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_TIMES = ("published", "updated")


def unpack(document: bytes) -> list[Item]:
    """The entries of one feed under feedparser's names, with what the feed says of itself as `feed_*`.

    Times become ISO 8601 in UTC where feedparser can read them and stay as they are where it cannot;
    `feed_malformed` says what is wrong with the XML. Raises DocumentError for what is no feed at all.
    """
    # The bytes go in as a stream: feedparser would open bytes that look like a file's name.
    parsed = feedparser.parse(io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and not parsed.get("version"):
        seen = document[:60].decode("utf-8", errors="replace")
        raise DocumentError(f"neither RSS nor Atom: it begins with {seen!r}")
    about = _about(parsed)
    return [_item(entry) | about for entry in parsed.entries]


def _about(parsed: Mapping[str, object]) -> Item:
    """What every entry needs to know of its feed."""
    feed = parsed["feed"]
    assert isinstance(feed, dict)
    found: Item = {f"feed_{name}": text(dict.get(feed, name)) for name in ("title", "link", "language")}
    wrong = parsed.get("bozo_exception")
    if wrong is not None and not isinstance(wrong, _HARMLESS):
        found["feed_malformed"] = f"{type(wrong).__name__}: {wrong}"
    return {name: value for name, value in found.items() if value is not None}


def _item(entry: Mapping[str, object]) -> Item:
    """One entry as JSON. dict.get and dict.items: feedparser's own invent values for absent names."""
    assert isinstance(entry, dict)
    item = {
        str(name): _plain(value) for name, value in dict.items(entry) if not str(name).endswith("_parsed")
    }
    for name in _TIMES:
        if (moment := _moment(dict.get(entry, f"{name}_parsed"))) is not None:
            item[name] = moment
    return item


def _moment(parsed: object) -> str | None:
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC).isoformat()
    except ValueError:  # second 60 or 61, year 0: the text as written says more
        return None


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in dict.items(value)}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
