"""What the watch keeps of the stream, and what it lets pass."""

import pytest

from collectors.config import configure
from collectors.social import bluesky_watch
from collectors.social.bluesky import SOURCE
from collectors.social.bluesky_watch import watch
from tests.collectors.social import bluesky_events as golden
from tests.collectors.social.bluesky_events import at, commit, ref
from tests.collectors.social.jetstream import Host, serving
from tests.collectors.social.nets import bodies, collected, net
from tests.collectors.social.test_bluesky_stream import events, without_number


def watching(**given):
    return watch(configure(SOURCE, given, "sources.yml", {}))


def saying(text, **record):
    return commit(
        golden.CAMILLE, "3m6say1111111", {"text": text, "createdAt": "2026-11-22T09:00:00Z"} | record
    )


@pytest.mark.parametrize(
    ("given", "text", "kept"),
    [
        ({}, "n'importe quoi", True),
        ({"keywords": ["électricité"]}, "Coupure d'ELECTRICITE ce soir", True),
        ({"keywords": ["eau"]}, "Le bateau est parti", False),
        ({"keywords": ["eau"]}, "Plus d'eau !", True),
        ({"keywords": ["fermeture école"]}, "fermeture\n école demain", True),
        ({"keywords": ["c++ (cours)"]}, "un C++ (cours) du soir", True),
        ({"keywords": ["eau", "gaz"]}, "fuite de gaz", True),
        ({"hashtags": ["#Crue"]}, "la crue", False),
    ],
)
def test_words(given, text, kept):
    assert watching(**given).wants(saying(text)) is kept


@pytest.mark.parametrize(
    ("langs", "declared", "kept"),
    [
        (["fr"], ["fr-FR"], True),
        (["fr"], ["en"], False),
        (["fr", "br"], ["en", "br"], True),
        (["fr"], None, True),
    ],
)
def test_languages(langs, declared, kept):
    record = {} if declared is None else {"langs": declared}
    assert watching(langs=langs).wants(saying("bonjour", **record)) is kept


def test_hashtags_of_facets_and_beside_the_text():
    assert watching(hashtags=["crue"]).wants(golden.POST)
    assert watching(hashtags=["bretagne"]).wants(golden.POST)
    assert not watching(hashtags=["pluie"]).wants(golden.POST)


@pytest.mark.parametrize("event", [golden.DELETED_POST, golden.DELETED_REPOST, *golden.LEAVING, golden.INFO])
def test_what_erases_always_passes(event):
    assert watching(keywords=["inondation"]).wants(event)


@pytest.mark.parametrize("event", [*golden.STAYING, golden.IDENTITY])
def test_what_says_nothing_never_passes(event):
    assert not watching().wants(event)


def test_the_conversation_of_a_kept_post_is_kept():
    watched = watching(keywords=["crue"])
    answers = [golden.REPLY, golden.QUOTE, golden.QUOTE_WITH_CARD, golden.REPOST]
    assert [watched.wants(event) for event in answers] == [False] * 4
    assert watched.wants(golden.POST)
    assert [watched.wants(event) for event in answers] == [True] * 4  # the repost relays the kept quote


def test_the_conversation_may_be_left_out():
    watched = watching(keywords=["crue"], conversation=False)
    assert [watched.wants(event) for event in (golden.POST, golden.REPLY, golden.REPOST)] == [
        True,
        False,
        False,
    ]


def test_the_memory_of_kept_posts_is_bounded(monkeypatch):
    monkeypatch.setattr(bluesky_watch, "REMEMBERED", 2)
    watched = watching(keywords=["crue"])
    for n in range(3):
        assert watched.wants(commit(golden.NOUR, f"3m6{n}", {"text": "crue"}))
    repost = [
        commit(golden.NOUR, "3m6r", {"subject": ref(at(golden.NOUR, f"3m6{n}"))}, "app.bsky.feed.repost")
        for n in range(3)
    ]
    assert [watched.wants(event) for event in repost] == [False, True, True]


def test_only_what_is_watched_reaches_the_archive_and_the_rest_is_counted(tmp_path):
    with serving(Host([*golden.EVENTS, b"{broken"])) as url:
        given = {"url": url, "keywords": ["mairie", "accueil"], "conversation": False}
        pages = collected(SOURCE, given, net(tmp_path))
    kept = [golden.POST, golden.QUOTE, golden.DELETED_POST, golden.DELETED_REPOST, *golden.LEAVING]
    assert bodies(pages)[-1] == b"{broken"
    assert events(pages[:-1]) + events_but_last(pages[-1]) == without_number(kept)
    assert sum(page.skipped for page in pages) == 3 + len(
        golden.STAYING
    )  # two posts, a repost, accounts that stay
    assert pages[0].documents[0].query == "mairie, accueil"


def events_but_last(page):
    return events([type(page)(page.documents[:-1], page.cursor)])


def test_followed_accounts_are_asked_of_the_host(tmp_path):
    host = Host(golden.EVENTS)
    with serving(host) as url:
        pages = collected(SOURCE, {"url": url, "dids": [golden.MAIRIE]}, net(tmp_path))
    assert host.asked[0]["dids"] == [golden.MAIRIE]
    assert events(pages) == without_number([golden.QUOTE, golden.QUOTE_WITH_CARD])
