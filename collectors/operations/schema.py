"""A drop-in schema: one msgspec structure checks every row, and the published JSON Schema is made of it."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from collectors.dates import iso_or_epoch
from collectors.personal_columns import refuse
from collectors.records import RecordError

if TYPE_CHECKING:
    from collectors.source import Row

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = r"(199\d|20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?"
ZONE = r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"

# Each description ends as the cure that the importer shows beside the problem.
Moment = Annotated[
    str,
    Meta(
        pattern=f"^{DAY}T{CLOCK}{ZONE}$", description="date and time with zone, as 2026-01-15T22:10:00+01:00"
    ),
]
DayOrMoment = Annotated[
    str,
    Meta(
        pattern=f"^{DAY}(T{CLOCK}{ZONE})?$",
        description="a day, as 2026-01-15, or date and time with zone, as 2026-01-15T22:10:00+01:00",
    ),
]
Identifier = Annotated[
    str,
    Meta(
        pattern=r"^\S{1,200}$",
        description="an identifier of the record that stays the same in every export, without spaces, "
        "and that names nobody",
    ),
]
Insee = Annotated[
    str,
    Meta(
        pattern=r"^(\d{2}|2[AB])\d{3}$",
        description="the INSEE code of the commune: five characters, as 35238",
    ),
]
PostalCode = Annotated[str, Meta(pattern=r"^\d{5}$", description="five digits, as 35000")]
Departement = Annotated[
    str, Meta(pattern=r"^(\d{2}|2[AB]|97\d|98\d)$", description="code of the département, as 35, 2A or 974")
]
Title = Annotated[str, Meta(max_length=200, description="at most 200 characters, naming nobody")]
Text = Annotated[str, Meta(max_length=10_000, description="free text, at most 10,000 characters")]
Amount = Annotated[float, Meta(ge=-1e15, le=1e15, description="a number")]

_PROBLEM = re.compile(r"^(?P<problem>.*?)(?: - at `\$\.(?P<field>\w+)`)?$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_PARIS = ZoneInfo("Europe/Paris")
T = TypeVar("T", bound=msgspec.Struct)


def checked(row: Row, structure: type[T]) -> T:
    """The row as that structure; RecordError names the column, the problem and what is expected."""
    refuse(tuple(row.values))
    numbers = _numbers(structure)
    values = {
        name: _cell(value, number=name in numbers)
        for name in row.spelling
        if (value := row.get(name)) is not None
    }
    try:
        return msgspec.convert(values, structure, strict=False)
    except msgspec.ValidationError as error:
        raise _told(row, structure, str(error)) from None


def _cell(value: object, *, number: bool) -> object:
    """Texts without spaces around them; a number may have a decimal comma."""
    if not isinstance(value, str):
        return value
    return value.strip().replace(",", ".") if number else value.strip()


@cache
def _numbers(structure: type[msgspec.Struct]) -> frozenset[str]:
    fields: dict[str, Any] = _definition(structure)["properties"]
    return frozenset(
        name
        for name, field in fields.items()
        if any(option.get("type") == "number" for option in (field, *field.get("anyOf", ())))
    )


def _told(row: Row, structure: type[msgspec.Struct], message: str) -> RecordError:
    if missing := _MISSING.match(message):
        name, problem = missing[1], "is missing or empty"
    else:
        found = _PROBLEM.match(message)
        assert found is not None  # the pattern matches every text
        name, problem = found["field"] or "row", found["problem"]
        if "regex" in problem:
            problem = f"{row.get(name)!r:.40} is not of the right form"
    return RecordError(column(row, name), f"{problem}: {_hints(structure).get(name, 'see the schema')}")


def column(row: Row, name: str) -> str:
    """The field under the spelling that this file uses."""
    return next((s for s in row.spelling.get(name, ()) if s in row.values), name)


@cache
def _hints(structure: type[msgspec.Struct]) -> dict[str, str]:
    fields: dict[str, Any] = _definition(structure)["properties"]
    return {name: told for name, field in fields.items() if (told := _description(field))}


def _description(field: dict[str, Any]) -> str | None:
    """Its own, or that of what may stand there beside null."""
    options = [field, *field.get("anyOf", ())]
    return next((option["description"] for option in options if "description" in option), None)


def _definition(structure: type[msgspec.Struct]) -> dict[str, Any]:
    definition: dict[str, Any] = msgspec.json.schema(structure)["$defs"][structure.__name__]
    return definition


def json_schema(
    structure: type[msgspec.Struct], title: str, together: dict[str, list[str]]
) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of that structure.

    together  field → the fields that must be there when it is
    """
    definition = _definition(structure)
    about = " ".join((structure.__doc__ or "").split())
    return {
        "$schema": DIALECT,
        "title": title,
        "description": about,
        "type": "object",
        "properties": definition["properties"],
        "required": definition["required"],
        "dependentRequired": together,
        "additionalProperties": False,
    }


def complete(row: Row, given: msgspec.Struct, together: dict[str, list[str]]) -> None:
    """Raise RecordError where a field is given without one that it needs."""
    for name, needed in together.items():
        lacking = [other for other in needed if getattr(given, other) is None]
        if getattr(given, name) is not None and lacking:
            raise RecordError(column(row, lacking[0]), f"is missing beside {column(row, name)}")


def moment(row: Row, name: str, text: str) -> datetime:
    """A checked text of a day or moment → UTC; a bare day begins at midnight in Paris."""
    if len(text) == len("2026-01-15"):
        return _day(row, name, text)
    return iso_or_epoch(column(row, name), _real(row, name, text))[0]


def _real(row: Row, name: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(column(row, name), f'"{text[:40]}" is not a day of the calendar') from None


def _day(row: Row, name: str, text: str) -> datetime:
    return iso_or_epoch(name, _real(row, name, text).replace(tzinfo=_PARIS))[0]
