"""The official resources and the words of the narratives they help with: one YAML text that a service can replace."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Resource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where help is found: a number, an address or both, and the page in which they were read."""

    fr: str
    en: str
    verified_in: str
    url: str | None = None
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

    raises  ValueError naming the field that is wrong, a theme that leads nowhere, a resource without number and address
    """
    try:
        found = msgspec.convert(yaml.safe_load(text), Resources)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise ValueError(" ".join(str(error).split())) from error
    if silent := [name for name, resource in found.resources.items() if not (resource.url or resource.phone)]:
        raise ValueError(f"resource {silent[0]}: neither phone nor url")
    for name, theme in found.themes.items():
        unknown = set(theme.resources) - set(found.resources)
        if unknown or not theme.resources:
            raise ValueError(f"theme {name}: no resource {', '.join(sorted(unknown)) or 'at all'}")
    return found
