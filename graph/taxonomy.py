"""The taxonomy of needs: one YAML file that a service can replace."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
import polars as pl
import yaml

if TYPE_CHECKING:
    from pathlib import Path


class NeedClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of need; the file explains how its words count."""

    name: str
    family: str
    fr: str
    en: str
    axis: str | None = None
    objects: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    asking: tuple[str, ...]
    lacking: tuple[str, ...]
    after: tuple[str, ...]


class Taxonomy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The classes and the words that state them; the file explains how they are written."""

    needs: tuple[NeedClass, ...]
    groups: dict[str, tuple[str, ...]]
    cues: Cues
    idioms: tuple[str, ...]
    settled: tuple[str, ...]
    thanks: tuple[str, ...]
    offers: tuple[str, ...]
    spellings: dict[str, str]
    tags: tuple[str, ...]

    def frame(self) -> pl.DataFrame:
        """Rows for the `Need` nodes: class, family."""
        return pl.DataFrame({"class": [n.name for n in self.needs], "family": [n.family for n in self.needs]})

    def label(self, name: str, lang: str) -> str:
        """The class in words; an unknown class is shown as it is."""
        labels = {n.name: {"fr": n.fr, "en": n.en} for n in self.needs}
        return labels[name][lang] if name in labels else name

    def axes(self) -> dict[str, str]:
        """Axis of a feedback form → need class."""
        return {n.axis: n.name for n in self.needs if n.axis}


@cache
def taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the taxonomy shipped here, or the one at `path`.

    Raises msgspec.ValidationError naming the field that is wrong.
    """
    source = path if path is not None else files("graph").joinpath("taxonomy.yml")
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    named = [{"name": name, **entry} for name, entry in data["needs"].items()]
    return msgspec.convert({**data, "needs": named}, Taxonomy)
