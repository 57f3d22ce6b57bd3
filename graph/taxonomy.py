"""The taxonomy of needs: one YAML file that a service can replace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl
import yaml

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class NeedClass:
    name: str
    family: str
    labels: dict[str, str]
    axis: str | None = None
    objects: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    needs: tuple[NeedClass, ...]
    cues: tuple[str, ...]
    offers: tuple[str, ...]

    def frame(self) -> pl.DataFrame:
        """Rows for the `Need` nodes: class, family."""
        return pl.DataFrame({"class": [n.name for n in self.needs], "family": [n.family for n in self.needs]})

    def label(self, name: str, lang: str) -> str:
        """The class in words; an unknown class is shown as it is."""
        return next((n.labels[lang] for n in self.needs if n.name == name), name)

    def axes(self) -> dict[str, str]:
        """Axis of a feedback form → need class."""
        return {n.axis: n.name for n in self.needs if n.axis}


@cache
def taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the taxonomy shipped here, or the one at `path`."""
    source = path if path is not None else files("graph").joinpath("taxonomy.yml")
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    needs = tuple(_need(name, entry) for name, entry in data["needs"].items())
    return Taxonomy(needs, tuple(data["cues"]), tuple(data["offers"]))


def _need(name: str, entry: dict[str, object]) -> NeedClass:
    def words(key: str) -> tuple[str, ...]:
        found = entry.get(key) or []
        return tuple(str(word) for word in found) if isinstance(found, list) else ()

    axis = entry.get("axis")
    return NeedClass(
        name=name,
        family=str(entry["family"]),
        labels={"fr": str(entry["fr"]), "en": str(entry["en"])},
        axis=str(axis) if axis else None,
        objects=words("objects"),
        phrases=words("phrases"),
    )
