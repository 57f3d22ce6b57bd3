"""Fact Check Tools: searches by words and by publisher, and their reviews."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.config import ConfigError
from collectors.patience import SourceRefused
from collectors.records import FactCheck, RecordError
from collectors.social.fact_check_tools import SOURCE
from collectors.source import DocumentError, Row
from tests.collectors.conformance.cases.fact_check_tools import KEY, claim, review, serve, undated
from tests.collectors.conformance.server import Answer, serving
from tests.collectors.local_net import items, pages


def read(*claims):
    document = json.dumps({"claims": claims}).encode()
    return [SOURCE.normalise(Row(item, SOURCE.fields)) for item in SOURCE.unpack(document)]


def test_each_review_of_a_claim_is_a_fact_check():
    found = read(claim("L'eau est polluée", review("eau", "Faux"), review("eau-2", "Trompeur")))
    assert [check.rating for check in found] == ["Faux", "Trompeur"]
    assert found[0] == FactCheck(
        uid="fact-check:https://www.verifications.example/eau",
        created_at=datetime(2026, 3, 10, tzinfo=UTC),
        claim="L'eau est polluée",
        title="Vérification : eau",
        rating="Faux",
        publisher="Vérifications",
        lang="fr",
        url="https://www.verifications.example/eau",
        source="fact-check-tools",
    )


def test_a_review_without_a_date_is_dated_as_its_claim_and_that_is_said():
    (check,) = read(claim("L'eau est polluée", undated("eau", "Faux")))
    assert check.created_at == datetime(2026, 3, 8, 12, tzinfo=UTC)
    assert check.repairs == ("review without a date: dated as its claim",)


@pytest.mark.parametrize(
    ("found", "field"),
    [
        (claim("x", undated("x", "Faux"), claimDate=None), "reviewed_at"),
        (claim("x", review("x", "Faux", url=None)), "url"),
        (claim("x", review("x", "Faux", url="/relative")), "url"),
        (claim("x", review("x", "Faux", url=f"https://a.example/{'x' * 1_000}")), "url"),
        (claim("sans vérification"), "url"),
    ],
)
def test_what_is_missing_is_told(found, field):
    with pytest.raises(RecordError) as told:
        read(found)
    assert told.value.field == field


def test_every_search_is_read_to_its_end_and_the_cursor_moves_last():
    claims = [claim(f"Rumeur {n}", review(str(n), "Faux")) for n in range(5)]
    with serve(claims, None) as url:
        given = {"url": url, "key": KEY, "queries": ["Valmont"], "publishers": ["verifications.example"]}
        found = pages(SOURCE, given, {"since": "2026-11-20"})
    assert len(items(SOURCE, found)) == 10
    assert [page.cursor["since"] for page in found] == ["2026-11-20"] * 5 + ["2026-11-22"]


@pytest.mark.parametrize(("cursor", "days"), [({}, "365"), ({"since": "2026-11-20"}, "9")])
def test_only_what_is_new_is_asked_for_and_the_key_stays_out_of_the_address(cursor, days):
    asked = []

    def answer(request):
        asked.append(request)
        return Answer(b"{}")

    with serving(answer) as url:
        found = pages(SOURCE, {"url": url, "key": KEY, "queries": ["enlèvement"]}, cursor)
    assert asked[0].query == {
        "query": "enlèvement",
        "languageCode": "fr",
        "maxAgeDays": days,
        "pageSize": "100",
    }
    assert asked[0].headers["x-goog-api-key"] == KEY
    assert items(SOURCE, found) == []
    assert found[-1].cursor == {"since": "2026-11-22"}


def test_without_words_or_publishers_there_is_nothing_to_ask():
    with pytest.raises(ConfigError, match="queries or publishers is needed"):
        pages(SOURCE, {"url": "http://127.0.0.1:1", "key": KEY})


def test_a_wrong_key_is_told_and_not_repeated():
    with serve([], None) as url, pytest.raises(SourceRefused, match="does not have permission") as told:
        pages(SOURCE, {"url": url, "key": "s3cret", "queries": ["x"]})
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize(
    ("document", "told"),
    [(b'{"error": {"message": "API key not valid."}}', "key not valid"), (b"[]", "no answer"), (b"<", "JSON")],
)  # fmt: skip
def test_what_is_no_answer_is_refused(document, told):
    with pytest.raises(DocumentError, match=told):
        list(SOURCE.unpack(document))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10) | st.datetimes().map(str) | st.just("https://a.example/b"),
    lambda part: st.lists(part, max_size=3)
    | st.dictionaries(
        st.sampled_from(["claims", "claimReview", "text", "claimDate", "url", "publisher", "name", "reviewDate"]),
        part,
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps({"claims": value}).encode()))
def test_any_bytes_are_items_or_refused(document):
    try:
        found = list(SOURCE.unpack(document))
    except DocumentError:
        return
    for item in found:
        check_normal(item)


@given(st.dictionaries(st.sampled_from(sorted({s for f in SOURCE.fields.values() for s in f})), JSON))
def test_any_item_is_a_fact_check_or_told(item):
    check_normal(item)


def check_normal(item):
    try:
        record = SOURCE.normalise(Row(item, SOURCE.fields))
    except RecordError:
        return
    assert isinstance(record, FactCheck)
    assert record.uid.startswith("fact-check:http")
