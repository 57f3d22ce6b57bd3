"""Pieces and pages, without a broker: whatever comes between them, and whatever they are."""

from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.bus import wire
from collectors.bus.address import BusError, bus_at
from collectors.bus.assembly import GIVEN_UP_AFTER_MS, Assembly, Place
from collectors.bus.wire import PIECE, Carried, WireError, pack, piece, unpack
from collectors.config import ConfigError
from collectors.net import Document, Page

AT = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)


def carried(*bodies, sequence=0, cursor=None):
    documents = [Document(body, AT, "crue", "7") for body in bodies]
    return Carried(Page(documents, cursor or {"next": sequence}), sequence, AT)


def pieces(page, source="north", collector="c1"):
    return [piece(message) for message in pack(source, collector, page)]


def assembled(assembly, messages, partition=0):
    found = [assembly.add(Place(partition, n), message) for n, message in enumerate(messages)]
    return [page for page in found if page is not None]


cursors = st.dictionaries(st.text(), st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text())


@given(st.lists(st.binary(max_size=50)), cursors)
def test_a_page_comes_as_it_was_sent(bodies, cursor):
    page = carried(*bodies, cursor=cursor)
    (only,) = pieces(page)
    assert unpack(only.body, only.page) == page


def test_no_message_is_larger_than_brokers_take():
    messages = list(pack("north", "c1", carried(b"x" * 3_000_000, b"y")))
    assert len(messages) == 4
    assert max(map(len, messages)) < PIECE + 1000 < 1_000_000


