"""The YAML beside a source's module: what it is, how its fields are spelt, what it costs, who may use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

Capability = Literal["import", "poll", "stream"]
KEYS = frozenset({
    "name", "title", "title_fr", "publisher", "gives", "capabilities", "about", "access", "legal",
    "retention", "limits", "every", "silent_after", "snapshot", "plausible", "budget", "extra", "config",
    "required", "fields", "ignored", "delimiter", "refuses",
})  # fmt: skip
_UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(s|min|h|d)\s*")


class DeclarationError(Exception):
    """A YAML that declares no source: names the file and the key."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of sources.yml that a source reads."""

    default: object = None
    required: bool = False
    secret: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Legal:
    """On what grounds the source is read; `requires` are the facts without which it stays off."""

    basis: str
    licence: str
    gate: str
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """What reading costs; `monthly` is the default ceiling, 0 for none."""

    unit: str
    per_record: float
    monthly: float


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything that the YAML says."""

    name: str
    title: str
    title_fr: str
    publisher: str
    gives: tuple[str, ...]
    capabilities: tuple[Capability, ...]
    about: str
    access: str
    legal: Legal
    retention: str
    limits: str
    every: timedelta | None
    silent_after: timedelta | None
    snapshot: bool
    plausible: tuple[float, float] | None
    price: Price | None
    extra: str | None
    settings: Mapping[str, Setting]
    required: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]
    delimiter: str | None
    refuses: str | None  # `persons`: a file with a column about a person is refused before it is archived


def duration(text: str) -> timedelta:
    """`15 min`, `2 h`, `30s`, `7 d`; ValueError for anything else."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no duration; write one as 30 s, 15 min, 2 h or 7 d")
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def read(package: str, file: str) -> Declaration:
    """The declaration of `file` in that package; DeclarationError names what is wrong."""
    data = yaml.safe_load(files(package).joinpath(file).read_text(encoding="utf-8"))
    if unknown := sorted(set(data) - KEYS):
        raise DeclarationError(f"{package}/{file}: unknown key {unknown[0]!r}")
    try:
        return _declaration(data)
    except (KeyError, TypeError, ValueError) as error:
        raise DeclarationError(f"{package}/{file}: {error!r}") from error


def _declaration(d: Any) -> Declaration:  # noqa: ANN401 - as YAML has it
    plausible = d.get("plausible", {}).get("per_day")
    budget = d.get("budget")
    return Declaration(
        name=d["name"],
        title=d["title"],
        title_fr=d.get("title_fr", d["title"]),
        publisher=d["publisher"],
        gives=tuple(d["gives"]),
        capabilities=tuple(d["capabilities"]),
        about=_prose(d["about"]),
        access=_prose(d["access"]),
        legal=_legal(d["legal"]),
        retention=d["retention"],
        limits=_prose(d["limits"]),
        every=duration(d["every"]) if "every" in d else None,
        silent_after=duration(d["silent_after"]) if "silent_after" in d else None,
        snapshot=bool(d.get("snapshot", False)),
        plausible=(float(plausible[0]), float(plausible[1])) if plausible else None,
        price=Price(budget["unit"], float(budget["per_record"]), float(budget["monthly"]))
        if budget
        else None,
        extra=d.get("extra"),
        settings={name: Setting(**given) for name, given in d.get("config", {}).items()},
        required=tuple(d.get("required", ())),
        fields={name: (v,) if isinstance(v, str) else tuple(v) for name, v in d["fields"].items()},
        ignored=frozenset(d.get("ignored", ())),
        delimiter=d.get("delimiter"),
        refuses=d.get("refuses"),
    )


def _legal(given: Any) -> Legal:  # noqa: ANN401 - as YAML has it
    return Legal(given["basis"], given["licence"], given["gate"], tuple(given.get("requires", ())))


def _prose(text: str) -> str:
    return " ".join(text.split())
