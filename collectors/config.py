"""sources.yml: what the deployer says of each source, and the gate that some must pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from collectors.declaration import duration

if TYPE_CHECKING:
    from datetime import timedelta

    from collectors.source import Source

RESERVED = frozenset({"enabled", "fields", "compliance", "monthly_budget", "every"})


class ConfigError(Exception):
    """sources.yml says too little, or something that no source knows: file, key and cure."""


@dataclass(frozen=True, slots=True)
class Config:
    """What one source was told, with the defaults of its declaration; `$NAME` comes from the environment."""

    source: Source
    given: Mapping[str, object]
    file: str = "sources.yml"
    environment: Mapping[str, str] | None = None

    def optional(self, name: str) -> str | None:
        """The value as text, or None when neither given nor declared."""
        value = self._value(name)
        return None if value is None or value == "" else str(value)

    def text(self, name: str) -> str:
        value = self.optional(name)
        if value is None:
            raise self._error(name, f"{name} is missing: {self._about(name)}")
        return value

    def whole(self, name: str) -> int:
        return int(self.number(name))

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise self._error(name, f"{name} is not a number") from None

    def flag(self, name: str) -> bool:
        value = self._value(name)
        if isinstance(value, bool) or value is None:
            return bool(value)
        raise self._error(name, f"{name} is not true or false")

    def texts(self, name: str) -> list[str]:
        """A list, or one text; empty when not given."""
        value = self._value(name)
        if value is None:
            return []
        found = value if isinstance(value, list) else [value]
        return [self._resolved(name, part) for part in found]

    def mapping(self, name: str) -> dict[str, str]:
        """Name → text; empty when not given."""
        value = self._value(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self._error(name, f"{name} is not a mapping of names to values")
        return {str(key): self._resolved(name, part) for key, part in value.items()}

    def monthly_budget(self) -> float | None:
        """The month's ceiling, where reading costs."""
        price = self.source.declared.price
        if price is None:
            return None
        given = self.given.get("monthly_budget", price.monthly)
        if not isinstance(given, int | float):
            raise self._error("monthly_budget", "is not a number")
        return float(given)

    def every(self) -> timedelta | None:
        """How often a poll asks."""
        given = self.given.get("every")
        try:
            return duration(str(given)) if given else self.source.declared.every
        except ValueError as error:
            raise self._error("every", str(error)) from error

    def closed(self) -> str | None:
        """Why this source may not run yet, or None."""
        missing = [f for f in self.source.declared.legal.requires if not self._fact(f)]
        if missing:
            return f"compliance gate: {', '.join(missing)} not declared under compliance in {Path(self.file).name}"
        needed = [
            name for name, s in self.source.declared.settings.items() if s.required and not self._value(name)
        ]
        return f"{', '.join(needed)} not set in {Path(self.file).name}" if needed else None

    def _fact(self, name: str) -> object:
        declared = self.given.get("compliance")
        return declared.get(name) if isinstance(declared, Mapping) else None

    def _value(self, name: str) -> object:
        if name not in self.source.declared.settings:
            raise KeyError(f"{self.source.name} declares no setting {name!r}")
        value = self.given.get(name, self.source.declared.settings[name].default)
        return self._resolved(name, value) if isinstance(value, str) else value

    def _resolved(self, name: str, value: object) -> str:
        text = str(value)
        if not text.startswith("$"):
            return text
        found = (self.environment or {}).get(text[1:])
        if found is None:
            raise self._error(name, f"the environment has no {text[1:]}")
        return found

    def _about(self, name: str) -> str:
        return self.source.declared.settings[name].about or "see docs/sources"

    def _error(self, name: str, problem: str) -> ConfigError:
        return ConfigError(f"{self.file}: {self.source.name}.{name}: {problem}")


def read_sources(path: Path) -> dict[str, dict[str, object]]:
    """Source → what sources.yml says of it; empty when there is no such file."""
    if not path.exists():
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise ConfigError(f"{path} is no YAML: {error}") from error
    if not isinstance(data, dict) or not all(v is None or isinstance(v, dict) for v in data.values()):
        raise ConfigError(f"{path}: one mapping per source is expected, as  vigicrues: {{enabled: true}}")
    return {str(name): dict(values or {}) for name, values in data.items()}


def configure(
    source: Source, given: Mapping[str, object], file: str, environment: Mapping[str, str]
) -> Config:
    """The source's configuration, its further spellings taken in; ConfigError for a key that it does not know."""
    known = RESERVED | set(source.declared.settings)
    if unknown := sorted(set(given) - known):
        raise ConfigError(
            f"{file}: {source.name}.{unknown[0]}: no such setting; there are {', '.join(sorted(known))}"
        )
    added = given.get("fields", {})
    if not isinstance(added, Mapping):
        raise ConfigError(
            f"{file}: {source.name}.fields: a mapping of fields to lists of spellings is expected"
        )
    spelt = {name: [s] if isinstance(s, str) else list(s) for name, s in added.items()}
    return Config(source.with_spellings(spelt), given, file, environment)