@given(st.data())
def test_pieces_of_several_collectors_in_any_mixture(data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "PIECE", 40)
        pages = [carried(b"body %d " % n * data.draw(st.integers(0, 40)), sequence=n) for n in range(4)]
        waiting = [pieces(page, collector=f"c{n}") for n, page in enumerate(pages)]
    mixed = []
    while any(waiting):
        mixed.append(data.draw(st.sampled_from([held for held in waiting if held])).pop(0))
    found = assembled(Assembly(), mixed)
    assert sorted(found, key=lambda page: page.sequence) == pages


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_read_again_from_its_place_nothing_is_missing(stops):
    """Wherever the loader is killed, and however often, the pages come whole and in their order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "PIECE", 40)
        pages = [carried(b"%d" % n * 60 * n, sequence=n) for n in range(5)]
        log = [message for n, page in enumerate(pages) for message in pieces(page, collector=f"c{n % 2}")]
    place, found = 0, []
    for stop in [*stops, len(log)]:
        assembly = Assembly()
        for offset in range(place, min(place + stop, len(log)) if stop < len(log) else len(log)):
            whole = assembly.add(Place(0, offset), log[offset])
            found += [whole] if whole else []
            place = assembly.resume_at(0, offset + 1)
    distinct = list({page.sequence: page for page in found}.values())
    assert distinct == pages


def test_a_place_waits_for_the_oldest_open_page():
    first, *_ = pieces(carried(b"x" * 2_000_000), collector="killed")
    assembly = Assembly()
    assembly.add(Place(0, 10), first)
    assert assembly.resume_at(0, 11) == 10
    assert assembly.resume_at(1, 11) == 11
    assembly.forget([0])
    assert assembly.resume_at(0, 11) == 11


def test_a_page_that_was_cut_is_dropped_when_its_collector_sends_another():
    first, *_ = pieces(carried(b"x" * 2_000_000), collector="killed")
    other, again = pieces(carried(b"other"), collector="other"), pieces(carried(b"new"), collector="killed")
    assembly = Assembly()
    assert assembly.add(Place(0, 10), first) is None
    assert assembly.add(Place(0, 11), other[0])
    assert assembly.resume_at(0, 12) == 10
    assert assembly.add(Place(0, 12), again[0])
    assert (assembly.resume_at(0, 13), assembly.given_up) == (13, 1)


def test_a_page_that_never_comes_whole_is_given_up_after_a_day():
    first, *_ = pieces(carried(b"x" * 2_000_000), collector="gone")
    (other,) = pieces(carried(b"other"), collector="other")
    assembly = Assembly()
    assembly.add(Place(0, 10, at=1000), first)
    assembly.add(Place(0, 11, at=1000 + GIVEN_UP_AFTER_MS), other)
    assert assembly.resume_at(0, 12) == 10
    assembly.add(Place(0, 12, at=1001 + GIVEN_UP_AFTER_MS), other)
    assert (assembly.resume_at(0, 13), assembly.given_up) == (13, 1)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_piece_or_an_error(message):
    with suppress(WireError):
        assert piece(message).part < piece(message).parts


GOOD = (1, "north", "c1", bytes(16), 0, 1, b"")


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, 2), (1, "../../etc"), (1, "North\n"), (1, ""), (3, b"short"), (4, 1), (4, -1), (5, 0), (5, 10**6)],
)
def test_a_piece_with_an_impossible_value_is_none(place, value):
    piece(msgspec.msgpack.encode(GOOD))
    with pytest.raises(WireError):
        piece(msgspec.msgpack.encode([*GOOD[:place], value, *GOOD[place + 1 :]]))


def test_bytes_that_changed_on_the_way_are_no_page():
    (only,) = pieces(carried(b"body"))
    with pytest.raises(WireError, match="differs"):
        unpack(only.body.replace(b"body", b"bodx"), only.page)


def test_a_page_is_known_by_what_it_holds_and_where_it_stands():
    assert carried(b"a").identity == carried(b"a").identity
    others = [
        carried(b"b"),
        carried(b"a", sequence=1),
        carried(b"a", cursor={"next": 9}),
        carried(b"a", b"a"),
    ]
    assert len({carried(b"a").identity, *(page.identity for page in others)}) == 5


@pytest.mark.parametrize(
    ("address", "servers", "topic"),
    [
        ("kafka.example:9092", "kafka.example:9092", "cyberimpact"),
        ("a:9092,b:9092/town.raw", "a:9092,b:9092", "town.raw"),
    ],
)
def test_addresses(address, servers, topic):
    bus = bus_at(address, None, {})
    assert (bus.servers, bus.topic, str(bus)) == (servers, topic, f"{servers}/{topic}")


@pytest.mark.parametrize("address", ["", "/topic", "a:9092/", "a:9092/a/b", "a b:9092"])
def test_what_is_no_address_is_said(address):
    with pytest.raises(ConfigError, match="no address"):
        bus_at(address, None, {})


def test_settings_come_from_a_file_and_secrets_from_the_environment(tmp_path):
    file = tmp_path / "bus.yml"
    file.write_text("security.protocol: SASL_SSL\nsasl.password: $SECRET\nlinger.ms: 20\n")
    bus = bus_at("a:9092", file, {"SECRET": "s3cret"})
    assert bus.settings == {"security.protocol": "SASL_SSL", "sasl.password": "s3cret", "linger.ms": 20}
    assert "s3cret" not in repr(bus)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("acks: 0", "acks is not for a file to set"),
        ("enable.auto.commit: true", "enable.auto.commit is not"),
        ("- a list", "settings of librdkafka"),
        ("sasl: {password: x}", "settings of librdkafka"),
        ("a: [", "no YAML"),
        ("sasl.password: $ABSENT", "the environment has no ABSENT"),
    ],
)
def test_settings_that_cannot_be_are_said(tmp_path, text, said):
    file = tmp_path / "bus.yml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=said):
        bus_at("a:9092", file, {})


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ConfigError, match="there is no file"):
        bus_at("a:9092", tmp_path / "bus.yml", {})


def test_without_its_client_the_cure_is_said(monkeypatch):
    monkeypatch.setattr("collectors.bus.address.find_spec", lambda _: None)
    with pytest.raises(BusError, match=r"pip install 'cyberimpact\[kafka\]'"):
        bus_at("a:9092", None, {})
