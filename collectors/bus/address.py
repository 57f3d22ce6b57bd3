"""Where the bus is: brokers, topic, and the client's settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING

import yaml

from collectors.config import ConfigError
from collectors.patience import SourceUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TOPIC = "cyberimpact"
_ADDRESS = re.compile(r"(?P<servers>[^/\s]+)(?:/(?P<topic>[A-Za-z0-9._-]{1,249}))?")
# What the promise of the bus rests on is not for a file to change.
_OURS = frozenset({
    "bootstrap.servers", "acks", "request.required.acks", "enable.idempotence", "auto.offset.reset",
    "enable.auto.commit", "enable.auto.offset.store", "enable.partition.eof", "enable.gapless.guarantee",
})  # fmt: skip


class BusError(SourceUnavailable):
    """The bus does not answer, refuses, or its client is missing; with the cure."""


@dataclass(frozen=True, slots=True)
class Bus:
    """`settings` are librdkafka's own, for TLS, SASL and tuning."""

    servers: str
    topic: str = TOPIC
    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.servers}/{self.topic}"


def bus_at(address: str, file: Path | None, environment: Mapping[str, str]) -> Bus:
    """`host:9092[,host:9092][/topic]` and a YAML file of settings; `$NAME` comes from the environment.

    raises ConfigError; BusError when the client is not installed
    """
    if find_spec("confluent_kafka") is None:
        raise BusError("the package confluent-kafka is missing: pip install 'cyberimpact[kafka]'")
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ConfigError(f"{address!r} is no address of a bus; write it as host:9092/topic")
    settings = _settings(file, environment) if file else {}
    return Bus(found["servers"], found["topic"] or TOPIC, settings)


def _settings(file: Path, environment: Mapping[str, str]) -> dict[str, str | int | float | bool]:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise ConfigError(f"there is no file {file}") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{file} is no YAML: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(v, str | int | float | bool) for v in data.values()):
        raise ConfigError(f"{file}: settings of librdkafka are expected, as  security.protocol: SASL_SSL")
    if taken := sorted(_OURS & set(data)):
        raise ConfigError(f"{file}: {taken[0]} is not for a file to set: no page may be lost")
    for name, value in data.items():
        if isinstance(value, str) and value.startswith("$"):
            if value[1:] not in environment:
                raise ConfigError(f"{file}: {name}: the environment has no {value[1:]}")
            data[name] = environment[value[1:]]
    return {str(name): value for name, value in data.items()}
