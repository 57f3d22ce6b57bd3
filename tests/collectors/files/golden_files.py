"""Golden files → posts, read as the import reads them."""

from __future__ import annotations

from pathlib import Path

from collectors.documents import reader_of
from collectors.records import Post
from collectors.source import Row

GOLDEN = Path(__file__).parent / "golden"


def items(source, path):
    """The items of a file, with the spelling that the import would settle on."""
    reader = reader_of(path, source)
    raws = list(reader)
    names = reader.header or list(dict.fromkeys(name for raw in raws for name in raw.row or ()))
    spelling = source.fields if source.unpack else source.spelling(names, {})
    return [(raw, spelling) for raw in raws]


def normalised(source, path):
    """Record or None per item."""
    return [source.normalise(Row(raw.row, spelling)) for raw, spelling in items(source, path)]


def posts(source, name):
    """The posts of a golden file by their uid."""
    found = [record for record in normalised(source, GOLDEN / name) if record is not None]
    assert all(isinstance(record, Post) for record in found)
    return {record.uid: record for record in found}


def one(source, item):
    """What one item becomes, every spelling tried."""
    return source.normalise(Row(item, source.fields))


def unknown(source, path):
    """Names of fields that the YAML of the source does not speak of."""
    return sorted({name for raw, _ in items(source, path) for name in source.unknown(raw.row or ())})
