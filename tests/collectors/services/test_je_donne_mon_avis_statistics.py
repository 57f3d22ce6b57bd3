"""Statistics of Je donne mon avis: counts of answers, as shares, by service, question and period."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.config import ConfigError
from collectors.patience import SourceRefused
from collectors.records import Event, RecordError
from collectors.services.je_donne_mon_avis_statistics import SOURCE
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.je_donne_mon_avis_statistics import (
    KEY,
    hits,
    question,
    serve,
    service,
)
from tests.collectors.conformance.server import Answer, serving
from tests.collectors.local_net import NOW, items, later, pages

QUESTION = "Comment s'est passée cette démarche pour vous ?"


def read(document):
    return [
        SOURCE.normalise(Row(item, SOURCE.fields)) for item in SOURCE.unpack(json.dumps(document).encode())
    ]


def test_a_question_of_a_week_is_the_share_of_good_answers():
    found = service(
        7,
        "Déposer une pré-plainte",
        ("2026-03-09", [question("satisfaction", hits(good=6, medium=1, bad=2))]),
    )
    assert read({"data": [found]}) == [
        Event(
            uid="je-donne-mon-avis-statistics:7:70:satisfaction:week:2026-03-09",
            kind="satisfaction",
            at=datetime(2026, 3, 9, tzinfo=UTC),
            ended_at=datetime(2026, 3, 16, tzinfo=UTC),
            title="Déposer une pré-plainte",
            text=f"{QUESTION} 9 answers: good 6, medium 1, bad 2",
            value=66.67,
            unit="% of answers that are good",
            source="je-donne-mon-avis-statistics",
        )
    ]


@pytest.mark.parametrize("periods", ["intervals", "dates"])
def test_older_answers_without_forms_are_read(periods):
    data = [question("comprehension", hits(very_good=1, very_bad=3))]
    old = {"product_id": "7", "product_name": "Payer", periods: [{"date": "2026-02-01", "data": data}]}
    (event,) = read({"data": [old]})
    assert (event.uid, event.value, event.ended_at) == (
        "je-donne-mon-avis-statistics:7:0:comprehension:period:2026-02-01", 25.0, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("length", "end"),
    [("day", (2026, 2, 2)), ("week", (2026, 2, 8)), ("month", (2026, 3, 1)), ("year", None)],
)
def test_a_period_ends_where_the_next_begins(length, end):
    row = {"product_id": "7", "category": "satisfaction", "date": "2026-02-01", "length_interval": length,
           "number_hits": hits(good=1)}  # fmt: skip
    ended = SOURCE.normalise(Row(row, SOURCE.fields)).ended_at
    assert ended == (datetime(*end, tzinfo=UTC) if end else None)


def test_what_judges_nothing_is_nothing():
    assert read(
        {"data": [service(7, "Payer", ("2026-03-09", [question("contact_tried", hits(neutral=4))]))]}
    ) == [None]


def asked_of(given, cursor=None, now=NOW):
    asked = []

    def answer(request):
        asked.append(json.loads(request.body))
        return Answer(b'{"data": []}')

    with serving(answer) as url:
        found = pages(SOURCE, {"url": url, "key": KEY, "services": ["1"], **given}, cursor, now)
    return asked[0]["start_date"], asked[0]["end_date"], found[-1].cursor


@pytest.mark.parametrize(
    ("interval", "first"), [("day", "2026-11-20"), ("week", "2026-11-16"), ("month", "2026-11-01")]
)
def test_the_running_period_is_asked_for_whole(interval, first):
    found = asked_of({"interval": interval}, {"since": "2026-11-20"})
    assert found == (first, "2026-11-22", {"since": "2026-11-22"})


def test_the_first_reading_takes_the_history():
    assert asked_of({"interval": "day", "history": 30}, now=later(1))[0] == "2026-10-24"


def test_services_are_asked_for_ten_at_a_time():
    data = [question("satisfaction", hits(good=1))]
    known = [service(n, f"Service {n}", ("2026-03-09", data)) for n in range(1, 24)]
    with serve(known, None) as url:
        (page,) = pages(SOURCE, {"url": url, "key": KEY})
        assert len(page.documents) == 3
        assert len(items(SOURCE, [page])) == 23
        (chosen,) = pages(SOURCE, {"url": url, "key": KEY, "services": [3, "5"]})
        assert [item["product_id"] for item in items(SOURCE, [chosen])] == ["3", "5"]


def test_a_key_that_opens_nothing_asks_nothing():
    with serve([], None) as url:
        assert pages(SOURCE, {"url": url, "key": KEY}) == []


def test_a_wrong_key_is_told():
    with serve([], None) as url, pytest.raises(SourceRefused, match="valid API key"):
        pages(SOURCE, {"url": url, "key": "autre"})


@pytest.mark.parametrize(
    ("given", "told"), [({"interval": "none"}, "not day, week"), ({"services": ["x"]}, "numbers")]
)
def test_what_cannot_be_asked_is_told(given, told):
    with pytest.raises(ConfigError, match=told):
        pages(SOURCE, {"url": "http://127.0.0.1:1", "key": KEY, **given})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10) | st.dates().map(str),
    lambda part: st.lists(part, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["data", "forms", "intervals", "dates", "date", "product_id", "category", "number_hits", "count"]
        ),
        part,
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps({"data": value}).encode()))
def test_any_bytes_are_items_or_refused(document):
    try:
        found = list(SOURCE.unpack(document))
    except DocumentError:
        return
    for item in found:
        check_normal(item)


KEYS = sorted({spelling for spellings in SOURCE.fields.values() for spelling in spellings})
HITS = st.lists(
    st.fixed_dictionaries({"intention": st.sampled_from(["good", "bad", "neutral"]), "count": JSON}),
    max_size=3,
)


@given(st.dictionaries(st.sampled_from(KEYS), JSON | HITS))
def test_any_item_is_an_event_or_told(item):
    check_normal(item)


def check_normal(item):
    try:
        record = SOURCE.normalise(Row(item, SOURCE.fields))
    except RecordError:
        return
    assert record is None or (isinstance(record, Event) and 0 <= record.value <= 100)
