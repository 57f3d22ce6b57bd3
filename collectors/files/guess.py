"""What a table is: a source that is known, or how its columns would map to a canonical table, and why.

The first rows are read, never the whole file; nothing is archived or loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from collectors.files.column_profile import Profile, profile
from collectors.files.guess_fields import ENOUGH, Fit, fields_of, fit
from collectors.files.guess_known import Known, best_document, best_known
from collectors.files.guess_mapping import columns_of, lacking, proposal
from collectors.files.mapping import mapped_source
from collectors.files.mapping_file import TABLES
from collectors.personal_columns import personal
from collectors.reading import FileProblemError, Raw, Reader
from collectors.records import Record, RecordError
from collectors.source import Row, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from collectors.files.mapping_file import Kind

SAMPLE: Final = 200  # rows that are looked at
SHOWN: Final = 10
DOCUMENTS: Final = (".json", ".jsonld", ".html", ".htm", ".js", ".xml", ".rss", ".atom")
LARGEST: Final = 64 * 1024 * 1024  # bytes of a document that is unpacked for a guess

# How much a column says about what its table is.
WEIGHTS: Final[Mapping[Kind, Mapping[str, float]]] = {
    "post": {
        "author_uid": 2, "created_at": 1, "text": 1, "uid": 0.5, "reply_to_uid": 1.5, "repost_of_uid": 1.5,
        "quote_of_uid": 1, "root_uid": 0.7, "hashtags": 1, "author_followers": 1, "platform": 0.5, "url": 0.4,
        "urls": 0.4, "lang": 0.3,
    },
    "feedback": {
        "created_at": 1, "text": 1, "uid": 0.5, "rating": 2, "services": 1.5, "accessibility": 1, "explanation": 1,
        "relation": 1, "responsiveness": 1, "simplicity": 1, "status": 0.7, "channel": 0.7, "title": 0.3,
    },
    "event": {
        "at": 1, "uid": 0.5, "kind": 0.7, "severity": 2, "ended_at": 1.5, "value": 1, "unit": 1, "lat": 0.4,
        "lon": 0.4, "text": 0.3,
    },
    "offer": {
        "uid": 0.5, "name": 1.5, "address": 1.5, "hours": 2, "answers": 2, "kind": 0.3, "lat": 0.6, "lon": 0.6,
    },
    "fact-check": {"created_at": 1, "claim": 2, "rating": 1.5, "publisher": 1.5, "url": 1, "title": 0.3},
}  # fmt: skip
PLACES: Final = {"place_insee": 0.2, "commune": 0.2, "postal_code": 0.2, "departement": 0.2}
# What a table loses without a column that it needs and that nothing stands for.
MISSING: Final[Mapping[Kind, Mapping[str, float]]] = {
    "post": {"author_uid": 2.5, "created_at": 2},
    "feedback": {"created_at": 2, "text": 1.5},
    "event": {"at": 2, "kind": 0.5},
    "offer": {"name": 3},
    "fact-check": {"created_at": 2, "claim": 2, "url": 2},
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file is taken for.

    known     the source that reads it as it is, or None
    kind      else the canonical table that it maps to, and `fits`, one for each column that is a field
    mapping   else the mapping, as `mapped_source` takes it
    left      columns that are not taken
    personal  those among them that are about persons
    records   the first ten rows as they would be loaded
    missing   fields that the table needs and no column gives: the mapping must be completed by hand
    problems  row number and error of the rows of the sample that would be set aside
    sampled   how many rows were looked at
    """

    path: Path
    known: Known | None
    kind: Kind | None
    fits: tuple[Fit, ...]
    mapping: Mapping[str, object]
    left: tuple[str, ...]
    personal: tuple[str, ...]
    missing: tuple[str, ...] = ()
    records: list[Record] = field(default_factory=list)
    problems: list[tuple[int, RecordError]] = field(default_factory=list)
    sampled: int = 0

    @property
    def source(self) -> Source:
        """The source to import the file with; MappingError where a field is missing."""
        return self.known.source if self.known else mapped_source(self.mapping)


