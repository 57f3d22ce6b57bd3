"""ClaimReview: pages, feeds, graphs and lines; claims of one article apart; no journalist by name."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.files.claim_review import SOURCE
from collectors.records import RecordError
from collectors.source import DocumentError, Row

GOLDEN = Path(__file__).with_name("golden")
REVIEW = {
    "@type": "ClaimReview",
    "url": "https://verif.example/a",
    "claimReviewed": "La mairie est fermée",
    "datePublished": "2026-01-14T18:30:00Z",
}


def records(body):
    return [SOURCE.normalise(Row(item, SOURCE.fields)) for item in SOURCE.unpack(body)]


def one(**changed):
    return SOURCE.normalise(Row(REVIEW | changed, SOURCE.fields))


def test_a_page_of_a_newsroom():
    first, second = records((GOLDEN / "claim_review.html").read_bytes())
    assert first.uid.startswith("fact-check:https://verif.example/2026/01/eau-valbourg#")
    assert first.created_at == datetime(2026, 1, 14, 17, 30, tzinfo=UTC)
    assert (first.claim, first.rating) == ("L'eau du robinet de Valbourg est empoisonnée", "Faux")
    assert (first.publisher, first.lang) == ("Verif", "fr")
    assert second.url == first.url
    assert second.uid != first.uid
    assert (second.rating, second.publisher) == ("2/5", "verif.example")


def test_a_feed_of_a_newsroom():
    first, second = records((GOLDEN / "claim_review_feed.json").read_bytes())
    assert (first.uid, first.publisher, first.rating) == (
        "fact-check:https://faits.example/pont-ferme",
        "Faits et dits",
        "Trompeur",
    )
    assert (second.claim, second.rating, second.lang) == ("La coupure d'électricité est voulue", "1.5", None)
    assert second.repairs == ("no datePublished: dateModified stands for it",)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(REVIEW),
        json.dumps([REVIEW]),
        json.dumps({"@graph": [{"@type": "WebSite"}, REVIEW]}),
        json.dumps({"@type": "Article", "review": REVIEW}),
        "\ufeff" + json.dumps(REVIEW),
        json.dumps(REVIEW) + "\n" + json.dumps({"@type": "Thing"}),
        f"<html><script type='application/ld+json; charset=utf-8'>\n{json.dumps(REVIEW)};\n</script></html>",
        f'<script type="application/ld+json"><!-- {json.dumps(REVIEW)} --></script>',
        json.dumps(REVIEW).replace("fermée", "fermée\n"),
    ],
)
def test_wherever_the_review_stands_it_is_found(body):
    (found,) = records(body.encode())
    assert found.uid == "fact-check:https://verif.example/a"


def test_bytes_that_are_not_utf_8_are_read():
    (found,) = records(json.dumps(REVIEW, ensure_ascii=False).encode("cp1252"))
    assert found.claim == "La mairie est fermée"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "neither JSON nor a web page"),
        (b"PK\x03\x04", "neither JSON nor a web page"),
        (b'{"@type": "Article"}', "no ClaimReview"),
        (b"<html><body>no data</body></html>", "no JSON-LD"),
        (b'<script type="application/ld+json">{"@type": broken}</script>', "no JSON-LD"),
    ],
)
def test_a_file_without_one_says_so(body, message):
    with pytest.raises(DocumentError, match=message):
        list(SOURCE.unpack(body))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"claimReviewed": ""}, "claimReviewed: is missing"),
        ({"datePublished": None}, "datePublished: is missing"),
        ({"datePublished": "hier"}, 'datePublished: "hier" is not a time'),
        ({"url": "article 12"}, "url: is missing or is no web address"),
    ],
)
def test_a_review_without_what_it_needs_is_refused(changed, message):
    with pytest.raises(RecordError, match=message):
        one(**changed)


def test_the_address_may_be_that_of_the_page():
    assert one(url=None, mainEntityOfPage={"@id": "https://verif.example/b"}).url == "https://verif.example/b"
    assert one(url=None, page="https://verif.example/c").url == "https://verif.example/c"


def test_a_person_is_no_publisher():
    assert one(author={"@type": "Person", "name": "Camille Dorval"}).publisher == "verif.example"
    assert one(author=[{"@type": "Person", "name": "C. D."}, {"name": "Verif"}]).publisher == "Verif"


KEYS = st.sampled_from(["name", "@id", "@type", "alternateName", "ratingValue"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["author", "publisher", "reviewRating", "inLanguage", "itemReviewed", "mainEntityOfPage"]


@given(VALUES, st.sampled_from(FIELDS))
def test_odd_values_do_no_harm(value, name):
    assert one(**{name: value}).uid == "fact-check:https://verif.example/a"
