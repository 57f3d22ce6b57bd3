"""The whole graph as one file and back: JSON lines in Zstandard, the same for both stores.

Line 1 says what it is; then one line per node and per relation; the last line holds the counts, so a file
that was cut is known as such. Times are ISO 8601 text and become times again by the declared model.
"""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from itertools import groupby, islice, product
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import zstandard

from graph.errors import StoreError
from graph.model import NODES, RELATIONS, Node, Property, Relation, node, relation
from graph.schema import page_of_nodes, relations_from, restore_nodes, restore_relations
from graph.store import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from graph.store import Store

FORMAT = "cyberimpact-graph"
VERSION = 1
Json = dict[str, Any]
Counts = dict[str, int]
T = TypeVar("T")


class TransferError(StoreError):
    """A file that is no export, is cut, or does not hold what it says."""


def export_graph(store: Store, out: Path, tell: Callable[[int], None] | None = None) -> Counts:
    """Write every node and relation of the model; returns how many of each. Whole, or not at all."""
    counts: Counter[str] = Counter()
    temporary = out.with_name(f".{out.name}.part")
    encode = msgspec.json.Encoder().encode
    with temporary.open("wb") as raw, zstandard.ZstdCompressor(level=3).stream_writer(raw) as file:
        file.write(encode({"format": FORMAT, "version": VERSION}) + b"\n")
        for line in _lines(store):
            counts[_what(line)] += 1
            file.write(encode(line) + b"\n")
            if tell:
                tell(1)
        file.write(encode({"counts": dict(sorted(counts.items()))}) + b"\n")
    temporary.replace(out)
    return dict(sorted(counts.items()))


def import_graph(store: Store, source: Path, tell: Callable[[int], None] | None = None) -> Counts:
    """Merge a whole export into a store and compare the counts of the file with what was written.

    Importing it again changes nothing. Raises TransferError for a file that is no export or is cut.
    """
    written: Counter[str] = Counter()
    promised: Counts = {}
    for what, group in groupby(_read(source), key=_what):
        for lines in _batches(group):
            if what == "counts":
                promised = lines[0]["counts"]
                continue
            _restore(store, lines)
            written[what] += len(lines)
            if tell:
                tell(len(lines))
    if dict(written) != promised:
        raise TransferError(f"{source} holds {dict(written)}, but says {promised or 'nothing: it was cut'}")
    store.refresh_search()
    return dict(sorted(written.items()))


def count_graph(store: Store) -> Counts:
    """How many nodes of each label and relations of each type a store holds."""
    counts: Counter[str] = Counter()
    for line in _lines(store):
        counts[_what(line)] += 1
    return dict(sorted(counts.items()))


def _lines(store: Store) -> Iterator[Json]:
    keys: dict[str, list[str]] = {}
    for declared in NODES:
        held = keys[declared.label] = []
        for key, properties in _nodes(store, declared):
            held.append(key)
            yield {"label": declared.label, "key": key, "properties": _plain(declared.properties, properties)}
    for kind, source, target in _triples():
        for chunk in _chunks(keys[source.label]):
            rows = _rows(store, relations_from(kind, source, target), {"keys": chunk})
            for start, end, properties in rows:
                yield {
                    "type": kind.type,
                    "source": [source.label, start],
                    "target": [target.label, end],
                    "properties": _plain(kind.properties, properties),
                }


def _triples() -> Iterator[tuple[Relation, Node, Node]]:
    for kind in RELATIONS:
        for source, target in product(kind.sources, kind.targets):
            yield kind, node(source), node(target)


def _nodes(store: Store, declared: Node) -> Iterator[tuple[str, Json]]:
    after = ""
    while rows := list(_rows(store, page_of_nodes(declared), {"after": after, "batch": BATCH})):
        yield from rows
        after = rows[-1][0]


def _rows(store: Store, text: str, params: Json) -> Iterator[tuple[Any, ...]]:
    _, columns = store.engine.read(text, params, None)
    return zip(*columns, strict=True)


def _plain(declared: tuple[Property, ...], properties: Json) -> Json:
    """The declared properties in a fixed order (an engine may add its own); missing ones left out."""
    names = sorted(p.name for p in declared)
    return {name: _written(properties[name]) for name in names if properties.get(name) is not None}


def _written(value: object) -> object:
    native = value.to_native() if hasattr(value, "to_native") else value
    return native.isoformat() if isinstance(native, datetime) else native


def _what(line: Json) -> str:
    return line.get("label") or line.get("type") or "counts"


def _read(source: Path) -> Iterator[Json]:
    decoder = msgspec.json.Decoder()
    try:
        with source.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
            lines = (decoder.decode(line) for line in io.BufferedReader(stream))
            head: object = next(lines, {})
            if not isinstance(head, dict) or head.get("format") != FORMAT:
                raise TransferError(
                    f"{source} is no export of a graph, or was cut", "Make one: cyberimpact graph export FILE"
                )
            yield from lines
    except (zstandard.ZstdError, msgspec.DecodeError, EOFError) as error:
        raise TransferError(f"{source} is damaged or cut: {error}", "Export it again.") from error
    except OSError as error:
        raise TransferError(f"{source} cannot be read: {error.strerror}") from error


def _batches(lines: Iterator[Json]) -> Iterator[list[Json]]:
    """Runs of lines of one kind between the same labels, at most a batch long."""
    for _, group in groupby(
        lines, key=lambda line: (line.get("source", [""])[0], line.get("target", [""])[0])
    ):
        yield from _chunks(group)


def _restore(store: Store, lines: list[Json]) -> None:
    first = lines[0]
    if "label" in first:
        declared = node(first["label"])
        rows = [{"key": x["key"], "properties": _timed(declared.properties, x["properties"])} for x in lines]
        store.write(restore_nodes(declared), {"rows": rows})
        return
    kind = relation(first["type"])
    source, target = node(first["source"][0]), node(first["target"][0])
    rows = [
        {
            "source": x["source"][1],
            "target": x["target"][1],
            "properties": _timed(kind.properties, x["properties"]),
        }
        for x in lines
    ]
    store.write(restore_relations(kind, source, target), {"rows": rows})


def _timed(declared: tuple[Property, ...], properties: Json) -> Json:
    times = {p.name for p in declared if p.type == "datetime"}
    return {
        name: datetime.fromisoformat(value) if name in times else value for name, value in properties.items()
    }


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    stream = iter(values)
    while chunk := list(islice(stream, BATCH)):
        yield chunk
