"""Any table → a canonical one, as a mapping file says."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from collectors.files.commune_names import commune
from collectors.files.mapping_file import PLACE, TABLES, MappingFile, read_mapping
from collectors.files.ratings import rating
from collectors.files.when import when
from collectors.records import UNIT, RecordError
from collectors.source import Row, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from collectors.records import Record

TIMES: Final = frozenset({"created_at", "deleted_at", "at", "ended_at"})
LISTS: Final = frozenset({"urls", "hashtags", "services", "answers"})
POSTS: Final = frozenset({"uid", "reply_to_uid", "repost_of_uid", "quote_of_uid", "root_uid"})
RATED: Final = frozenset({
    "rating", "accessibility", "explanation", "relation", "responsiveness", "simplicity",
})  # fmt: skip
UID_PART: Final = "uid_from "


def mapped_source(given: Path | Mapping[str, object]) -> Source:
    """The source that a mapping file (or a dictionary of its keys) describes.

    raises  MappingError naming file, line, key and cure
    """
    mapping = read_mapping(given)
    table = TABLES[mapping.kind]
    fields = {field: mapping.columns(field) for field in mapping.fields}
    needed = [field for field in table.required if field in fields]
    for number, name in enumerate(
        mapping.uid_from, start=1
    ):  # each of them is needed: fewer, and uids change
        fields[f"{UID_PART}{number}"] = (" ".join(name.split()),)
        needed.append(f"{UID_PART}{number}")
    declared = replace(
        table.declared,
        name=mapping.source,
        title=mapping.title or f"{mapping.source}, mapped to {table.declared.title}",
        fields=fields,
        required=tuple(needed),
        ignored=frozenset(" ".join(c.split()) for c in mapping.ignored),
        delimiter=mapping.delimiter,
    )
    return Source(declared, _normaliser(mapping, table))


def _normaliser(mapping: MappingFile, table: Source) -> Callable[[Row], Record | None]:
    spelling = {field: (field,) for field in table.fields}
    constants: dict[str, object] = {"source": mapping.source, **mapping.constants}
    if mapping.platform:
        constants["platform"] = mapping.platform

    def normalise(row: Row) -> Record | None:
        values = constants | canonical(row, mapping)
        try:
            return table.normalise(Row(values, spelling, row.repairs))
        except RecordError as error:
            raise RecordError(_column(row, error.field), error.message) from None

    return normalise


def canonical(row: Row, mapping: MappingFile) -> dict[str, object]:
    """The row's values under the canonical names, times in UTC, lists as lists, identifiers with their source."""
    values = {field: _value(row, field, mapping) for field in mapping.fields if field != PLACE}
    if mapping.uid_from:
        values["uid"] = _digest(row, mapping)
    if PLACE in mapping.fields and not values.get("place_insee"):
        values["place_insee"] = _place(row, mapping)
    return {field: value for field, value in values.items() if value is not None}


def _value(row: Row, field: str, mapping: MappingFile) -> object:
    value = row.get(field)
    if value is None:
        return row.raw(field) if field == "text" else None  # an empty text is a text
    if field in TIMES:
        return when(_column(row, field), value, mapping.dates, mapping.zone)
    if field in POSTS:
        return _identified(row.text(field), mapping)
    if field in LISTS and isinstance(value, str):
        return [part.strip() for part in value.split(mapping.lists) if part.strip()] or None
    if field in RATED and mapping.kind == "feedback":
        return rating(str(value), mapping.scale) or value
    return row.text(field) if field == "text" else value


def _identified(key: str | None, mapping: MappingFile) -> str | None:
    """`forum-municipal:4711`: an identifier of one table is none of another; addresses stay as they are."""
    owner = mapping.platform or mapping.source
    if key is None or key.startswith((f"{owner}:", "http://", "https://", "at://", "fact-check:")):
        return key
    return f"{owner}:{key}"


def _digest(row: Row, mapping: MappingFile) -> str | None:
    """The same values, the same row: 128 bits of their SHA-256."""
    parts = range(1, len(mapping.uid_from) + 1)
    values = [row.text(f"{UID_PART}{number}") or "" for number in parts]
    if not any(values):
        return None
    digest = hashlib.sha256(UNIT.join(values).encode()).hexdigest()[:32]
    return f"{mapping.platform or mapping.source}:{digest}"


def _place(row: Row, mapping: MappingFile) -> str | None:
    """The commune by its name; a name that several communes bear leaves the row without one, and says so."""
    name = row.text(PLACE)
    if name is None:
        return None
    near = next(
        (v for f in ("postal_code", "departement") if f in mapping.fields and (v := row.text(f))), None
    )
    found = commune(name, near)
    if found is None:
        row.repairs.append("a name of no commune, or of several: left without place")
    return found


def _column(row: Row, field: str) -> str:
    """The field under the name that its table uses."""
    return next((column for column in row.spelling.get(field, ()) if column in row.values), field)
