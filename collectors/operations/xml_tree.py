"""XML from the outside world → an element tree of local names, without entities, whatever the sender tries.

A document type declaration is refused before anything in it is read: no feed or alert needs one, and entity
bombs and external entities cannot be written without one.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.parsers import expat

from collectors.reading import decode
from collectors.source import DocumentError

CAP = "urn:oasis:names:tc:emergency:cap:"
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_SEPARATOR = "\x1f"


def parse(body: bytes) -> ET.Element:
    """The root; tags and attributes are local names, elements of CAP are `{cap}` and the local name.

    Bytes that are not in the declared encoding are read as Windows-1252. DocumentError for what is no XML or
    declares a document type.
    """
    try:
        return _tree(body, None)
    except expat.ExpatError as first:
        text, repaired = decode(body)
        if not repaired:
            raise DocumentError(f"no XML: {first}") from first
    try:
        return _tree(_DECLARED.sub("", text).encode(), "utf-8")
    except expat.ExpatError as error:
        raise DocumentError(f"no XML: {error}") from error


def words(element: ET.Element | None) -> str | None:
    """The text of an element and of what is in it, trimmed; None when there is none."""
    return None if element is None else "".join(element.itertext()).strip() or None


def child(element: ET.Element, name: str) -> str | None:
    """The text of the first child of that name, in the namespace of CAP or any other."""
    for tag in (f"{{cap}}{name}", name):
        if (found := words(element.find(tag))) is not None:
            return found
    return None


def _tree(body: bytes, encoding: str | None) -> ET.Element:
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(encoding, namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, given: builder.start(
        _local(name), {_local(key): value for key, value in given.items()}
    )
    parser.EndElementHandler = lambda name: builder.end(_local(name))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(body, True)  # noqa: FBT003 - expat takes its arguments by place
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise DocumentError(f"no XML: {error}") from error
    return builder.close()


def _refuse(name: str, *_: object) -> None:
    raise DocumentError(f"a document type declaration ({name[:40]}) is refused")


def _local(name: str) -> str:
    space, _, local = name.rpartition(_SEPARATOR)
    return f"{{cap}}{local}" if space.startswith(CAP) else local
