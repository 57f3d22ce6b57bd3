"""YAML read strictly: every value knows its line, every key must be known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import yaml

from cypher.errors import did_you_mean
from dash_app.alerts.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DURATION = re.compile(r"(\d+(?:\.\d+)?) ?(s|min|h|d)")
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the file. `environment` is where $NAME is looked up."""

    path: Path
    node: yaml.Node
    environment: Mapping[str, str]

    def fields(self, known: tuple[str, ...], required: tuple[str, ...] = ()) -> dict[str, Entry]:
        """The values of a mapping; RulesError for a key that is not known, or one that is missing."""
        found = self.mapping()
        for name, entry in found.items():
            if name not in known:
                raise entry.error(
                    f"no field {name!r}{did_you_mean(name, known)}; they are {', '.join(known)}"
                )
        if missing := [name for name in required if name not in found]:
            raise self.error(f"{missing[0]} is missing")
        return found

    def mapping(self) -> dict[str, Entry]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("a mapping is expected here, as  name: value")
        return {str(key.value): self._of(value) for key, value in self.node.value}

    def items(self) -> list[Entry]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error("a list is expected here, as  - one")
        return [self._of(node) for node in self.node.value]

    def text(self) -> str:
        """The text as written, or what $NAME stands for in the environment."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value:
            raise self.error("a text is expected here")
        value = str(self.node.value)
        if not value.startswith("$"):
            return value
        if value[1:] not in self.environment:
            raise self.error(f"the environment has no {value[1:]}")
        return self.environment[value[1:]]

    def texts(self) -> tuple[str, ...]:
        """A list of texts, or one."""
        if isinstance(self.node, yaml.ScalarNode):
            return (self.text(),)
        return tuple(entry.text() for entry in self.items())

    def one_of(self, known: tuple[str, ...]) -> str:
        value = self.text()
        if value not in known:
            raise self.error(f"{value!r} is none of {', '.join(known)}{did_you_mean(value, known)}")
        return value

    def number(self) -> float:
        try:
            return float(self.text())
        except ValueError:
            raise self.error(f"{self.node.value!r} is not a number") from None

    def duration(self) -> timedelta:
        match = _DURATION.fullmatch(self.text())
        if match is None:
            raise self.error(f"{self.node.value!r} is no duration; write one as 30 s, 5 min, 2 h or 1 d")
        return timedelta(seconds=float(match[1]) * _SECONDS[match[2]])

    def error(self, problem: str) -> RulesError:
        return RulesError(f"{self.path} line {self.node.start_mark.line + 1}: {problem}")

    def _of(self, node: yaml.Node) -> Entry:
        return Entry(self.path, node, self.environment)


def read_entry(path: Path, environment: Mapping[str, str]) -> Entry:
    """The whole file as one entry; RulesError where it cannot be read or is no YAML."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise RulesError(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RulesError(f"{path} is not YAML: {error}") from error
    if root is None:
        raise RulesError(f"{path} is empty: it needs rules, subscriptions and channels")
    return Entry(path, root, environment)
