"""Pages of one source onto the bus; what returns is with the brokers, all of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from confluent_kafka import KafkaException

from collectors.bus.clients import failed, producer
from collectors.bus.wire import pack
from collectors.collect import Stopped

if TYPE_CHECKING:
    import threading

    from confluent_kafka import KafkaError, Message, Producer

    from collectors.bus.address import Bus
    from collectors.bus.wire import Carried

LAST_WAIT_S = 10.0  # for the brokers' answer, once the time is over
_LOOK_S = 0.2


class Sender:
    """One source's way onto the bus. The key of a message is its source: its pages stay in order."""

    def __init__(self, bus: Bus, source: str, collector: str) -> None:
        self.bus, self.source, self.collector = bus, source, collector
        self._producer: Producer | None = None

    def send(self, carried: Carried, stop: threading.Event) -> None:
        """Hand over one page, and wait until every replica has all of it.

        raises BusError when the bus does not take it (some of its pieces may have come through);
        Stopped when `stop` is set and the brokers do not answer
        """
        delivery = _Delivery()
        try:
            for message in pack(self.source, self.collector, carried):
                self._produce(message, delivery, stop)
            while delivery.waiting and not delivery.error:
                self._attend(stop, delivery)
        except KafkaException as error:
            delivery.error = error.args[0]
        except Stopped:
            self.close()
            raise
        if delivery.error:
            self.close()
            raise failed(self.bus, delivery.error)

    def close(self) -> None:
        """Let go of the connection, and of what the brokers have not answered for."""
        if self._producer is not None:
            self._producer.purge()
            self._producer.flush(1.0)
            self._producer = None

    def _produce(self, message: bytes, delivery: _Delivery, stop: threading.Event) -> None:
        if self._producer is None:
            self._producer = producer(self.bus)
        while not delivery.error:
            try:
                self._producer.produce(self.bus.topic, message, self.source, on_delivery=delivery.told)
            except BufferError:  # full: the brokers are slower than we are
                self._attend(stop, delivery)
            else:
                delivery.waiting += 1
                return

    def _attend(self, stop: threading.Event, delivery: _Delivery) -> None:
        assert self._producer is not None
        self._producer.poll(_LOOK_S)
        if stop.is_set() and delivery.late():
            raise Stopped


class _Delivery:
    """What became of the pieces of one page."""

    def __init__(self) -> None:
        self.waiting = 0
        self.error: KafkaError | None = None
        self._until: float | None = None

    def told(self, error: KafkaError | None, _: Message) -> None:
        self.waiting -= 1
        self.error = self.error or error

    def late(self) -> bool:
        """Whether the last wait, which begins when this is first asked, is over."""
        now = time.monotonic()
        self._until = self._until or now + LAST_WAIT_S
        return now > self._until
