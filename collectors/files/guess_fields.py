"""Which field a column is: by its name, in French or English, and by what its values look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import yaml

from collectors.enrichment.text import fold
from collectors.files.mapping_file import known_fields
from collectors.personal_columns import WHOLE, personal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectors.files.column_profile import Profile
    from collectors.files.mapping_file import Kind

NAME_WEIGHT: Final = 0.65
ALONE: Final = 0.3  # what values are worth when the name says nothing
ENOUGH: Final = 0.25
NAMELESS: Final = frozenset({"uid", "author_uid", "text", "created_at", "at", "url", "place_insee"})
_NUMBER: Final = re.compile(r"\bn[o°] ?(?=$|[^a-z])")
_CASE: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Fit:
    """A column as a field: how well (0 to 1), and why, in codes that guess_texts.yml puts in words."""

    column: str
    field: str
    score: float
    reasons: tuple[tuple[str, str], ...]


def fit(kind: Kind, field: str, column: str, seen: Profile) -> Fit:
    """How well the column is that field; 0 where its values, or what it tells of persons, speak against it."""
    likeness, name = _named(kind, field, plain(column))
    evidence, looks = _evidence(kind, field, seen)
    nameless = field in NAMELESS and evidence > 0 and not (field == "uid" and seen.share("number") > 0.5)
    if evidence < 0 or not (likeness or nameless) or _barred(kind, column):
        return Fit(column, field, 0.0, ())
    score = NAME_WEIGHT * likeness + (1 - NAME_WEIGHT) * evidence if likeness else ALONE * evidence
    reasons = ((("name", name),) if likeness else ()) + (((looks, ""),) if evidence > 0 else ())
    return Fit(column, field, score, reasons)


def _barred(kind: Kind, column: str) -> bool:
    """Columns about persons are not proposed; the name and address of a service point are no person's."""
    return bool(personal((column,))) and not (kind == "offer" and plain(column) in WHOLE)


