"""A source: one YAML that says what it is and how its fields are spelt, and one pure normaliser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from collectors.records import Record, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

Spelling = Mapping[str, tuple[str, ...]]
NULLS = frozenset({"", "null", "NULL", "NaN", "nan", "None", "N/A"})


class HeaderError(Exception):
    """A required column is missing: names it, its known spellings and the file's header."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a YAML declares, and the function that reads one row of it."""

    name: str
    title: str
    kind: type[Record]
    normalise: Callable[[Row], Record]
    fields: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    ignored: frozenset[str]
    legal: Mapping[str, str]
    delimiter: str | None = None

    def spelling(self, header: Collection[str], mapped: Mapping[str, str]) -> Spelling:
        """Field → the spellings that this header uses; HeaderError when a required one is missing."""
        names = {" ".join(name.split()): name for name in header}
        found = {f: tuple(names[s] for s in all_ if s in names) for f, all_ in self.fields.items()}
        found |= {name: (column,) for name, column in mapped.items()}
        for name in self.required:
            if not found[name]:
                raise HeaderError(self._missing(name, header))
        return found

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Columns that the YAML does not speak of: the source has drifted."""
        known = self.ignored | {s for spellings in self.fields.values() for s in spellings}
        return sorted({name for name in names if " ".join(name.split()) not in known})

    def _missing(self, name: str, header: Collection[str]) -> str:
        spellings = ", ".join(self.fields[name])
        close = get_close_matches(self.fields[name][0], list(header), n=1, cutoff=0.2)
        cure = f"--map {name}={close[0] if close else 'COLUMN'}"
        return (
            f'no column "{self.fields[name][0]}" (known spellings: {spellings})\n'
            f"  its columns are: {', '.join(header)}   — map it with  {cure}"
        )


@dataclass(slots=True)
class Row:
    """One record read field by field, under whichever spelling its file uses."""

    values: Mapping[str, object]
    spelling: Spelling
    repairs: list[str] = field(default_factory=list)

    def get(self, name: str) -> object | None:
        """The value, or None when it is missing, null or an empty text."""
        for spelling in self.spelling[name]:
            value = self.values.get(spelling)
            if value is not None and not (isinstance(value, str) and value.strip() in NULLS):
                return value
        return None

    def raw(self, name: str) -> object | None:
        """The value as it is, an empty text included."""
        return next((self.values[s] for s in self.spelling[name] if self.values.get(s) is not None), None)

    def text(self, name: str) -> str | None:
        value = self.get(name)
        if value is None or isinstance(value, str):
            return value.strip() if value else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{value:.0f}" if float(value).is_integer() else str(value)
        raise RecordError(name, f"{value!r:.40} is not a text")

    def need(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise RecordError(name, "is missing or empty")
        return value

    def whole(self, name: str) -> int | None:
        value = self.number(name)
        return None if value is None else int(value)

    def number(self, name: str) -> float | None:
        value = self.get(name)
        if value is None:
            return None
        try:
            return float(value) if isinstance(value, int | float) else float(str(value).replace(",", "."))
        except ValueError:
            raise RecordError(name, f"{value!r:.40} is not a number") from None

    def texts(self, name: str) -> list[str] | None:
        """A list, or text with `|` between; None when the source does not give it."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            return [part.strip() for part in value.split("|") if part.strip()]
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return [part for part in value if part]
        raise RecordError(name, f"{value!r:.40} is not a list of texts")


def declare(package: str, file: str, kind: type[Record], normalise: Callable[[Row], Record]) -> Source:
    """Read `file` of that package and bind it to its normaliser."""
    data = yaml.safe_load(files(package).joinpath(file).read_text(encoding="utf-8"))
    fields = {name: tuple(_spellings(value)) for name, value in data["fields"].items()}
    return Source(
        name=data["name"],
        title=data["title"],
        kind=kind,
        normalise=normalise,
        fields=fields,
        required=tuple(data["required"]),
        ignored=frozenset(data.get("ignored", ())),
        legal=data["legal"],
        delimiter=data.get("delimiter"),
    )


def _spellings(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