def guess(path: Path, sources: Mapping[str, Source]) -> Guess:
    """Look at the first rows of a file and say what it is.

    sources  the known sources by name
    raises   FileProblemError, OSError when the file cannot be read as a table
    """
    if path.name.lower().endswith(DOCUMENTS) and (whole := _document(path, sources)):
        return whole
    try:
        header, raws = _sample(path)
    except FileProblemError:  # no table: it may be a document of a kind of its own
        if whole := _document(path, sources):
            return whole
        raise
    known = best_known(header, raws, sources)
    if known is not None:
        return _tried(Guess(path, known, None, (), {}, known.left, personal(known.left)), header, raws)
    if whole := _document(path, sources):
        return whole
    profiles = {name: profile([(raw.row or {}).get(name) for raw in raws]) for name in header}
    kind, fits = _best_table(profiles)
    mapping = proposal(path, kind, fits, profiles, [raw.row or {} for raw in raws])
    left = tuple(name for name in header if name not in set(columns_of(mapping)))
    missing = lacking(kind, mapping)
    return _tried(Guess(path, None, kind, fits, mapping, left, personal(left), missing), header, raws)


def _document(path: Path, sources: Mapping[str, Source]) -> Guess | None:
    """The guess for a file that is one document of a known source."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        return None
    found = best_document(path.read_bytes(), sources)
    if found is None:
        return None
    raws = [Raw(number, item, b"") for number, item in enumerate(found[1], start=1)]
    return _tried(Guess(path, found[0], None, (), {}, (), ()), (), raws)


def _sample(path: Path) -> tuple[list[str], list[Raw]]:
    reader = Reader(path)
    raws = [raw for raw in islice(reader, SAMPLE) if raw.row is not None]
    header = reader.header or list(dict.fromkeys(name for raw in raws for name in raw.row or ()))
    return [name for name in header if name], raws


def _best_table(profiles: Mapping[str, Profile]) -> tuple[Kind, tuple[Fit, ...]]:
    assigned: dict[Kind, tuple[Fit, ...]] = {kind: _assigned(kind, profiles) for kind in TABLES}
    best = max(assigned, key=lambda kind: _worth(kind, assigned[kind]))
    return best, assigned[best]


def _assigned(kind: Kind, profiles: Mapping[str, Profile]) -> tuple[Fit, ...]:
    """Each column to one field and each field to one column, the best fits first."""
    fits = [fit(kind, name, column, seen) for column, seen in profiles.items() for name in fields_of(kind)]
    chosen: dict[str, Fit] = {}
    for best in sorted(fits, key=lambda f: -f.score):
        taken = {f.column for f in chosen.values()}
        if best.score >= ENOUGH and best.field not in chosen and best.column not in taken:
            chosen[best.field] = best
    return tuple(sorted(chosen.values(), key=lambda f: list(profiles).index(f.column)))


def _worth(kind: Kind, fits: Sequence[Fit]) -> float:
    """How well the columns make such a table: what they say, less what is missing."""
    weights = {**PLACES, **WEIGHTS[kind]}
    found = {fit.field for fit in fits}
    lost = sum(loss for name, loss in MISSING[kind].items() if name not in found)
    return sum(fit.score * weights.get(fit.field, 0.1) for fit in fits) - lost


def _tried(made: Guess, header: Sequence[str], raws: Sequence[Raw]) -> Guess:
    """The guess with its first rows as records, and what is wrong with others."""
    if made.missing:
        return replace(made, sampled=len(raws))
    source = made.source
    is_document = made.known is not None and made.known.document
    spelling = source.fields if is_document else source.spelling(header, {})
    records: list[Record] = []
    problems: list[tuple[int, RecordError]] = []
    for raw in raws:
        try:
            record = source.normalise(Row(raw.row or {}, spelling))
        except RecordError as error:
            problems.append((raw.line, error))
            continue
        if record is not None and len(records) < SHOWN:
            records.append(record)
    return replace(made, records=records, problems=problems, sampled=len(raws))
