"""The header of a query file: the comment lines at its top, "// key: value"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cypher.errors import QueryError, did_you_mean
from cypher.query import Column, Param
from cypher.values import TYPES, convert

KEYS = ("title", "title-fr", "about", "about-fr", "param", "returns", "order")
_LINE = re.compile(r"//\s*([a-z][a-z-]*):(?:\s+(.*))?$")
_PARAM = re.compile(
    r"(?P<name>\w+) (?P<type>\w+)(?P<optional>\?)?(?: =(?P<default>.*?))?(?:\s*— ?(?P<about>.*))?$"
)
_COLUMN = re.compile(r"(\w+) (\w+)(\?)?$")


@dataclass(slots=True)
class Header:
    """What the top of a file says; ``texts`` by key, several lines of one key joined."""

    texts: dict[str, str] = field(default_factory=dict)
    params: list[Param] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)

    @property
    def single_row(self) -> bool:
        """``// order: single row``: the answer is one row by nature, so that it needs no ORDER BY."""
        return self.texts.get("order") == "single row"


def read_header(text: str) -> Header:
    """The header of a file; raises QueryError naming the line for what it cannot read."""
    header = Header()
    for line, key, value in _entries(text):
        try:
            _take(header, key, value)
        except ValueError as error:
            raise QueryError(f"line {line}: {error}") from None
    _check_names([param.name for param in header.params], "parameter")
    _check_names([column.name for column in header.columns], "column")
    return header


def _entries(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, key and value; a comment line without a key is a remark to the reader."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("//"):
            return
        if (match := _LINE.match(line.rstrip())) is not None:
            yield number, match[1], (match[2] or "").strip()


def _take(header: Header, key: str, value: str) -> None:
    if key not in KEYS:
        raise QueryError(f"no header {key!r}{did_you_mean(key, KEYS)}; they are {', '.join(KEYS)}")
    if key == "param":
        header.params.append(_param(value))
    elif key == "returns":
        header.columns += [_column(part.strip()) for part in value.split(",") if part.strip()]
    elif key == "order" and value != "single row":
        raise QueryError("order: only 'single row' can be said here")
    else:
        header.texts[key] = f"{header.texts.get(key, '')} {value}".strip()


def _param(value: str) -> Param:
    match = _PARAM.match(value)
    if match is None:
        raise QueryError(f"param {value!r} is not 'name type = default — description'")
    kind, optional = _known_type(match["type"]), match["optional"] is not None
    default = (match["default"] or "").strip()
    required = not default and not optional
    return Param(
        name=match["name"],
        type=kind,
        default=None if required else _default(kind, default, optional=optional),
        required=required,
        optional=optional,
        about=match["about"] or "",
    )


def _default(kind: str, text: str, *, optional: bool) -> object:
    """The default as its type: null or nothing for an optional one, quotes around a text dropped."""
    if optional and text in ("", "null"):
        return None
    if text == "null":
        raise QueryError(f"only an optional parameter may be null: write {kind}? = null")
    if kind == "strings" and text == "[]":
        return []
    try:
        return convert(kind, text.strip("\"'") if kind in ("string", "strings") else text)
    except ValueError as expected:
        raise QueryError(f"default {text!r} is not {expected}") from None


def _column(value: str) -> Column:
    match = _COLUMN.match(value)
    if match is None:
        raise QueryError(f"returns {value!r} is not 'column type'")
    return Column(name=match[1], type=_known_type(match[2]), optional=match[3] is not None)


def _known_type(name: str) -> str:
    if name not in TYPES:
        raise QueryError(f"no type {name!r}{did_you_mean(name, TYPES)}; they are {', '.join(TYPES)}")
    return name


def _check_names(names: list[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise QueryError(f"{what} {', '.join(twice)} is declared twice")
