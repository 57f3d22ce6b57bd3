"""The forms in which the graph is declared: a property, a label, a relation, and how long a label is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

PropertyType = Literal["string", "int", "float", "bool", "datetime", "strings"]


class Retention(StrEnum):
    """How long a label is kept; the durations are the deployer's (defaults in graph/retention.py)."""

    PERSONAL = "personal"  # texts and accounts: raw text at most four months by default
    DERIVED = "derived"  # figures computed from personal data: replaced by the next run
    OPERATIONAL = "operational"  # events and offers, published by services
    REFERENCE = "reference"  # territory, topics, services: no person in them
    AUDIT = "audit"  # what was run, by which version, on which data


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    type: PropertyType
    about: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One label. `key` is unique and is what a load merges on."""

    label: str
    key: str
    retention: Retention
    about: str
    properties: tuple[Property, ...] = ()
    indexed: tuple[str, ...] = ()

    def property(self, name: str) -> Property:
        return next(p for p in (Property(self.key, "string"), *self.properties) if p.name == name)


@dataclass(frozen=True, slots=True)
class Relation:
    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    about: str
    properties: tuple[Property, ...] = ()

    def property(self, name: str) -> Property:
        return next(p for p in self.properties if p.name == name)
