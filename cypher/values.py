"""The types of parameters and columns, and how a value given as text or as an object becomes one of them."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

TYPES = ("string", "int", "float", "bool", "datetime", "date", "strings", "map", "rows")


def convert(kind: str, value: object) -> object:
    """The value as the named type; text is read as on a command line, or in an address.

    ``2015-01-07`` and ``2015-01-07T11:00:00Z`` → UTC datetime (a time without zone is UTC), ``a|b`` → list,
    ``{"a": 1}`` → map.

    raises ValueError that says what was expected.
    """
    return _CONVERT[kind](value)


def written(value: object) -> str:
    """A value as it is written in a header or on a command line: what ``convert`` reads back."""
    if value is None or isinstance(value, bool | dict):
        return json.dumps(value)
    if isinstance(value, list):
        return "|".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("a text")


def _int(value: object) -> int:
    expected = ValueError("a whole number, as 20")
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,19}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise expected
    return value


def _float(value: object) -> float:
    expected = ValueError("a number, as 0.5")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise expected
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise expected from None
    if not math.isfinite(number):
        raise expected
    return number


def _bool(value: object) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def _datetime(value: object) -> datetime:
    expected = ValueError("a date and time, as 2015-01-07 or 2015-01-07T11:00:00Z")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            value = None
    if not isinstance(value, datetime):
        raise expected
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _date(value: object) -> date:
    expected = ValueError("a date, as 2015-01-07")
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise expected
    return value


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    if isinstance(value, Sequence) and all(isinstance(part, str) for part in value):
        return list(value)
    raise ValueError("a list of texts, as a|b")


def _map(value: object) -> dict[str, object]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return dict(value)
    raise ValueError('a map, as {"a": 1}')


def _rows(value: object) -> list[dict[str, object]]:
    """Rows come from frames, by the thousand: they are passed on, only their kind is looked at."""
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    raise ValueError("a list of maps")


_CONVERT: dict[str, Callable[[object], object]] = {
    "string": _string,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "datetime": _datetime,
    "date": _date,
    "strings": _strings,
    "map": _map,
    "rows": _rows,
}
