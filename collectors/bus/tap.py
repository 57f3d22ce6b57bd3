"""Messages from the bus, as they come, and the place of the loader on it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confluent_kafka import KafkaError, KafkaException, TopicPartition

from collectors.bus.address import BusError
from collectors.bus.assembly import Place
from collectors.bus.clients import consumer, failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from confluent_kafka import Consumer, Message

    from collectors.bus.address import Bus

GROUP = "cyberimpact"
MOST = 64  # messages at a time: 58 MB at most
GATHER_S = 0.02  # for those that follow the first
SHARE_S = 60.0  # within which a loader must have been given its share of the topic
_LOG = logging.getLogger(__name__)
# The client goes on by itself after these.
_PASSING = frozenset({
    KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._RESOLVE, KafkaError._TIMED_OUT,  # noqa: SLF001 - public, whatever their names
    KafkaError._MAX_POLL_EXCEEDED, KafkaError.COORDINATOR_NOT_AVAILABLE, KafkaError.NOT_COORDINATOR,  # noqa: SLF001 - as above
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message and where it stood."""

    place: Place
    value: bytes


class Tap:
    """The topic, read by one group: of several loaders each has its share of the partitions.

    lost  partitions that went away since it was last looked at; they may come back, and be read again
    """

    def __init__(self, bus: Bus, group: str = GROUP) -> None:
        self.bus, self.lost = bus, set[int]()
        self._ends, self._early, self._paused = set[int](), list["Message"](), False
        self._opened_at, self._consumer = time.monotonic(), consumer(bus, group)
        self._consumer.subscribe([bus.topic], on_revoke=self._revoked, on_lost=self._revoked)

    def take(self, seconds: float) -> list[Arrived]:
        """What has come, about 64 messages at most; waits so long for the first.

        raises BusError when the brokers refuse
        """
        if self._paused:
            self._consumer.resume(self._consumer.assignment())
            self._paused = False
        early, self._early = self._early, []
        first = None if early else self._consumer.poll(seconds)
        # Asked for many at once, it would wait its whole time for the last of them.
        waits = bool(early) or first is not None
        more = self._consumer.consume(MOST, GATHER_S) if waits else []
        found = [*early, *([] if first is None else [first]), *more]
        return [arrived for message in found if (arrived := self._arrived(message)) is not None]

    def attend(self, seconds: float) -> None:
        """Stay a member of the group while the store takes its time: nothing more is fetched meanwhile."""
        self._consumer.pause(self._consumer.assignment())
        self._paused = True
        message = self._consumer.poll(seconds)
        if message is not None:
            self._early.append(message)

    def commit(self, places: Mapping[int, int]) -> None:
        """Move the place (partition → the next offset); durable when it returns.

        When the brokers do not take it, the next one moves it all the same: what comes again changes nothing.
        """
        held = {part.partition for part in self._consumer.assignment()}
        offsets = [TopicPartition(self.bus.topic, p, offset) for p, offset in places.items() if p in held]
        try:
            if offsets:
                self._consumer.commit(offsets=offsets, asynchronous=False)
        except KafkaException as error:
            _LOG.warning("the place on the bus was not noted: %s", error.args[0].str())

    def at_end(self) -> bool:
        """Whether all that was on the bus has been taken. BusError when we were given no share of it."""
        held = {part.partition for part in self._consumer.assignment()}
        if not held and time.monotonic() - self._opened_at > SHARE_S:
            raise BusError(f"the bus gave us no share of {self.bus.topic}: other loaders have all of it")
        return bool(held) and held <= self._ends and not self._early

    def close(self) -> None:
        self._consumer.close()

    def _arrived(self, message: Message) -> Arrived | None:
        partition, error = message.partition(), message.error()
        if error is not None:
            self._note(partition, error)
            return None
        offset = message.offset()
        assert partition is not None
        assert offset is not None
        self._ends.discard(partition)
        return Arrived(Place(partition, offset, message.timestamp()[1]), message.value() or b"")

    def _note(self, partition: int | None, error: KafkaError) -> None:
        if error.code() == KafkaError._PARTITION_EOF and partition is not None:  # noqa: SLF001 - as above
            self._ends.add(partition)
        elif error.code() not in _PASSING and not error.retriable():
            raise failed(self.bus, error)

    def _revoked(self, _: Consumer, parts: list[TopicPartition]) -> None:
        gone = {part.partition for part in parts}
        self.lost |= gone
        self._ends -= gone
