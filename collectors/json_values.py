"""Values of decoded JSON, read without trust: what has another type than hoped for is as good as absent."""

from __future__ import annotations

import re

LARGEST = 2**62
_WHOLE = re.compile(r"\s*-?[0-9]{1,19}\s*")
Json = dict[str, object]


def obj(value: object) -> Json:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def objs(value: object) -> list[Json]:
    """The objects of a list; none for anything else."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def text(value: object) -> str | None:
    """A text that says something; numbers (ids, mostly) become texts."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def whole(value: object) -> int | None:
    """A whole number that an integer of the graph can hold, also one written as text."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    is_whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return value if isinstance(value, int) and is_whole else None
