"""CAP 1.2: one event per alert, through its updates and its cancellation; nothing unsafe is read."""

from datetime import UTC, datetime

import pytest

from collectors.operations.cap import SOURCE, unpack
from collectors.records import RecordError
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.cap import (
    CANCELLED,
    CASE,
    SENDER,
    alert,
    area,
    document,
    info,
    reference,
)

NOON = "2026-01-07T12:00:00+01:00"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&b;</identifier></alert>'
)
OUTSIDE = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><alert/>'


def event(item):
    (read,) = unpack(document(item))
    return SOURCE.normalise(Row(read, SOURCE.fields))


def test_an_alert_is_an_event():
    found = event(CASE.items[0])
    assert (found.uid, found.kind, found.severity) == (f"cap:{SENDER}:a-1", "safety", 4)
    assert found.at == datetime(2026, 1, 7, 9, tzinfo=UTC)
    assert found.ended_at == datetime(2026, 1, 7, 23, tzinfo=UTC)
    assert (found.title, found.place_insee, found.deleted_at) == ("Rupture de digue", "38185", None)
    assert found.text == "L'eau monte.\nZone : Grenoble"


@pytest.mark.parametrize(
    ("word", "level"), [("Minor", 1), ("Moderate", 2), ("Severe", 3), ("Extreme", 4), ("Unknown", None)]
)
def test_severity(word, level):
    assert event(alert("a", info("x", word))).severity == level


def test_an_update_changes_the_event_of_the_oldest_message_that_it_names():
    older, newer = reference("a-1"), reference("a-2", NOON)
    found = event(alert("a-3", info("x", "Minor"), sent=NOON, kind="Update", references=f"{newer} {older}"))
    assert (found.uid, found.at, found.severity) == (
        f"cap:{SENDER}:a-1",
        datetime(2026, 1, 7, 9, tzinfo=UTC),
        1,
    )


def test_a_cancellation_withdraws_it():
    found = event(alert("a-4", sent=NOON, kind="Cancel", references=reference("a-1")))
    gone = datetime(2026, 1, 7, 11, tzinfo=UTC)
    assert (found.uid, found.deleted_at, found.ended_at) == (f"cap:{SENDER}:a-1", gone, gone)


def test_a_reference_that_names_no_message_is_said():
    found = event(alert("a-4", info("x"), kind="Update", references="see our last one"))
    assert found.uid == f"cap:{SENDER}:a-4"
    assert set(found.repairs) == {"reference that names no message"}


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "Exercise"},
        {"status": "Test"},
        {"status": "Draft"},
        {"msgType": "Ack"},
        {"msgType": "Error"},
        {"scope": "Restricted"},
    ],
)
def test_what_is_not_actual_and_public_is_skipped(changed):
    assert event(alert("a", info("x")) | changed) is None


def test_the_french_block_is_read_and_the_worst_of_several():
    found = event(
        alert("a", info("Gas leak", "Extreme", "en"), info("Fuite", "Minor"), info("Feu", "Severe"))
    )
    assert (found.title, found.severity) == ("Feu", 3)
    assert (
        event(alert("a", info("Gas leak", language="en-GB"), info("Lek", language="nl"))).title == "Gas leak"
    )
    assert event(alert("a", info("Leck", language="de"), info("Fuite", language=None))).title == "Fuite"


@pytest.mark.parametrize(
    ("areas", "where"),
    [
        ([area("x", ("INSEE", "38185"))], {"place_insee": "38185"}),
        ([area("x", ("INSEE", "38185"), ("INSEE", "38421"))], {"departement": "38"}),
        ([area("x", ("INSEE", "97411"), ("INSEE", "97415"))], {"departement": "974"}),
        ([area("x", ("NUTS3", "FR714"))], {"departement": "38"}),
        ([area("x", ("NUTS3", "FRK24"))], {"departement": "38"}),
        ([area("x", ("ISO3166-2", "FR-2A"))], {"departement": "2A"}),
        ([area("Hautes Alpes", ("EMMA_ID", "FR099"))], {"departement": "05"}),
        ([area("Isère"), area("SAVOIE")], {"region": "84"}),
        ([area("Isère"), area("Finistère")], {}),
        ([area("x", ("REGION", "84"))], {"region": "84"}),
        ([area("x", circle=["45.2,5.7 10"])], {"lat": 45.2, "lon": 5.7}),
        ([area("x", polygon=["45.0,5.0 45.5,5.0 45.5,5.5 45.0,5.5 45.0,5.0"])], {"lat": 45.25, "lon": 5.25}),
        ([area("x", polygon=["42.0,-4.0 51.0,-4.0 51.0,8.0 42.0,-4.0"])], {}),
        ([area("x", polygon=["north of the river"], circle=["7"])], {}),
        ([], {}),
    ],
)
def test_the_place_is_the_closest_that_holds_for_all_areas(areas, where):
    found = event(alert("a", info("x", areas=areas)))
    fields = ("place_insee", "departement", "region", "lat", "lon")
    assert {name: value for name in fields if (value := getattr(found, name)) is not None} == where


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"identifier": None}, "identifier"),
        ({"sender": ""}, "sender"),
        ({"status": None}, "status"),
        ({"sent": "hier"}, "sent"),
        ({"info": [info("x", expires="demain")]}, "expires"),
    ],
)
def test_what_cannot_be_read_is_named(changed, field):
    with pytest.raises(RecordError) as caught:
        event(alert("a", info("x")) | changed)
    assert caught.value.field == field


def test_alerts_inside_another_document_are_found():
    inside = document(CASE.items[0]).split(b"\n", 1)[1] + document(CASE.items[1]).split(b"\n", 1)[1]
    assert [item["identifier"] for item in unpack(b"<feed><x>" + inside + b"</x></feed>")] == ["a-1", "a-2"]


def test_bytes_that_are_not_utf8_are_read_as_windows_1252():
    body = document(alert("a", info("Fumée"))).replace("é".encode(), b"\xe9")
    (item,) = unpack(body)
    assert SOURCE.normalise(Row(item, SOURCE.fields)).title == "Fumée"


def test_a_declared_encoding_is_kept():
    body = document(alert("a", info("Fumée"))).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
    (item,) = unpack(body)
    assert SOURCE.normalise(Row(item, SOURCE.fields)).title == "Fumée"


@pytest.mark.parametrize(
    "body", [BOMB, OUTSIDE, b"", b"<alert", b"<feed></feed>", b'<?xml encoding="x"?><a/>']
)
def test_what_is_unsafe_or_no_alert_is_refused(body):
    with pytest.raises(DocumentError):
        list(unpack(body))


def test_depth_does_not_exhaust_the_reader():
    deep = b"<x>" * 50_000 + b"</x>" * 50_000
    body = b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">' + deep + b"</alert>"
    assert [list(item) for item in unpack(body)] == [["x"]]


def test_the_golden_alerts_have_no_unknown_element():
    names = {name for item in (*CASE.items, CANCELLED) for read in unpack(document(item)) for name in read}
    assert SOURCE.unknown(names) == []
