"""Vigicrues: the map of the river sections → one flood event per section and day."""

from datetime import UTC, datetime

import pytest

from collectors.operations.vigicrues import SOURCE, unpack
from collectors.records import RecordError
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.vigicrues import CASE, document, section


def events(*features, **stamps):
    return [SOURCE.normalise(Row(item, SOURCE.fields)) for item in unpack(document(features, **stamps))]


def test_a_section_is_a_flood_event_of_the_day():
    (event,) = events(section("XX12", "Brume aval", 3))
    assert (event.uid, event.kind, event.severity) == ("vigicrues:XX12:2026-01-07", "flood", 3)
    assert event.at == datetime(2026, 1, 7, 9, 2, 11, tzinfo=UTC)
    assert event.title == "Vigilance crues orange : Brume aval"


def test_another_edition_of_the_day_is_the_same_event():
    (before,) = events(section("XX12", "Brume aval", 3))
    (after,) = events(section("XX12", "Brume aval", 4), DtHrInfoVigiCru="2026-01-07T16:04:00+01:00")
    assert before.uid == after.uid
    assert (before.severity, after.severity) == (3, 4)


def test_an_event_stands_on_the_river_in_the_middle_of_its_longest_line():
    short, long = [[2.0, 48.0], [2.1, 48.1]], [[4.62, 44.10], [4.65, 43.95], [4.68, 43.80]]
    (event,) = events(section("XX1", "Brume", 1, {"type": "MultiLineString", "coordinates": [short, long]}))
    assert (event.lat, event.lon) == (43.95, 4.65)


@pytest.mark.parametrize(
    "geometry", [None, {}, {"coordinates": []}, {"coordinates": [[["a", 1], [999, 1]]]}, {"coordinates": 7}]
)
def test_a_section_without_a_line_has_no_place(geometry):
    (event,) = events(section("XX1", "Brume", 1, geometry))
    assert (event.lat, event.lon) == (None, None)


def test_older_spellings_are_read():
    feature = {
        "type": "Feature",
        "properties": {"CdEntCru": "XX9", "LbEntCru": "Brume amont", "NivInfViCr": "2", "TypEntCru": "8"},
        "geometry": None,
    }
    (event,) = events(feature)
    assert (event.severity, event.title) == (2, "Vigilance crues jaune : Brume amont")


def test_a_map_without_its_time_has_that_of_its_edition():
    (event,) = events(section("XX1", "Brume", 1), DtHrInfoVigiCru=None)
    assert event.at == datetime(2026, 1, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("feature", "stamps", "field"),
    [
        (section("XX1", "Brume", 5), {}, "level"),
        (section("XX1", "Brume", None), {}, "level"),
        (section(None, "Brume", 1), {}, "section"),
        (section("XX1", "Brume", 1), {"DtHrInfoVigiCru": "tomorrow"}, "published"),
        (section("XX1", "Brume", 1), {"DtHrInfoVigiCru": None, "RefInfoVigiCru": "99"}, "edition"),
    ],
)
def test_what_cannot_be_read_is_named(feature, stamps, field):
    with pytest.raises(RecordError) as caught:
        events(feature, **stamps)
    assert caught.value.field == field


@pytest.mark.parametrize("body", [b"", b"<html>403</html>", b"[]", b'{"type": "FeatureCollection"}'])
def test_what_is_no_map_is_refused(body):
    with pytest.raises(DocumentError):
        list(unpack(body))


def test_the_golden_map_has_no_unknown_field():
    names = {name for item in unpack(document(CASE.items)) for name in item}
    assert SOURCE.unknown(names) == []
