"""A file of feedback as columns, straight to what learns from it or classifies it.

Nothing is archived, pseudonymised or loaded. Texts are mended as imports mend them; every row stays as it stands
beside what was understood of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from collectors.documents import reader_of
from collectors.enrichment import needs
from collectors.enrichment.places import locate
from collectors.enrichment.text import mended
from collectors.reading import FileProblemError
from collectors.records import Feedback, RecordError, frame
from collectors.registry import source
from collectors.source import Row

if TYPE_CHECKING:
    from pathlib import Path

    from collectors.reading import Raw
    from collectors.source import Source, Spelling

FIRST = "service_1"  # where a source tells several services of one feedback apart
OPINION = (
    "uid", "created_at", "text", "rating", "accessibility", "explanation", "relation", "responsiveness", "simplicity",
    "status", "answered_at", "services", "place_insee", "departement",
)  # fmt: skip


class FeedbackFile(NamedTuple):
    """What a file holds.

    rows      every record, with the file's own columns as text
    feedback  what was understood: `row` (Int64, its place in rows), uid, title, text, created_at, rating, service,
              service_spelt (as the file has it), the five axes, departement, postal_code, place_insee, channel, status
    refused   what is wrong with the others, a line each
    """

    rows: pl.DataFrame
    feedback: pl.DataFrame
    refused: list[str]


def read_feedback(path: Path, name: str) -> FeedbackFile:
    """The feedback of a file in the form of the source `name`.

    raises  FileProblemError, HeaderError, UnknownSourceError, each with its cure
    """
    header, items, good, refused = _records(path, name)
    return FeedbackFile(_rows(items, header), _frame(good), refused)


def read_opinions(path: Path, name: str) -> pl.DataFrame:
    """What users think of services, from a file in the form of the source `name`; bad records are left out.

    returns  OPINION: text with the title; services is a list; place_insee and departement are declared, or named in
             the text, as an import would find them
    raises   as `read_feedback`
    """
    good = _records(path, name)[2]
    found = frame([feedback for _, feedback, _ in good], Feedback)
    said = found.with_columns(
        text=pl.concat_str(
            mended(pl.col("title")), mended(pl.col("text")), separator=". ", ignore_nulls=True
        ),
        services=pl.col("services").list.eval(mended(pl.element())),
    )
    uid = pl.col("location")
    placed = said.with_columns(location=locate(said).frame["location_uid"]).with_columns(
        pl.when(uid.str.starts_with(f"{kind}:")).then(uid.str.strip_prefix(f"{kind}:")).alias(name)
        for kind, name in (("commune", "place_insee"), ("departement", "departement"))
    )
    return placed.select(OPINION).unique("uid", keep="first", maintain_order=True)


def need_classes(texts: pl.Series) -> pl.Series:
    """The need classes that the words of each text state, by the rules of the taxonomy: List(String), row by row."""
    return needs.from_text(texts).list.eval(pl.element().struct.field("key")).alias("words")


def _records(
    path: Path, name: str
) -> tuple[list[str], list[Raw], list[tuple[int, Feedback, str | None]], list[str]]:
    """The header of a file, its records, those that were understood, and what is wrong with the others."""
    known = source(name)
    reader = reader_of(path, known)
    items = list(reader)
    spelling = _spelling(known, reader.header, items)
    read = [_read(item, known, spelling) for item in items]
    refused = [one for one in read if isinstance(one, str)]
    good = [(place, *one) for place, one in enumerate(read) if not isinstance(one, str)]
    if not good:
        reason = f": {refused[0]}" if refused else ""
        raise FileProblemError(
            f"{path} holds no feedback in the form of {name}{reason}\n  The forms: cyberimpact sources"
        )
    return reader.header, items, good, refused


def _spelling(known: Source, header: list[str], items: list[Raw]) -> Spelling:
    """As imports settle it: a file without a header needs the required fields somewhere in its records."""
    if known.unpack is not None:
        return known.fields
    names = header or list(dict.fromkeys(name for item in items for name in item.row or ()))
    found = known.spelling(names, {})
    return found if header else known.fields


def _read(item: Raw, known: Source, spelling: Spelling) -> tuple[Feedback, str | None] | str:
    """The feedback and its first service, or what is wrong."""
    if item.row is None or item.error is not None:
        return f"line {item.line}: {item.error}"
    row = Row(item.row, spelling, [])
    try:
        found = known.normalise(row)
        first = row.text(FIRST) if FIRST in known.fields else None
    except RecordError as error:
        return f"line {item.line}: {error}"
    if not isinstance(found, Feedback):
        return f"line {item.line}: {known.name} makes no feedback of it"
    if FIRST not in known.fields and found.services:
        first = found.services[0]
    return found, first


def _frame(good: list[tuple[int, Feedback, str | None]]) -> pl.DataFrame:
    places = pl.Series("row", [place for place, _, _ in good], dtype=pl.Int64)
    spelt = pl.Series("service_spelt", [first for _, _, first in good], dtype=pl.String)
    found = frame([feedback for _, feedback, _ in good], Feedback)
    kept = found.drop("services", "source", "repairs", strict=False).with_columns(places, spelt)
    return kept.with_columns(
        mended(pl.col("title")), mended(pl.col("text")), service=mended(pl.col("service_spelt"))
    )


def _rows(items: list[Raw], header: list[str]) -> pl.DataFrame:
    """Every record as text, a missing value as null."""
    names = header or list(dict.fromkeys(name for item in items for name in item.row or ()))
    return pl.DataFrame(
        {name: [_text((item.row or {}).get(name)) for item in items] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
