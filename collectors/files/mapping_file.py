"""A mapping file: which column of somebody's table is which field of a canonical one.

as: post                    # post, feedback, event, offer or fact-check
source: forum-municipal     # the name under which its records are kept
platform: forum             # optional, for posts
fields:                     # field: Column, or field: [Column, Other Column] (the first that has a value)
  created_at: Date du message
  author_uid: Auteur
  text: Contenu
uid_from: [Date du message, Auteur, Contenu]   # where no column identifies a row
dates: day-first            # iso (default), day-first or month-first
zone: Europe/Paris          # of times without one (default)
lists: ","                  # between the entries of a list (default |)
scale: 10                   # best mark, where ratings are marks (default 5)
constants: {lang: fr}       # the same value for every row
ignored: [Colonne interne]  # known and not wanted: not told as unknown
delimiter: ";"              # of a CSV, where it is not found by itself
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

import msgspec
import yaml

from collectors.files import event_table, fact_check_table, feedback_table, offer_table, post_table
from collectors.files.when import Order  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectors.source import Source

Kind = Literal["post", "feedback", "event", "offer", "fact-check"]
TABLES: Final[Mapping[Kind, Source]] = {
    "post": post_table.SOURCE,
    "feedback": feedback_table.SOURCE,
    "event": event_table.SOURCE,
    "offer": offer_table.SOURCE,
    "fact-check": fact_check_table.SOURCE,
}
PLACE: Final = "commune"  # a field of every mapping whose table has place_insee: the commune by its name
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_PATH = re.compile(r" - at `\$\.?(.*?)`$")


class MappingError(Exception):
    """A mapping that maps nothing: names the file, the line, the key and the cure."""


class MappingFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a mapping file says; the documentation of the module shows one."""

    kind: Kind = msgspec.field(name="as")
    source: str
    fields: dict[str, str | list[str]]
    title: str | None = None
    platform: str | None = None
    uid_from: list[str] = []
    dates: Order = "iso"
    zone: str = "Europe/Paris"
    lists: str = "|"
    scale: int = 5
    constants: dict[str, str] = {}
    ignored: list[str] = []
    delimiter: str | None = None

    def columns(self, field: str) -> tuple[str, ...]:
        """The columns of a field, white space made single as the reader of headers does."""
        given = self.fields.get(field, [])
        return tuple(" ".join(c.split()) for c in ([given] if isinstance(given, str) else given))


KEYS: Final = tuple(f.encode_name for f in msgspec.structs.fields(MappingFile))


def read_mapping(given: Path | Mapping[str, object]) -> MappingFile:
    """The mapping of that file, or of a dictionary of the same keys; MappingError tells what is wrong with it."""
    if isinstance(given, Path):
        return _checked(_Text(given))
    return _checked(_Text(None, dict(given)))


class _Text:
    """A mapping as it was written: its values, and the line of each key."""

    def __init__(self, path: Path | None, data: dict[str, object] | None = None) -> None:
        self.path, self.name = path, str(path or "mapping")
        self.data: dict[str, object] = data or {}
        self._node: yaml.Node | None = None
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8")
            self._node, data = yaml.compose(text), yaml.safe_load(text)
        except OSError as error:
            raise MappingError(f"{path} cannot be read: {error.strerror}\n  Check the name.") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise MappingError(f"{path} is no YAML: {error}") from error
        if not isinstance(data, dict):
            raise MappingError(f"{path} line 1: keys are expected, as  as: post  and  fields: …")
        self.data = {str(key): value for key, value in data.items()}

    def wrong(self, key: str, problem: str) -> MappingError:
        """The error that names file, line and key (`fields.uid`)."""
        line = _line(self._node, key.split("."))
        place = f"{self.name} line {line}" if line else self.name
        return MappingError(f"{place}: {key}: {problem}")


def _line(node: yaml.Node | None, path: list[str]) -> int | None:
    """The line of the last key of the path that is there."""
    line = None
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((k, v) for k, v in pairs if k.value == name), None)
        if found is None:
            return line
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _checked(text: _Text) -> MappingFile:
    for key in text.data:
        if key not in KEYS:
            raise text.wrong(key, f"no such key{_close(key, KEYS)}; there are {', '.join(KEYS)}")
    try:
        made = msgspec.convert(text.data, MappingFile)
    except msgspec.ValidationError as error:
        raise _unfit(text, str(error)) from None
    _check_names(text, made)
    _check_fields(text, made)
    return made


def _unfit(text: _Text, message: str) -> MappingError:
    found = _PATH.search(message)
    missing = re.search(r"required field `(\w+)`", message)
    key = missing[1] if missing else (found[1] if found else "")
    cure = f"; it is one of {', '.join(TABLES)}" if key == "as" else ""
    return text.wrong(key.replace("[...]", ""), _PATH.sub("", message) + cure)


def _check_names(text: _Text, made: MappingFile) -> None:
    if not _NAME.fullmatch(made.source):
        raise text.wrong("source", f"{made.source!r} is no name; write one as forum-municipal (a-z, 0-9, -)")
    try:
        ZoneInfo(made.zone)
    except (KeyError, ValueError, OSError):
        raise text.wrong("zone", f"{made.zone!r} is no time zone; write one as Europe/Paris") from None
    if made.scale < 2:
        raise text.wrong(
            "scale", f"{made.scale} is no best mark; write the highest mark of the scale, as 5 or 10"
        )


def _check_fields(text: _Text, made: MappingFile) -> None:
    known = known_fields(made.kind)
    for group in ("fields", "constants"):
        for field in getattr(made, group):
            if field not in known:
                raise text.wrong(
                    f"{group}.{field}",
                    f"no field of {made.kind}{_close(field, known)}; there are {', '.join(known)}",
                )
    for field in TABLES[made.kind].required:
        if not (made.fields.get(field) or field in made.constants or (field == "uid" and made.uid_from)):
            other = ", or list columns under uid_from that together identify a row" if field == "uid" else ""
            raise text.wrong("fields", f"{field} is missing: name its column as  {field}: COLUMN{other}")


@cache
def known_fields(kind: Kind) -> tuple[str, ...]:
    """The fields that a mapping to that table may name."""
    fields = TABLES[kind].fields
    return (*fields, PLACE) if "place_insee" in fields else tuple(fields)


def _close(name: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(name, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""
