"""Météo-France vigilance: the map in force → one event per zone, phenomenon and day."""

from datetime import UTC, datetime

import pytest

from collectors.operations import context
from collectors.operations.meteo_france_vigilance import SOURCE, unpack
from collectors.records import RecordError
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.meteo_france_vigilance import CASE, TEXTS, document, phase, zone


def events(body):
    """What is kept of the zones: the comment on the country is one event more."""
    return [event for event in everything(body) if event.departement is not None]


def everything(body):
    made = [SOURCE.normalise(Row(item, SOURCE.fields)) for item in unpack(body)]
    return [event for event in made if event is not None]


def at(hour):
    return datetime(2026, 1, 7, hour, tzinfo=UTC)


def test_a_zone_has_its_highest_colour_with_its_hours():
    (event,) = events(document([zone("29", 1, 3, phase("15", "18", 2), phase("18", "22", 3))]))
    assert event.uid == "meteo-france-vigilance:29:wind:2026-01-07"
    assert (event.kind, event.severity, event.departement) == ("wind", 3, "29")
    assert (event.at, event.ended_at) == (at(18), at(22))
    assert event.title == "Vigilance orange vent violent : Finistère (29)"


def test_floods_have_no_hours_and_are_not_lost():
    (event,) = events(document([zone("73", 4, 4)]))
    assert (event.kind, event.severity, event.at, event.ended_at) == ("flood", 4, at(15), at(23))


def test_a_coast_is_told_from_its_departement():
    land, coast = events(document([zone("29", 1, 2), zone("2910", 9, 2)]))
    assert (land.departement, coast.departement) == ("29", "29")
    assert land.uid != coast.uid
    assert coast.title == "Vigilance jaune vagues-submersion : littoral, Finistère (29)"


def test_a_bulletin_updates_the_day_that_the_one_before_announced():
    announced = document(
        [zone("29", 1, 2)],
        echeance="J1",
        begin_validity_time="2026-01-06T23:00:00Z",
        end_validity_time="2026-01-07T23:00:00Z",
    )
    (before,), (after,) = events(announced), events(document([zone("29", 1, 4)]))
    assert before.uid == after.uid
    assert (before.severity, after.severity) == (2, 4)


@pytest.mark.parametrize(("lowest", "kept"), [(None, [2, 3, 4]), (1, [1, 2, 3, 4]), (3, [3, 4]), (4, [4])])
def test_the_lowest_colour_is_the_deployers_choice(lowest, kept):
    body = document([zone("29", n, n) for n in (1, 2, 3, 4)])
    said = b"" if lowest is None else context.line({"lowest_colour": lowest})
    assert [event.severity for event in events(said + body)] == kept


def test_the_country_and_the_zones_of_defence_repeat_the_departements():
    assert events(document([zone("FRA", 1, 4), zone("ZDF_OUEST", 1, 4)])) == []


def test_the_comment_is_one_event_in_french():
    (event,) = everything(document([]))
    assert event.uid == "meteo-france-vigilance:FRA:comment:2026-01-07"
    assert (event.title, event.text) == (TEXTS["title"], "\n".join(TEXTS["text"]))
    assert (event.severity, event.departement) == (4, None)


def test_a_bulletin_may_be_without_a_comment():
    assert everything(document([], texts={})) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (zone("29", 77, 3), "phenomenon"),
        (zone("XX", 1, 3), "zone"),
        (zone("29", 1, 5), "colour"),
        (zone("29", 1, 2, phase("15", "zz", 2)), "hours"),
    ],
)
def test_what_cannot_be_read_is_named(given, field):
    with pytest.raises(RecordError) as caught:
        everything(document([given]))
    assert caught.value.field == field


@pytest.mark.parametrize("body", [b"", b"{}", b'{"product": {}}', b"#{}\n", b"#{x\n{}"])
def test_what_is_no_map_is_refused(body):
    with pytest.raises(DocumentError):
        list(unpack(body))


def test_the_golden_map_has_no_unknown_field():
    body = context.line({"lowest_colour": 2}) + document(
        CASE.items, {"title": "Neige", "text": ["Prudence."]}
    )
    assert SOURCE.unknown({name for item in unpack(body) for name in item}) == []
