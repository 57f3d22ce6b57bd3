"""The canonical tables of feedback, events, offers and fact-checks, and how their cells are read."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.files import event_table, fact_check_table, feedback_table, offer_table
from collectors.files.commune_names import commune
from collectors.files.ratings import rating
from collectors.files.when import when
from collectors.records import RecordError
from collectors.source import Row

FEEDBACK = {"uid": "f:1", "created_at": "2026-01-15T10:00:00Z", "text": "Long"}
EVENT = {"uid": "e:1", "kind": "fire", "at": "2026-01-15T10:00:00Z"}
OFFER = {"uid": "o:1", "name": "Accueil de jour"}
CHECK = {
    "url": "https://www.verif.example/eau?utm_source=x",
    "created_at": "2026-01-15T10:00:00Z",
    "claim": "L'eau est empoisonnée",
}


def normalise(table, values):
    return table.SOURCE.normalise(Row(values, table.SOURCE.fields))


def test_a_feedback():
    found = normalise(
        feedback_table, FEEDBACK | {"rating": "Très satisfait", "relation": "2", "services": "CAF|Poste"}
    )
    assert (found.rating, found.relation, found.services) == ("positive", "negative", ["CAF", "Poste"])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"status": "waiting"}, ("waiting", None)),
        ({"answered_at": "2026-01-17T09:00:00Z"}, ("answered", datetime(2026, 1, 17, 9, tzinfo=UTC))),
        ({"status": "closed", "answered_at": 1768640400}, ("closed", datetime(2026, 1, 17, 9, tzinfo=UTC))),
    ],
)
def test_when_a_feedback_was_answered(told, expected):
    found = normalise(feedback_table, FEEDBACK | told)
    assert (found.status, found.answered_at) == expected


def test_an_event():
    found = normalise(
        event_table, EVENT | {"severity": "3", "value": "12,5", "unit": "m", "lat": "95", "lon": "2"}
    )
    assert (found.severity, found.value, found.lat) == (3, 12.5, None)
    assert found.repairs == ("coordinates out of range: dropped",)


def test_a_severity_may_be_a_colour():
    assert normalise(event_table, EVENT | {"severity": "Orange"}).severity == 3


def test_an_offer():
    found = normalise(offer_table, OFFER | {"answers": "shelter|food"})
    assert found.answers == ["shelter", "food"]
    assert (found.capacity, found.online) == (None, None)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("oui", True), ("No", False), (1, True), ("0", False), (False, False), ("Vrai", True), ("", None)],
)
def test_whether_an_offer_is_online(said, meant):
    assert normalise(offer_table, OFFER | {"online": said}).online is meant


@pytest.mark.parametrize(("said", "meant"), [("40", 40.0), ("12,5", 12.5), (0, 0.0)])
def test_how_many_people_an_offer_takes(said, meant):
    assert normalise(offer_table, OFFER | {"capacity": said}).capacity == meant


def test_a_fact_check_is_known_by_the_address_of_its_review():
    found = normalise(fact_check_table, CHECK)
    assert found.uid == "fact-check:https://www.verif.example/eau"


@pytest.mark.parametrize(
    ("table", "values", "message"),
    [
        (feedback_table, FEEDBACK | {"uid": ""}, "uid: is missing or empty"),
        (feedback_table, FEEDBACK | {"uid": "x" * 1001}, "uid: is 1001 characters long"),
        (feedback_table, FEEDBACK | {"created_at": None}, "created_at: is missing"),
        (feedback_table, FEEDBACK | {"rating": "bof"}, 'rating: "bof" is no rating'),
        (event_table, EVENT | {"severity": "5"}, 'severity: "5" is no severity'),
        (event_table, EVENT | {"kind": ""}, "kind: is missing"),
        (event_table, EVENT | {"at": "soon"}, 'at: "soon" is not a time'),
        (offer_table, OFFER | {"answers": "money"}, 'answers: "money" is no class of need'),
        (offer_table, OFFER | {"online": "parfois"}, 'online: "parfois" is neither yes nor no'),
        (offer_table, OFFER | {"capacity": -1}, "capacity: -1 is no number of people"),
        (offer_table, OFFER | {"capacity": "inf"}, "capacity: inf is no number of people"),
        (feedback_table, FEEDBACK | {"answered_at": "bientôt"}, 'answered_at: "bientôt" is not a time'),
        (fact_check_table, CHECK | {"claim": ""}, "claim: is missing or empty, and so is title"),
        (fact_check_table, CHECK | {"url": "article 12"}, 'url: "article 12" is no web address'),
        (fact_check_table, CHECK | {"url": ""}, "url: is missing or empty"),
        (fact_check_table, CHECK | {"url": "https://a.org/" + "x" * 1000}, "url: is 10"),
    ],
)
def test_a_row_without_what_it_needs_is_refused(table, values, message):
    with pytest.raises(RecordError, match=message):
        normalise(table, values)


@pytest.mark.parametrize(
    ("answer", "best", "expected"),
    [
        ("Négatif", 5, "negative"),
        ("Très bien", 5, "positive"),
        ("Ni bonne, ni mauvaise", 5, "neutral"),
        ("3", 5, "neutral"),
        ("4", 5, "positive"),
        ("2/5", 10, "negative"),
        ("7,5", 10, "positive"),
        ("5", 10, "neutral"),
        ("0", 10, "negative"),
        ("0", 5, None),
        ("6", 5, None),
        ("★★★★☆", 5, "positive"),
        ("bof", 5, None),
        ("1/1", 5, None),
    ],
)
def test_answers_of_forms(answer, best, expected):
    assert rating(answer, best) == expected


@given(st.integers(2, 100), st.data())
def test_a_better_mark_is_never_a_worse_rating(best, data):
    order = ["negative", "neutral", "positive"]
    low, high = sorted(data.draw(st.tuples(st.integers(1, best), st.integers(1, best))))
    assert order.index(rating(str(low), best)) <= order.index(rating(str(high), best))


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("17/07/2020 23:39", "day-first", "2020-07-17T21:39:00"),
        ("17/07/2020 à 23h39", "day-first", "2020-07-17T21:39:00"),
        ("17.07.20", "day-first", "2020-07-16T22:00:00"),
        ("1er août 2023 à 8h", "day-first", "2023-08-01T06:00:00"),
        ("lundi 3 février 2025", "iso", "2025-02-02T23:00:00"),
        ("07/17/2020 11:39 PM", "month-first", "2020-07-17T21:39:00"),
        ("12/31/2025 12:05 am", "month-first", "2025-12-30T23:05:00"),
        ("2026-01-15 10:00", "day-first", "2026-01-15T09:00:00"),
        ("2026-01-15T10:00:00Z", "day-first", "2026-01-15T10:00:00"),
        ("1623881091.0", "iso", "2021-06-16T22:04:51"),
        (1623881091000, "iso", "2021-06-16T22:04:51"),
        ("Wed Jan 07 11:07:51 +0000 2015", "iso", "2015-01-07T11:07:51"),
    ],
)
def test_dates_as_exports_write_them(text, order, expected):
    assert when("d", text, order, "Europe/Paris") == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("31/02/2021", "day-first"),
        ("17/07/2020", "iso"),
        ("17/07/2020", "month-first"),
        ("2026-13-01", "iso"),
        ("1 brumaire 2020", "day-first"),
        ("10/10/2020 25:00", "day-first"),
        ("hier", "iso"),
        ("01/01/1830", "day-first"),
    ],
)
def test_what_is_no_date_is_told(text, order):
    with pytest.raises(RecordError, match=r"is not (?:a date|plausible)"):
        when("d", text, order, "Europe/Paris")


@given(st.integers(700_000_000, 4_000_000_000), st.sampled_from(["day-first", "month-first"]))
def test_a_date_written_in_an_order_is_read_back(seconds, order):
    moment = datetime.fromtimestamp(seconds, UTC)
    shape = "%d/%m/%Y %H:%M" if order == "day-first" else "%m/%d/%Y %I:%M %p"
    assert when("d", moment.strftime(shape), order, "UTC") == moment.replace(
        second=0, microsecond=0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("name", "where", "expected"),
    [
        ("Rennes", None, "35238"),
        ("PARIS 12e", None, "75056"),
        ("Le Havre CEDEX", None, "76351"),
        ("St-Malo", None, "35288"),
        ("Rennes (35)", None, "35238"),
        ("Saint-Denis", None, None),
        ("Saint-Denis", "93", "93066"),
        ("Saint-Denis", "93200", "93066"),
        ("Nulle part", None, None),
    ],
)
def test_a_commune_by_its_name(name, where, expected):
    assert commune(name, where) == expected
