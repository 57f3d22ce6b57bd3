"""Messages that no collector of ours made."""

from confluent_kafka import Producer


def raw(bus, *values, key="numbers"):
    producer = Producer({"bootstrap.servers": bus.servers})
    for value in values:
        producer.produce(bus.topic, value, key)
    assert producer.flush(20) == 0
