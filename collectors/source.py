"""A source: one YAML that says what it is and how its fields are spelt, and one pure normaliser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

from collectors.declaration import Declaration, read
from collectors.personal_columns import personal
from collectors.records import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from collectors.config import Config
    from collectors.net import Cursor, Net, Page
    from collectors.records import Record

Spelling = Mapping[str, tuple[str, ...]]
Item = dict[str, object]
LARGEST = 2.0**62  # beyond it a count is none, and no integer of the graph
NULLS = frozenset({"", "null", "NULL", "NaN", "nan", "None", "N/A"})


class UnknownFieldError(Exception):
    """sources.yml speaks of a field that the source does not have."""


class HeaderError(Exception):
    """A required column is missing: names it, its known spellings and the file's header."""


class DocumentError(ValueError):
    """A whole document that cannot be unpacked, and why."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a YAML declares, and the functions that read what it sends.

    normalise  one item → one record, or None when there is nothing to keep of it
    unpack     one document → its items; None: a document is one JSON object, a file is read line by line
    collect    asks for what is new after a cursor; None: files only
    """

    declared: Declaration
    normalise: Callable[[Row], Record | None]
    unpack: Callable[[bytes], Iterable[Item]] | None = None
    collect: Callable[[Net, Config, Cursor], Iterator[Page]] | None = None

    @property
    def name(self) -> str:
        return self.declared.name

    @property
    def fields(self) -> Spelling:
        return self.declared.fields

    @property
    def required(self) -> tuple[str, ...]:
        return self.declared.required

    def with_spellings(self, added: Mapping[str, Sequence[str]]) -> Source:
        """The same source, with further spellings of its fields: how a deployer mends a drift."""
        fields = dict(self.fields)
        for name, spellings in added.items():
            if name not in fields:
                raise UnknownFieldError(f"{self.name} has no field {name!r}; it has {', '.join(fields)}")
            fields[name] = (*fields[name], *spellings)
        return replace(self, declared=replace(self.declared, fields=fields))

    def spelling(self, header: Collection[str], mapped: Mapping[str, str]) -> Spelling:
        """Field → the spellings that this header uses, or all of a field that it lacks: later rows may have it.

        `fields` itself where the header spells all as declared. HeaderError when a required column is missing.
        """
        if self.declared.refuses == "persons" and (columns := personal(tuple(header))):
            raise HeaderError(
                f"{', '.join(columns)}: {self.name} has no place for persons, plates, images or contacts\n"
                "  Remove the column from the file, then import again. Nothing of it was kept."
            )
        names = {" ".join(name.split()): name for name in header}
        used = {f: tuple(names[s] for s in all_ if s in names) for f, all_ in self.fields.items()}
        used |= {name: (column,) for name, column in mapped.items()}
        for name in self.required:
            if not used[name]:
                raise HeaderError(self._missing(name, header))
        found = {name: spellings or self.fields[name] for name, spellings in used.items()}
        return self.fields if found == self.fields else found

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Columns that the YAML does not speak of: the source has drifted."""
        known = self.declared.ignored | {s for spellings in self.fields.values() for s in spellings}
        return sorted({name for name in names if " ".join(name.split()) not in known})

    def _missing(self, name: str, header: Collection[str]) -> str:
        spellings = ", ".join(self.fields[name])
        close = get_close_matches(self.fields[name][0], list(header), n=1, cutoff=0.2)
        cure = f"--map {name}={close[0] if close else 'COLUMN'}"
        return (
            f'no column "{self.fields[name][0]}" (known spellings: {spellings})\n'
            f"  its columns are: {', '.join(header)}   — map it with  {cure}"
        )


class Row(msgspec.Struct, gc=False):
    """One item read field by field, under whichever spelling its source uses."""

    values: Mapping[str, object]
    spelling: Spelling
    repairs: list[str] = []

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
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, float):
            return f"{value:.0f}" if value.is_integer() else str(value)
        raise RecordError(name, f"{value!r:.40} is not a text")

    def need(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise RecordError(name, "is missing or empty")
        return value

    def whole(self, name: str) -> int | None:
        value = self.number(name)
        if value is not None and not abs(value) <= LARGEST:
            raise RecordError(name, f"{value!r:.40} is no whole number")
        return None if value is None else int(value)

    def number(self, name: str) -> float | None:
        value = self.get(name)
        if value is None:
            return None
        try:
            return float(value) if isinstance(value, int | float) else float(str(value).replace(",", "."))
        except (ValueError, OverflowError):
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


def declare(
    package: str,
    file: str,
    normalise: Callable[[Row], Record | None],
    *,
    unpack: Callable[[bytes], Iterable[Item]] | None = None,
    collect: Callable[[Net, Config, Cursor], Iterator[Page]] | None = None,
) -> Source:
    """Read `file` of that package and bind it to its functions."""
    return Source(read(package, file), normalise, unpack, collect)
