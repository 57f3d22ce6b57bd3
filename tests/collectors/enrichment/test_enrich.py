"""Records of one kind → rows for the graph."""

from datetime import UTC, datetime

import pytest

from collectors.enrichment.enrich import LINK_LENGTH, rows
from collectors.enrichment.text import canonical_url, domain
from collectors.records import Feedback, Offer, Post
from graph import loads
from graph.privacy import Pseudonyms

AT = datetime(2026, 1, 7, tzinfo=UTC)
NAMES = Pseudonyms(bytes(32))


def post(**changed):
    values = {"uid": "p", "author": "x:7", "platform": "x", "text": "On a besoin d'eau potable à Rennes (35)"}
    return Post(created_at=AT, **(values | changed))


def one(record):
    return rows([record], NAMES, "run").frame.row(0, named=True)


def keys(entries):
    return [entry["key"] for entry in entries]


def test_a_post():
    row = one(post(hashtags=["#Eau", "eau"], followers=3))
    assert rows([post()], NAMES, "run").shape is loads.POSTS
    assert row["author"] == [{"key": NAMES.of("x:7"), "platform": "x", "followers": 3}]
    assert (row["hashtags"], row["lang"], keys(row["place"])) == (["eau"], "fr", ["commune:35238"])
    assert keys(row["needs"]) == ["water"]
    assert row["run"] == "run"


def test_a_relay_expresses_no_need_of_its_own():
    assert one(post(kind="repost", repost_of_uid="p0"))["needs"] == []


def test_hashtags_come_from_the_text_where_the_source_gives_none():
    assert one(post(text="la #Crue monte"))["hashtags"] == ["crue"]
    assert one(post(text="la #Crue monte", hashtags=[]))["hashtags"] == []


def test_links_are_canonical_once_each_and_short_enough_for_an_index():
    long = "https://example.org/" + "a" * LINK_LENGTH
    row = one(post(urls=["https://Example.org/a?utm_source=x", "https://example.org/a", long]))
    assert row["links"] == [{"key": "https://example.org/a", "domain": "example.org"}]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org:8443/a?b#c",
        "http://[2001:db8::1]/",
        "https://exämple.org",
        "http://[::1",
        "un lien",
    ],
)
def test_the_domain_of_a_link_is_that_of_its_address(url):
    link = one(post(urls=[url]))["links"][0]
    assert link["domain"] == domain(canonical_url(url))


def test_a_post_without_links_has_none():
    assert [one(post(urls=urls))["links"] for urls in (None, [])] == [[], []]


def test_a_post_without_an_author_has_none():
    assert one(post(author=None))["author"] == []


def test_a_feedback_has_the_needs_of_its_form_and_the_place_of_its_service():
    row = one(
        Feedback(
            uid="f", text="Impossible de joindre quelqu'un, mail a@b.fr", created_at=AT,
            departement="06", postal_code="35000", responsiveness="negative", relation="positive", services=["CAF"],
        )
    )  # fmt: skip
    assert keys(row["needs"]) == ["responsiveness"]
    assert keys(row["place"]) == ["commune:35238"]
    assert row["text"].endswith("mail [courriel]")


def test_an_offer_answers_what_its_source_says():
    row = one(Offer(uid="o", name="France services", place_insee="35238", answers=["relation"]))
    assert row["needs"] == [{"key": "relation", "method": "declared"}]
    assert keys(row["place"]) == ["commune:35238"]
