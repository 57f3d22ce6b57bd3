"""JSON-LD of a file: a JSON document, lines of them, or a web page with scripts of type application/ld+json."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from collectors.json_values import obj, text
from collectors.reading import decode
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.json_values import Json

LINKED_DATA = "application/ld+json"


class _Page(HTMLParser):
    """The linked data of a web page, and its canonical address."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.address: str | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and LINKED_DATA in (given.get("type") or "").lower():
            self._inside = True
            self.scripts.append("")
        elif tag == "link" and (given.get("rel") or "").lower() == "canonical":
            self.address = given.get("href")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False


def documents(body: bytes) -> tuple[list[object], str | None]:
    """The JSON values of the file, and the address of the page where it is one.

    raises  DocumentError when there is none; a script that is no JSON is left out if another one is
    """
    given = decode(body)[0].lstrip("\ufeff \t\r\n")
    if given.startswith("<"):
        page = _Page()
        page.feed(given)
        values = [value for script in page.scripts for value in _values(script)]
        if not values:
            raise DocumentError(
                "no JSON-LD in this page (no script of type application/ld+json that can be read)"
            )
        return values, page.address
    values = list(_values(given)) or [value for line in given.splitlines() for value in _values(line)]
    if not values:
        raise DocumentError("neither JSON nor a web page")
    return values, None


def _values(script: str) -> Iterator[object]:
    """The JSON value of a script, line breaks inside texts forgiven; none when it is no JSON."""
    bare = script.strip().removeprefix("<!--").removesuffix("-->").strip().removesuffix(";")
    try:
        yield json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return


def nodes(values: list[object], kind: str) -> Iterator[Json]:
    """Every object of that type, in the order of the document; references by @id one level down are resolved."""
    found: list[Json] = []
    known: dict[str, Json] = {}
    waiting = list(reversed(values))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            if (name := text(value.get("@id"))) and len(value) > 1:
                known.setdefault(name, value)
            if kind in types(value):
                found.append(value)
            waiting += reversed(list(value.values()))
    for node in found:
        yield {name: _resolved(value, known) for name, value in node.items()}


def _resolved(value: object, known: dict[str, Json]) -> object:
    reference = obj(value)
    if list(reference) == ["@id"]:
        return known.get(str(reference["@id"]), value)
    return value


def types(node: Json) -> set[str]:
    """The types of an object without the address of the vocabulary: http://schema.org/ClaimReview → ClaimReview."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {
        name.rstrip("/").rsplit("/", 1)[-1].removeprefix("schema:") for name in names if isinstance(name, str)
    }
