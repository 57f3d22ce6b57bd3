"""A guess in words: what a file is taken for, why, its first rows, and the mapping file; in French or English."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

import yaml
from rich.table import Table

from collectors.records import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from collectors.files.guess import Guess
    from collectors.files.guess_fields import Fit
    from collectors.records import Record

Lang = Literal["fr", "en"]
WIDTH: Final = 36  # characters of a value that are shown
SHOWN: Final = 7  # fields of a record that are shown
FIRST: Final = ("uid", "created_at", "at", "author", "name", "kind", "claim", "text")


def report(found: Guess, lang: Lang) -> list[RenderableType]:
    """Lines and tables for the terminal, in the order in which they are read."""
    words = texts(lang)
    return [*_what(found, words), *_rows(found, words), *_advice(found, words)]


@cache
def texts(lang: Lang) -> Mapping[str, Any]:
    """The words of that language."""
    text = files("collectors.files").joinpath("guess_texts.yml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)[lang]
    return words


def mapping_text(found: Guess, lang: Lang) -> str:
    """The proposed mapping as the text of a mapping file, each field with its reason; empty for a known source."""
    if found.known:
        return ""
    words = texts(lang)
    lines = [f"# {words['header'].format(file=found.path.name)}"]
    reasons = {fit.field: _why(fit, words) for fit in found.fits}
    for key, value in found.mapping.items():
        if key == "fields" and isinstance(value, dict):
            lines += ["fields:", *(f"  {f}: {_scalar(c)}  # {reasons[f]}" for f, c in value.items())]
            lines += [f"  # {field}: COLUMN  ({words['needed']})" for field in found.missing]
        else:
            lines.append(f"{key}: {_scalar(value)}")
    return "\n".join(lines) + "\n"


def _scalar(value: object) -> str:
    """JSON, which is YAML; plain words without quotes."""
    if (
        isinstance(value, str)
        and value.replace("-", "").isalnum()
        and value.isascii()
        and not value[0].isdigit()
    ):
        return value
    return json.dumps(value, ensure_ascii=False)


def _what(found: Guess, words: Mapping[str, Any]) -> list[RenderableType]:
    name = found.path.name
    if known := found.known:
        key = "known_document" if known.document else "known"
        shares = {"covered": f"{known.covered:.0%}", "read": f"{known.read:.0%}"}
        return [words[key].format(file=name, source=known.source.name, **shares)]
    table = Table(words["column"], words["field"], words["why"], box=None, pad_edge=False)
    for fit in found.fits:
        table.add_row(fit.column, fit.field, _why(fit, words))
    return [words["mapped"].format(file=name, kind=words["kinds"][found.kind]), table]


def _why(fit: Fit, words: Mapping[str, Any]) -> str:
    return "; ".join(words["reasons"][code].format(name=name) for code, name in fit.reasons)


def _rows(found: Guess, words: Mapping[str, Any]) -> list[RenderableType]:
    if not found.records:
        return []
    shown = _fields(found.records)
    table = Table(title=words["rows"], title_justify="left", box=None, pad_edge=False)
    for name in shown:
        table.add_column(name, no_wrap=True, overflow="ellipsis")
    for record in found.records:
        table.add_row(*(_cell(getattr(record, name, None)) for name in shown))
    return [table]


def _fields(records: Sequence[Record]) -> list[str]:
    """The fields that say something, the first ones first."""
    names = [name for record in records for name in columns(type(record)) if getattr(record, name)]
    order = {name: place for place, name in enumerate(FIRST)}
    told = [name for name in dict.fromkeys(names) if name not in {"source", "platform"}]
    return sorted(told, key=lambda name: order.get(name, len(order)))[:SHOWN]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    text = " ".join((", ".join(value) if isinstance(value, list) else str(value)).split())
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


def _advice(found: Guess, words: Mapping[str, Any]) -> list[RenderableType]:
    lines = []
    if found.left:
        lines.append(words["left"].format(columns=", ".join(found.left)))
    if found.personal:
        lines.append(words["personal"].format(columns=", ".join(found.personal)))
    if found.missing:
        lines.append(words["missing"].format(fields=", ".join(found.missing)))
    elif found.problems:
        row, error = found.problems[0]
        lines.append(
            words["problems"].format(count=len(found.problems), sampled=found.sampled, row=row, error=error)
        )
    else:
        lines.append(words["fine"].format(sampled=found.sampled))
    if found.known:
        return [*lines, words["next_known"].format(file=found.path, source=found.known.source.name)]
    return [*lines, words["next_mapped"].format(file=found.path)]
