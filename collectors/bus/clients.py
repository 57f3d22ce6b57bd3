"""Kafka's clients as the bus needs them: settings, a topic that exists, errors in words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeVar

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from collectors.bus.address import BusError
from collectors.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectors.bus.address import Bus

PARTITIONS = 6  # a source keeps to one: its pages stay in order
ANSWER_S = 15.0
DELIVERY_MS = 60_000
_LOG = logging.getLogger(__name__)
_LOG.setLevel(logging.CRITICAL)  # else each vain attempt to connect is a line; what matters comes as an error
_Client = TypeVar("_Client")
_EXISTS, _FORBIDDEN = KafkaError.TOPIC_ALREADY_EXISTS, KafkaError.TOPIC_AUTHORIZATION_FAILED


def producer(bus: Bus) -> Producer:
    """Every page is acknowledged by all replicas, in order, without doubles while the producer lives."""
    ours = {
        "acks": "all",
        "enable.idempotence": True,
        "compression.type": "zstd",
        "linger.ms": 5,
        "delivery.timeout.ms": DELIVERY_MS,
    }
    return _made(Producer, ours | dict(bus.settings) | _base(bus))


def consumer(bus: Bus, group: str) -> Consumer:
    """Reads from where the group came to, else from the oldest message; its place moves when it is told to."""
    ours = {
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "enable.partition.eof": True,
        "session.timeout.ms": 10_000,  # a loader that was killed is not waited for longer
        "queued.max.messages.kbytes": 16_384,  # a partition; memory stays flat when the store is slow
        "fetch.queue.backoff.ms": 50,  # and is soon refilled: by default after a second
    }
    return _made(Consumer, ours | dict(bus.settings) | _base(bus))


def ensure_topic(bus: Bus) -> None:
    """Make the topic where it is missing, with the brokers' replication and retention.

    raises BusError when nobody answers, or the topic is neither there nor may be made
    """
    admin = _made(AdminClient, dict(bus.settings) | _base(bus))
    try:
        there = admin.list_topics(timeout=ANSWER_S).topics
        if bus.topic in there:
            return
        wanted = NewTopic(bus.topic, num_partitions=PARTITIONS, replication_factor=-1)
        admin.create_topics([wanted])[bus.topic].result(timeout=ANSWER_S)
    except KafkaException as error:
        if error.args[0].code() != _EXISTS:
            raise failed(bus, error.args[0]) from error


def failed(bus: Bus, error: KafkaError) -> BusError:
    """The error in words, with its cure where one is known."""
    if error.code() in {KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._RESOLVE}:  # noqa: SLF001 - public, whatever their names
        return BusError(f"no Kafka answers at {bus.servers}\n  Check the address, the port and --bus-config.")
    if error.code() in {_FORBIDDEN, KafkaError.UNKNOWN_TOPIC_OR_PART}:
        return BusError(f"the bus has no topic {bus.topic}, or we may not use it: {error.str()}")
    return BusError(f"the bus at {bus}: {error.str()}")


def _made(kind: Callable[[dict[str, Any]], _Client], settings: dict[str, object]) -> _Client:
    """A client; ConfigError when librdkafka does not take a setting."""
    try:
        return kind(settings)
    except (KafkaException, ValueError, TypeError) as error:
        raise ConfigError(f"--bus-config: {_words(error)}") from error


def _words(error: Exception) -> str:
    held = error.args[0] if error.args else error
    return held.str() if isinstance(held, KafkaError) else str(held)


def _base(bus: Bus) -> dict[str, object]:
    return {"bootstrap.servers": bus.servers, "client.id": "cyberimpact", "logger": _LOG}
