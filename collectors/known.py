"""Sources by name as this deployment knows them: with what sources.yml says, and mapped tables that were imported."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from collectors.config import Config, configure, read_sources
from collectors.files.mapping import mapped_source
from collectors.registry import SOURCES, source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from collectors.source import Source
    from graph.settings import Settings


class MappingNameError(Exception):
    """A mapping that takes the name of a source."""


def config_of(settings: Settings, name: str) -> Config:
    """What sources.yml says of the source of that name."""
    return config_in(read_sources(settings.sources), settings, name)


def config_in(told: Mapping[str, Mapping[str, object]], settings: Settings, name: str) -> Config:
    """The same of a sources.yml that was read already."""
    return configure(source(name), told.get(name, {}), str(settings.sources), settings.environment)


def source_of(settings: Settings, name: str) -> Source:
    """The source of that name: with the spellings of sources.yml, or by the mapping it was imported with."""
    mapping = _mapping(settings, name)
    if name not in SOURCES and mapping.exists():
        return mapped_source(mapping)
    return config_of(settings, name).source


def learn_mapping(settings: Settings, path: Path) -> Source:
    """The source of a mapping file, which is kept so that the archive can be replayed."""
    found = mapped_source(path)
    if found.name in SOURCES:
        raise MappingNameError(f"{path}: source: {found.name} is the name of a source; choose another")
    kept = _mapping(settings, found.name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if path.resolve() != kept.resolve():
        shutil.copyfile(path, kept)
    return found


def _mapping(settings: Settings, name: str) -> Path:
    return settings.data / "mappings" / f"{name}.yml"
