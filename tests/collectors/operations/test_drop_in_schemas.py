"""The two drop-in schemas: what is published and what the importer takes are one and the same."""

import csv
import json
from datetime import UTC, datetime
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.operations import incidents
from collectors.personal_columns import personal
from collectors.records import Event, Feedback, RecordError
from collectors.services import fraud_reports
from collectors.source import Row

FOLDER = files("collectors.operations") / "schemas"
EVENT = {"id": "mc-1", "feed": "police-log", "kind": "noise", "at": "2026-01-15T22:10:00+01:00"}
REPORT = {"id": "pv-1", "portal": "perceval", "category": "card-fraud", "received_at": "2026-01-15"}
MODULES = pytest.mark.parametrize(
    ("module", "name", "row"),
    [(incidents, "operational-events", EVENT), (fraud_reports, "fraud-reports", REPORT)],
)


def normalise(module, values):
    source = module.SOURCE
    return source.normalise(Row(values, source.fields))


def accepted(module, values):
    try:
        normalise(module, values)
    except RecordError:
        return False
    return True


def examples(name):
    lines = (FOLDER / f"{name}.example.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@MODULES
def test_the_published_schema_is_made_of_the_code(module, name, row):
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == module.json_schema()
    jsonschema.Draft202012Validator.check_schema(module.json_schema())


@MODULES
def test_the_schema_names_the_fields_of_the_source(module, name, row):
    assert list(module.json_schema()["properties"]) == list(module.SOURCE.fields)
    assert tuple(module.json_schema()["required"]) == module.SOURCE.required


@MODULES
def test_the_examples_are_taken_and_are_the_same_in_both_formats(module, name, row):
    with (FOLDER / f"{name}.example.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    items = examples(name)
    for item in items:
        jsonschema.validate(item, module.json_schema())
    assert [normalise(module, line) for line in table] == [normalise(module, item) for item in items]
    assert len(items) >= 5


GOOD = {
    "title": "Tapage",
    "text": "Musique forte",
    "severity": 3,
    "insee_com": "2A004",
    "postal_code": "35000",
    "departement": "974",
    "lat": 48.1,
    "lon": -1.6,
    "value": 12.5,
    "unit": "reports",
    "url": "https://example.org/1",
    "ended_at": "2026-01-16T00:00:00Z",
    "cancelled_at": "2026-01-16T00:00:00.5+00:00",
    "until": "2026-02-01",
    "channel": "sms",
    "status": "waiting",
}
BAD = st.one_of(
    st.text(alphabet="abcXYZ0123456789 -:/é", max_size=25).filter(str.strip),
    st.integers(-10_000, 10_000),
    st.floats(-1e6, 1e6).filter(lambda x: x != int(x)),
    st.sampled_from([["a"], {"a": 1}, True]),
)


def numbers_are_no_texts(item, fields):
    """In JSON: the importer also takes numbers written as texts, since CSV has nothing else."""
    numeric = {"severity", "lat", "lon", "value"}
    return all(not isinstance(item.get(f), str) for f in numeric & set(fields))


@MODULES
@given(data=st.data())
def test_schema_and_importer_agree(module, name, row, data):
    fields = list(module.json_schema()["properties"])
    kept = data.draw(st.sets(st.sampled_from(fields)))
    item = row | {f: GOOD[f] for f in kept if f in GOOD}
    if data.draw(st.booleans()):
        item[data.draw(st.sampled_from(fields))] = data.draw(BAD)
    if data.draw(st.booleans()):
        item.pop(data.draw(st.sampled_from(sorted(item))))
    if not numbers_are_no_texts(item, fields):
        return
    valid = jsonschema.Draft202012Validator(module.json_schema()).is_valid(item)
    assert accepted(module, item) == valid, item


@MODULES
@pytest.mark.parametrize(
    "column",
    [
        "nom",
        "Prénom",
        "victime",
        "id_victime",
        "Plaque",
        "plaque véhicule",
        "image",
        "photo_1",
        "E-mail",
        "IBAN",
    ],
)
def test_a_column_about_a_person_is_refused(module, name, row, column):
    item = row | {column: "…"}
    with pytest.raises(RecordError, match="Remove it from the file") as caught:
        normalise(module, item)
    assert caught.value.field == column
    assert not jsonschema.Draft202012Validator(module.json_schema()).is_valid(item)


def test_harmless_names_are_no_persons():
    assert personal(("nom_service", "telecom", "domicile", "nombre", "plateforme", "remarque")) == ()


@MODULES
def test_no_field_of_the_schemas_is_personal(module, name, row):
    assert personal(tuple(s for spellings in module.SOURCE.fields.values() for s in spellings)) == ()


def test_an_event():
    found = normalise(incidents, EVENT | {"lat": "48,117123", "longitude": "-1.67891", "gravite": "3"})
    assert found.uid == "operational-events:police-log:mc-1"
    assert (found.lat, found.lon, found.severity) == (48.117, -1.679, 3)
    assert found.at == datetime(2026, 1, 15, 21, 10, tzinfo=UTC)


def test_a_cancelled_event_is_withdrawn():
    found = normalise(incidents, EVENT | {"annule_le": "2026-01-16T08:00:00Z"})
    assert found.deleted_at == datetime(2026, 1, 16, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"id": ""}, "id", "is missing or empty"),
        ({"feed": "police"}, "feed", "one of police-log, camera"),
        ({"at": "2026-01-15 22:10"}, "at", "date and time with zone"),
        ({"at": "2026-02-30T22:10:00Z"}, "at", "is not a day of the calendar"),
        ({"nature": "Bruit", "kind": ""}, "kind", "lower-case words with hyphens"),
        ({"severity": "7"}, "severity", "1 green, 2 yellow, 3 orange, 4 red"),
        ({"lat": "48"}, "lon", "is missing beside lat"),
        ({"value": "3"}, "unit", "is missing beside value"),
        ({"insee_com": 1033}, "insee_com", "five characters"),
        ({"ended_at": "2026-01-15T20:00:00Z"}, "ended_at", "is before at"),
    ],
)
def test_an_event_that_is_none_is_told_with_the_cure(changed, field, message):
    with pytest.raises(RecordError, match=message) as caught:
        normalise(incidents, EVENT | changed)
    assert caught.value.field == field