def plain(column: str) -> str:
    """`timestampShare`, `Timestamp_share ` and `TIMESTAMP-SHARE` → timestamp share."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", _NUMBER.sub("numero ", fold(_CASE.sub(" ", column)))).split())


@lru_cache(maxsize=65_536)
def _named(kind: Kind, field: str, name: str) -> tuple[float, str]:
    """Likeness of 0 to 1, and the known name that it is like."""
    return max(((_likeness(known, name), known) for known in names(kind, field)), default=(0.0, ""))


def _likeness(known: str, name: str) -> float:
    if known == name:
        return 1.0
    if len(known) > 2 and f" {known} " in f" {name} ":
        return 0.45 + 0.4 * len(known) / len(name)
    if (
        len(name) > 4
        and abs(len(name) - len(known)) < 3
        and SequenceMatcher(None, known, name).ratio() >= 0.88
    ):
        return 0.7
    return 0.0


@cache
def names(kind: Kind, field: str) -> tuple[str, ...]:
    """Every name by which that field of that table is known, its own first."""
    words = _words()
    own = (plain(field), *words[kind].get(field, ()))
    return tuple(dict.fromkeys((*own, *words["any"].get(field, ()))))


@cache
def _words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = files("collectors.files").joinpath("guess_words.yml").read_text(encoding="utf-8")
    tables = yaml.safe_load(text)
    return {
        table: {field: tuple(plain(str(word)) for word in words) for field, words in fields.items()}
        for table, fields in tables.items()
    }


def _evidence(kind: Kind, field: str, seen: Profile) -> tuple[float, str]:
    """-1 (the values speak against it) to 1 (they speak for it), and the code of the reason."""
    if not seen.filled:
        return 0.0, ""
    if (kind, field) == ("fact-check", "rating"):  # a verdict in words, not a mark
        return _words_only(seen)
    return _LOOKS.get(field, _anything)(seen)


def _anything(_: Profile) -> tuple[float, str]:
    return 0.0, ""


def _mostly(kind: str, least: float = 0.8) -> Callable[[Profile], tuple[float, str]]:
    """Values of that kind speak for the field, others against it."""

    def look(seen: Profile) -> tuple[float, str]:
        share = seen.share(kind)
        return (share, kind) if share >= least else (-1.0, kind)

    return look


def _between(low: float, high: float, code: str) -> Callable[[Profile], tuple[float, str]]:
    def look(seen: Profile) -> tuple[float, str]:
        inside = seen.share("number") >= 0.95 and low <= seen.low and seen.high <= high
        return (0.5 + 0.5 * seen.share("decimal"), code) if inside else (-1.0, code)

    return look


def _identifier(seen: Profile) -> tuple[float, str]:
    if seen.distinct < 0.98 or seen.filled < 0.95:
        return -1.0, "unique"
    if seen.words > 1.2 or seen.dates > 0.9 > seen.share("whole"):
        return -1.0, "unique"
    return (0.6 if seen.share("url") > 0.8 else 1.0), "unique"


def _author(seen: Profile) -> tuple[float, str]:
    if seen.words > 4 or seen.dates > 0.8 or seen.share("url") > 0.8:
        return -1.0, "handles"
    if seen.share("handle") > 0.8:
        return 1.0, "handles"
    return (0.3, "repeated") if seen.distinct < 0.9 else (0.0, "")


def _prose(seen: Profile) -> tuple[float, str]:
    labels = seen.words < 2 and seen.distinct < 0.9
    if labels or seen.dates > 0.8 or seen.share("url") > 0.9 or seen.share("number") > 0.8:
        return -1.0, "long"
    return (min(1.0, seen.words / 8), "long") if seen.words >= 3 else (0.0, "")


def _time(seen: Profile) -> tuple[float, str]:
    return (seen.dates, f"time-{seen.order}") if seen.dates >= 0.8 else (-1.0, "time")


def _several(seen: Profile) -> tuple[float, str]:
    return (1.0, "hashtags") if seen.share("hashtags") > 0.5 else (0.0, "")


def _words_only(seen: Profile) -> tuple[float, str]:
    return (-1.0, "words") if seen.share("number") > 0.5 or seen.dates > 0.8 else (0.1, "words")


def _reference(seen: Profile) -> tuple[float, str]:
    return (-1.0, "codes") if seen.share("code") < 0.8 else (0.3, "codes")


_LOOKS: Final[Mapping[str, Callable[[Profile], tuple[float, str]]]] = {
    "uid": _identifier,
    "author_uid": _author,
    "text": _prose,
    "title": _words_only,
    "claim": _prose,
    "created_at": _time,
    "at": _time,
    "answered_at": _time,
    "ended_at": _time,
    "deleted_at": _time,
    "url": _mostly("url"),
    "urls": _mostly("url", 0.5),
    "place_insee": _mostly("insee", 0.9),
    "postal_code": _mostly("postal", 0.9),
    "departement": lambda seen: (
        (-1.0, "departement") if seen.words > 4 else (seen.share("departement"), "departement")
    ),
    "commune": _mostly("commune", 0.5),
    "region": _words_only,
    "lat": _between(-90, 90, "lat"),
    "lon": _between(-180, 180, "lon"),
    "lang": _mostly("lang"),
    "rating": _mostly("rating", 0.7),
    "accessibility": _mostly("rating", 0.7),
    "explanation": _mostly("rating", 0.7),
    "relation": _mostly("rating", 0.7),
    "responsiveness": _mostly("rating", 0.7),
    "simplicity": _mostly("rating", 0.7),
    "severity": _mostly("level", 0.9),
    "value": _mostly("number", 0.9),
    "capacity": _mostly("number", 0.9),
    "author_followers": _mostly("whole", 0.9),
    "hashtags": _several,
    "platform": _mostly("platform", 0.7),
    "reply_to_uid": _reference,
    "repost_of_uid": _reference,
    "quote_of_uid": _reference,
    "root_uid": _reference,
    "publisher": _words_only,
    "name": _words_only,
    "kind": lambda seen: (
        (-1.0, "words") if seen.dates > 0.8 or seen.words > 8 else (0.3 * (seen.distinct < 0.5), "repeated")
    ),
}


def fields_of(kind: Kind) -> tuple[str, ...]:
    """The fields of that table that a column may be."""
    return tuple(field for field in known_fields(kind) if field != "source")
