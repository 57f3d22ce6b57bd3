"""The official resources and the words of the narratives they help with: one YAML text that a service can replace."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Resource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where help is found."""

    fr: str
    en: str
    url: str
    phone: str | None = None


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a narrative may be about; the file explains how its words are written."""

    fr: str
    en: str
    words: tuple[str, ...]
    resources: tuple[str, ...]


class Resources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    themes: dict[str, Theme]
    resources: dict[str, Resource]


@cache
def resources() -> Resources:
    """Those of France, shipped here."""
    return parse(files("analytics.prevention").joinpath("resources.yml").read_text(encoding="utf-8"))


def parse(text: str) -> Resources:
    """Read a YAML text.

    raises  msgspec.ValidationError naming the field that is wrong; ValueError for a theme that leads nowhere
    """
    found = msgspec.convert(yaml.safe_load(text), Resources)
    for name, theme in found.themes.items():
        unknown = set(theme.resources) - set(found.resources)
        if unknown or not theme.resources:
            raise ValueError(f"theme {name}: no resource {', '.join(sorted(unknown)) or 'at all'}")
    return found