def test_a_report_is_a_feedback_on_its_portal():
    found = normalise(fraud_reports, REPORT | {"texte": "Un SMS", "code_postal": "35000", "canal": "sms"})
    assert isinstance(found, Feedback)
    assert (found.uid, found.services, found.text) == ("fraud-reports:perceval:pv-1", ["Percev@l"], "Un SMS")
    assert found.created_at == datetime(2026, 1, 14, 23, tzinfo=UTC)
    assert (found.title, found.postal_code) == ("Fraude à la carte bancaire", "35000")


def test_a_count_is_an_event():
    found = normalise(
        fraud_reports,
        REPORT | {"value": "318", "unit": "reports", "until": "2026-02-01", "departement": "35"},
    )
    assert isinstance(found, Event)
    assert (found.kind, found.value, found.unit, found.departement) == ("card-fraud", 318.0, "reports", "35")
    assert found.ended_at == datetime(2026, 1, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"category": "fraude"}, "category", "one of card-fraud"),
        ({"received_at": "15/01/2026"}, "received_at", "a day, as 2026-01-15"),
        ({"value": 3}, "unit", "is missing beside value"),
        ({"until": "2026-01-20"}, "value", "is missing beside until"),
        ({"value": 3, "unit": "reports", "until": "2026-01-01"}, "until", "is before received_at"),
    ],
)
def test_a_report_that_is_none_is_told_with_the_cure(changed, field, message):
    with pytest.raises(RecordError, match=message) as caught:
        normalise(fraud_reports, REPORT | changed)
    assert caught.value.field == field


def test_every_portal_and_category_has_its_words():
    assert set(fraud_reports.PORTALS) == set(fraud_reports.Portal.__args__)
    assert set(fraud_reports.CATEGORIES) == set(fraud_reports.Category.__args__)
