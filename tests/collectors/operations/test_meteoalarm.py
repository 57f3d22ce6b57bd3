"""MeteoAlarm: warnings of a country → one event per zone, phenomenon and day."""

from datetime import UTC, datetime

import pytest

from collectors.operations.meteoalarm import SOURCE, unpack
from collectors.records import RecordError
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.meteoalarm import CASE, document, json_document, warning


def read(body):
    return [SOURCE.normalise(Row(item, SOURCE.fields)) for item in unpack(body)]


def events(*items):
    return read(document(items))


def test_a_warning_is_an_event_of_its_departement():
    (event,) = events(warning("FR522", "Finistère", "wind", 3))
    assert (event.uid, event.kind, event.severity) == ("meteoalarm:29:wind:2026-01-07", "wind", 3)
    assert (event.departement, event.at) == ("29", datetime(2026, 1, 7, 11, tzinfo=UTC))
    assert event.ended_at == datetime(2026, 1, 7, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("wind", "wind"),
        ("snow-ice", "snow-ice"),
        ("Snow/Ice", "snow-ice"),
        ("thunderstorms", "thunderstorm"),
        ("coastalevent", "coastal"),
        ("high-temperature", "heat"),
        ("low-temperature", "cold"),
        ("forest-fire", "forest-fire"),
        ("avalanches", "avalanche"),
        ("rain", "rain"),
        ("flooding", "flood"),
        ("rain-flood", "rain-flood"),
        ("something new", "weather"),
    ],
)
def test_the_kind_is_in_the_title(word, kind):
    (event,) = events(warning("FR522", "Finistère", word, 2))
    assert event.kind == kind


def test_a_new_identifier_is_the_same_warning_and_its_last_word_counts():
    first = warning("FR522", "Finistère", "wind", 2)
    later = warning("FR522", "Finistère", "wind", 4, sent="2026-01-07T11:00:00+01:00")
    before, after = events(later, first)
    assert before.uid == after.uid
    assert (before.severity, after.severity) == (2, 4)


def test_days_and_zones_are_events_of_their_own():
    tomorrow = {"onset": "2026-01-08T00:00:00+01:00", "expires": "2026-01-09T00:00:00+01:00"}
    made = events(
        warning("FR522", "Finistère", "wind", 2),
        warning("FR522", "Finistère", "wind", 2, **tomorrow),
        warning("FR524", "Morbihan", "wind", 2),
    )
    assert len({event.uid for event in made}) == 3


def test_a_warning_lowered_to_green_ended_when_that_was_sent():
    times = {"onset": "2026-01-07T12:00:00+01:00", "expires": "2026-01-07T12:00:00+01:00"}
    (event,) = events(warning("FR522", "Finistère", "wind", 1, **times, message_type="Update"))
    assert (event.severity, event.ended_at) == (1, datetime(2026, 1, 7, 5, tzinfo=UTC))


def test_what_was_replaced_or_is_an_exercise_is_skipped():
    replaced = warning("FR522", "Finistère", "wind", 3, expires="2026-01-07T09:00:00+01:00")
    exercise = warning("FR522", "Finistère", "wind", 3, status="Exercise")
    assert events(replaced, exercise) == [None, None]


def test_json_has_the_french_text_for_each_of_its_areas():
    first, second = read(json_document(("FR522", "Finistère"), ("FRH04", "Morbihan")))
    assert (first.departement, second.departement) == ("29", "56")
    assert first.title == "Vigilance orange vent violent"
    assert first.text == "Rafales de 120 km/h.\nLimitez vos déplacements."
    assert (first.kind, first.severity, first.url) == ("wind", 3, "https://vigilance.example/")


def test_atom_and_json_make_the_same_event():
    (one,), (other,) = events(warning("FR522", "Finistère", "wind", 3)), read(json_document(("FR522", "x")))
    assert (one.uid, one.at, one.ended_at, one.severity) == (
        other.uid,
        other.at,
        other.ended_at,
        other.severity,
    )


def test_json_without_an_awareness_type_is_known_by_its_event():
    (event,) = read(json_document(("FR522", "Finistère"), kind=None))
    assert event.kind == "wind"


def test_a_zone_of_another_country_has_its_own_name():
    (event,) = events(warning("BE213", "Turnhout", "wind", 2))
    assert (event.uid, event.departement) == ("meteoalarm:BE213:wind:2026-01-07", None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sent": "hier"}, "sent"),
        ({"onset": "demain"}, "begin"),
        ({"geocode": [], "areaDesc": None}, "zone_name"),
    ],
)
def test_what_cannot_be_read_is_named(changed, field):
    with pytest.raises(RecordError) as caught:
        events(warning("FR522", "Finistère", "wind", 2) | changed)
    assert caught.value.field == field


@pytest.mark.parametrize("body", [b"", b"{}", b"<rss/>", b"<!DOCTYPE x><feed/>", b'{"warnings": 1}'])
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(DocumentError):
        list(unpack(body))


def test_the_golden_answers_have_no_unknown_field():
    bodies = (document(CASE.items), json_document(("FR522", "Finistère")))
    assert SOURCE.unknown({name for body in bodies for item in unpack(body) for name in item}) == []
