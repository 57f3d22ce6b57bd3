"""Whatever comes: items or a DocumentError, a record or None or a RecordError, and the same each time."""

import gzip

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.operations import (
    cap,
    gtfs_rt_alerts,
    meteo_france_vigilance,
    meteoalarm,
    sentinelles,
    vigicrues,
    zones,
)
from collectors.records import Event, RecordError
from collectors.source import DocumentError, Row
from graph import territory
from tests.collectors.conformance.cases import cap as alerts
from tests.collectors.conformance.cases import gtfs_rt_alerts as network
from tests.collectors.conformance.cases import meteo_france_vigilance as bulletin
from tests.collectors.conformance.cases import meteoalarm as warnings
from tests.collectors.conformance.cases import sentinelles as weeks
from tests.collectors.conformance.cases import vigicrues as rivers

GOLDEN = {
    vigicrues.SOURCE.name: rivers.document(rivers.CASE.items),
    meteo_france_vigilance.SOURCE.name: bulletin.document(bulletin.CASE.items),
    meteoalarm.SOURCE.name: warnings.document(warnings.CASE.items),
    cap.SOURCE.name: alerts.document(alerts.CASE.items[2]),
    gtfs_rt_alerts.SOURCE.name: network.document(network.CASE.items),
    sentinelles.SOURCE.name: weeks.document(weeks.CASE.items),
}
MODULES = (vigicrues, meteo_france_vigilance, meteoalarm, cap, gtfs_rt_alerts, sentinelles)
SOURCES = [pytest.param(module.SOURCE, id=module.SOURCE.name) for module in MODULES]
STAMPS = st.sampled_from(["2026-01-07T10:00:00Z", "yesterday", "202602", "1767772800", 1767772800])
LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=8) | STAMPS
NAMES = st.sampled_from([
    "info", "area", "areaDesc", "geocode", "valueName", "value", "alert", "active_period", "start", "end",
    "informed_entity", "route_id", "translation", "text", "coordinates", "begin_time", "color_id", "severity",
    "polygon", "circle", "features", "properties", "product", "periods", "timelaps", "domain_ids", "data",
    "phenomenon_items", "warnings", "text_items", "title",
])  # fmt: skip
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
)


def read(source, body):
    try:
        return list(source.unpack(body))
    except DocumentError:
        return None


def check(source, item):
    """A record, nothing or a RecordError; JSON can hold the item."""
    msgspec.json.encode(item)
    try:
        record = source.normalise(Row(item, source.fields))
    except RecordError:
        return
    assert record is None or isinstance(record, Event)
    if record is not None:
        assert record.severity in {None, 1, 2, 3, 4}
        assert record.at.tzinfo is not None
        assert record.uid
        assert record.kind


@pytest.mark.parametrize("source", SOURCES)
@given(body=st.binary(max_size=200) | JSON.map(msgspec.json.encode))
@settings(deadline=None)
def test_any_document(source, body):
    for item in read(source, body) or []:
        check(source, item)


@pytest.mark.parametrize("source", SOURCES)
@given(data=st.data())
@settings(deadline=None)
def test_a_golden_document_with_bytes_changed(source, data):
    body = bytearray(GOLDEN[source.name])
    places = st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(places, min_size=1, max_size=4)):
        body[place] = value
    items = read(source, bytes(body))
    assert items == read(source, bytes(body))
    for item in items or []:
        check(source, item)


@pytest.mark.parametrize("source", SOURCES)
@given(data=st.data())
@settings(deadline=None)
def test_any_item(source, data):
    names = sorted({spelling for spellings in source.fields.values() for spelling in spellings})
    golden = data.draw(st.sampled_from(list(source.unpack(GOLDEN[source.name]))))
    check(source, golden | data.draw(st.dictionaries(st.sampled_from(names), JSON, max_size=4)))


@pytest.mark.parametrize("source", SOURCES)
@given(cut=st.integers(0, 10_000))
@settings(deadline=None)
def test_a_document_that_was_cut(source, cut):
    for item in read(source, GOLDEN[source.name][:cut]) or []:
        check(source, item)


@pytest.mark.parametrize("source", SOURCES)
def test_the_golden_document_is_read(source):
    assert read(source, GOLDEN[source.name])
    assert read(source, gzip.compress(GOLDEN[source.name])) is None


def test_every_departement_has_a_nuts_code_of_each_age_and_its_name():
    codes = set(territory.departements()["code"])
    assert {zones.departement_of_nuts(code) for code in zones._nuts()} == codes
    assert len(zones._nuts()) == 2 * len(codes) - 8  # those of Île-de-France kept theirs
    assert all(zones.departement_named(name) == code for code, name in zones._departements().items())
