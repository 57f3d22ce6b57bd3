"""GTFS-Realtime service alerts: one event per alert, in French where the feed has it."""

from datetime import UTC, datetime

import pytest

from collectors.operations import context
from collectors.operations.gtfs_rt_alerts import NO_BEGIN, SOURCE, unpack
from collectors.records import RecordError
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.gtfs_rt_alerts import CASE, alert, document, texts

FEED = context.line({"feed": "brume", "departement": "69"})


def events(*entities, said=FEED, **stamps):
    body = said + document(entities, **stamps)
    return [SOURCE.normalise(Row(item, SOURCE.fields)) for item in unpack(body)]


def test_an_alert_is_an_event_with_its_period():
    (event,) = events(alert("a-2", "Grève", cause="STRIKE", severity_level="WARNING"))
    assert (event.uid, event.kind, event.severity) == ("gtfs-rt:brume:a-2", "transport-strike", 2)
    assert event.at == datetime(2026, 1, 7, 8, tzinfo=UTC)
    assert event.ended_at == datetime(2026, 1, 7, 16, tzinfo=UTC)
    assert (event.title, event.departement) == ("Grève", "69")


@pytest.mark.parametrize(
    ("cause", "kind"),
    [("MAINTENANCE", "transport-works"), ("UNKNOWN_CAUSE", "transport"), ("HOLIDAY", "transport")],
)
def test_the_cause_is_the_kind(cause, kind):
    (event,) = events(alert("a", "x", cause=cause))
    assert event.kind == kind


def test_french_comes_before_no_language_and_that_before_another():
    (event,) = events(alert("a", "Ligne coupée", header_text=texts("Ligne coupée", "Line closed")))
    assert event.title == "Ligne coupée"
    plain = {"translation": [{"text": "Line closed", "language": "en"}, {"text": "Ligne 2 coupée"}]}
    (event,) = events(alert("a", "", header_text=plain))
    assert event.title == "Ligne 2 coupée"


def test_lines_and_stops_are_named_once():
    informed = [{"route_id": "T2"}, {"route_id": "T2", "stop_id": "M1"}, {"stop_id": "M2"}]
    (event,) = events(alert("a", "x", informed_entity=informed, description_text=texts("Pas de tram.")))
    assert event.text == "Pas de tram.\nLignes : T2\nArrêts : M1, M2"


@pytest.mark.parametrize(
    ("periods", "end"),
    [
        ([{"start": 1767772800}], None),
        ([{"start": 1767772800, "end": 2**64 - 1}], None),
        ([{"start": 1767772800, "end": 1767776400}, {"start": 1767859200}], None),
        ([{"start": 1767859200, "end": 1767862800}, {"start": 1767772800, "end": 1767776400}], 1767862800),
    ],
)
def test_an_event_lasts_from_the_first_begin_to_the_last_end(periods, end):
    (event,) = events(alert("a", "x", active_period=periods))
    assert event.at == datetime(2026, 1, 7, 8, tzinfo=UTC)
    assert event.ended_at == (None if end is None else datetime.fromtimestamp(end, UTC))


def test_an_alert_without_a_begin_stands_at_the_day_of_the_feed_and_says_so():
    first, later = (
        events(alert("a", "x", active_period=[]), timestamp=t)[0] for t in (1767780000, 1767783600)
    )
    assert first.at == later.at == datetime(2026, 1, 6, 23, tzinfo=UTC)
    assert first.repairs == (NO_BEGIN,)


def test_a_deleted_alert_is_withdrawn():
    (event,) = events({"id": "a-1", "is_deleted": True})
    assert (event.uid, event.deleted_at) == ("gtfs-rt:brume:a-1", datetime.fromtimestamp(1767780000, UTC))


def test_vehicles_and_trips_are_passed_over():
    vehicle = {"id": "v", "vehicle": {"trip": {"trip_id": "7"}}}
    assert len(events(vehicle, alert("a", "x"))) == 1


def test_texts_that_are_not_utf8_are_read_as_windows_1252():
    body = FEED + document([alert("a", "Grève")]).replace("Grève".encode(), b"Gr\xe8ve ")
    (item,) = unpack(body)
    assert SOURCE.normalise(Row(item, SOURCE.fields)).title == "Grève"


def test_a_file_has_no_feed_and_no_departement():
    (event,) = events(alert("a", "x"), said=b"")
    assert (event.uid, event.departement) == ("gtfs-rt:a", None)


def test_a_period_out_of_time_is_named():
    with pytest.raises(RecordError) as caught:
        events(CASE.bad)
    assert caught.value.field.startswith("active_period")


@pytest.mark.parametrize("body", [b"", b"hello", b"\x0a\x00", document(CASE.items)[:-3], b"<html></html>"])
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(DocumentError):
        list(unpack(body))


def test_a_field_that_the_specification_does_not_have_is_drift():
    assert SOURCE.unknown({name for item in unpack(document(CASE.items)) for name in item}) == []
    items = list(unpack(document([alert("a", "x") | {"a_new_field": 1}])))
    assert SOURCE.unknown(items[0]) == ["field 2600"]
