"""Réseau Sentinelles: weekly incidence by région → one event per indicator, région and week."""

from datetime import datetime

import msgspec
import pytest

from collectors.operations.sentinelles import OLD_REGION, SOURCE, UNIT, unpack
from collectors.records import RecordError
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.sentinelles import CASE, COLUMNS, document, week


def event(row):
    return SOURCE.normalise(Row(row, SOURCE.fields))


def test_a_week_of_a_region_is_an_event():
    found = event(week("202602", "11", "ILE-DE-FRANCE", "101"))
    assert (found.uid, found.kind, found.region) == ("sentinelles:3:11:2026-W02", "epidemic", "11")
    assert (found.value, found.unit) == (101.0, UNIT)
    assert found.title == "Syndromes grippaux, ILE-DE-FRANCE, semaine 2 de 2026"
    assert found.text == "12400 cas estimés (10900 à 13900)"


@pytest.mark.parametrize(
    ("number", "begin", "end"),
    [
        ("202602", "2026-01-04T23:00Z", "2026-01-11T23:00Z"),
        ("202613", "2026-03-22T23:00Z", "2026-03-29T22:00Z"),  # summer time begins on the 29th
        ("202053", "2020-12-27T23:00Z", "2021-01-03T23:00Z"),
        ("2026s02", "2026-01-04T23:00Z", "2026-01-11T23:00Z"),
    ],
)
def test_a_week_begins_on_monday_in_paris(number, begin, end):
    found = event(week(number, "11", "", "1"))
    assert (found.at, found.ended_at) == (datetime.fromisoformat(begin), datetime.fromisoformat(end))


def test_a_revised_week_is_the_same_event_with_another_value():
    before, after = (event(week("202602", "11", "", rate)) for rate in ("101", "97"))
    assert before.uid == after.uid
    assert (before.value, after.value) == (101.0, 97.0)


@pytest.mark.parametrize("zone", ["FR", "83", "82"])
def test_an_old_region_and_the_country_have_no_place(zone):
    found = event(week("202602", zone, "AUVERGNE", "12"))
    assert (found.region, found.repairs) == (None, (OLD_REGION,))


@pytest.mark.parametrize("row", [week("202602", "94", "CORSE", "-"), week("198944", "11", "", "10")])
def test_weeks_without_an_estimate_or_long_ago_are_skipped(row):
    assert event(row) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"week": "202654"}, "week"),
        ({"week": "last"}, "week"),
        ({"inc100": "many"}, "rate"),
        ({"inc100": "-3"}, "rate"),
        ({"inc100": "nan"}, "rate"),
        ({"inc100": "inf"}, "rate"),
        ({"geo_insee": ""}, "zone"),
    ],
)
def test_what_cannot_be_read_is_named(changed, field):
    with pytest.raises(RecordError) as caught:
        event(week("202602", "11", "", "1") | changed)
    assert caught.value.field == field


def test_csv_and_the_two_forms_of_json_give_the_same_events():
    rows = [row | {"week": int(row["week"]), "geo_insee": int(row["geo_insee"])} for row in CASE.items]
    bodies = [document(CASE.items), msgspec.json.encode(rows), msgspec.json.encode({"data": rows})]
    first, *others = [[event(item) for item in unpack(body)] for body in bodies]
    assert others == [first, first]


def test_a_short_line_of_a_file_is_a_bad_item_and_the_others_stay():
    items = list(unpack(document(CASE.items) + b"202602,3\n"))
    assert len(items) == len(CASE.items) + 1
    with pytest.raises(RecordError):
        event(items[-1])


@pytest.mark.parametrize("body", [b"", b"{}", b"[", b"Too many requests", b"# only a comment\n"])
def test_what_holds_no_weeks_is_refused(body):
    with pytest.raises(DocumentError):
        list(unpack(body))


def test_the_golden_file_has_no_unknown_column():
    assert SOURCE.unknown(COLUMNS) == []
