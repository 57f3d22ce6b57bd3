from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collectors.files.snscrape import ITSELF, NAME_ONLY, SOURCE
from collectors.records import RecordError
from collectors.social import x_v1
from tests.collectors.files.golden_files import GOLDEN, normalised, one, posts, unknown

TWEET = {
    "_type": "snscrape.modules.twitter.Tweet",
    "id": 1,
    "date": "2023-01-05T18:02:11+00:00",
    "rawContent": "bonjour",
    "user": {"id": 5, "username": "Lise"},
}


@pytest.fixture(scope="module")
def golden():
    return posts(SOURCE, "snscrape.jsonl")


def test_accounts_are_no_posts(golden):
    assert len(normalised(SOURCE, GOLDEN / "snscrape.jsonl")) == 6
    assert len(golden) == 5


def test_a_post_of_snscrape(golden):
    post = golden["x:1611111111111111101"]
    assert (post.author, post.kind, post.lang, post.followers) == ("x:9007199254740993", "post", "fr", 128)
    assert post.created_at == datetime(2023, 1, 5, 18, 2, 11, tzinfo=UTC)
    assert (post.hashtags, post.urls, post.mentions) == (["Brissac"], ["https://exemple.fr/pont"], ["x:702"])
    assert post.handles == {"mairie_brissac": "x:702", "lise_dorval": "x:9007199254740993"}
    assert (post.lat, post.lon, post.root_uid) == (47.355, -0.448, None)
    assert post.url == "https://x.com/i/status/1611111111111111101"


def test_a_reply_knows_its_parent_and_its_root(golden):
    post = golden["x:1611111111111111205"]
    assert (post.kind, post.reply_to_uid, post.root_uid) == ("reply",) + ("x:1611111111111111101",) * 2
    assert (post.hashtags, post.urls) == (None, None)  # what is null is not given


def test_a_retweet_has_the_whole_text_links_and_tags_of_its_original(golden):
    post = golden["x:1611111111111111309"]
    assert (post.kind, post.repost_of_uid) == ("repost", "x:1611111111111111101")
    assert post.text.endswith("https://t.co/aaa")
    assert (post.hashtags, post.urls, post.mentions) == (["Brissac"], ["https://exemple.fr/pont"], ["x:702"])


def test_a_quote(golden):
    post = golden["x:1611111111111111412"]
    assert (post.kind, post.quote_of_uid) == ("quote", "x:1611111111111111205")


def test_the_names_of_2020(golden):
    post = golden["x:1300000000000000001"]
    assert (post.text, post.urls) == (
        "Rentrée : le car de Brissac est complet https://t.co/ccc",
        ["https://exemple.fr/car"],
    )
    assert (post.author, post.mentions) == ("x:551", None)


def test_the_golden_file_holds_no_unknown_field():
    assert unknown(SOURCE, GOLDEN / "snscrape.jsonl") == []


def test_the_same_tweet_has_the_same_keys_as_in_a_v1_archive(golden):
    v1 = one(
        x_v1.SOURCE,
        {
            "id_str": "1611111111111111205",
            "created_at": "Thu Jan 05 18:20:40 +0000 2023",
            "full_text": "@lise_dorval C'est faux, le pont reste ouvert.",
            "user": {"id_str": "702", "screen_name": "mairie_brissac", "followers_count": 4100},
            "in_reply_to_status_id_str": "1611111111111111101",
            "in_reply_to_user_id_str": "9007199254740993",
            "in_reply_to_screen_name": "lise_dorval",
            "entities": {"user_mentions": [{"id_str": "9007199254740993", "screen_name": "lise_dorval"}]},
            "lang": "fr",
        },
    )
    scraped = golden["x:1611111111111111205"]
    same = (
        "uid",
        "author",
        "platform",
        "followers",
        "text",
        "created_at",
        "kind",
        "mentions",
        "handles",
        "url",
    )
    assert {n: getattr(scraped, n) for n in same} == {n: getattr(v1, n) for n in same}
    assert scraped.reply_to_uid == v1.reply_to_uid


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": None}, "id"),
        ({"id": 1.6e18}, "id"),
        ({"inReplyToTweetId": 1.6e18}, "reply_to"),
        ({"date": None}, "date"),
        ({"date": "hier"}, "date"),
        ({"rawContent": None}, "rawContent"),
        ({"rawContent": 7}, "rawContent"),
        ({"user": None}, "user"),
        ({"user": {"displayname": "Lise"}}, "user"),
        ({"_type": "snscrape.modules.reddit.Submission"}, "_type"),
    ],
)
def test_what_cannot_be_read_says_which_field(change, field):
    with pytest.raises(RecordError) as error:
        one(SOURCE, TWEET | change)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"id": 1, "id.str": "9007199254740993"}, "uid", "x:9007199254740993"),
        ({"id": "0012"}, "uid", "x:0012"),
        ({"date": "2023-01-05 19:02:11+01:00"}, "created_at", datetime(2023, 1, 5, 18, 2, 11, tzinfo=UTC)),
        ({"rawContent": ""}, "text", ""),
        ({"user": None, "username": "Lise"}, "author", "x:lise"),
        ({"user": None, "username": "Lise"}, "repairs", (NAME_ONLY,)),
        ({"inReplyToTweetId": 1}, "repairs", (ITSELF,)),
        ({"inReplyToTweetId": 1}, "kind", "post"),
        ({"inReplyToTweetId": 2, "quotedTweet": {"id": 3}}, "kind", "reply"),
        ({"inReplyToTweetId": 2, "quotedTweet": {"id": 3}}, "quote_of_uid", "x:3"),
        ({"inReplyToTweetId": 2, "retweetedTweet": {"id": 3, "rawContent": "r"}}, "reply_to_uid", None),
        ({"quotedTweet": {"_type": "snscrape.modules.twitter.TweetRef", "id": 3}}, "quote_of_uid", "x:3"),
        ({"conversationId": 1}, "root_uid", None),
        ({"conversationId": 8}, "root_uid", "x:8"),
        ({"coordinates": {"latitude": 95.0, "longitude": 0.0}}, "lat", None),
        ({"coordinates": {"latitude": True, "longitude": 0.0}}, "lat", None),
        ({"links": [{"url": None}, "x"]}, "urls", []),
        ({"user": {"id": 5, "followersCount": "many"}}, "followers", None),
    ],
)
def test_fields(change, name, expected):
    assert getattr(one(SOURCE, TWEET | change), name) == expected


@pytest.mark.parametrize("kind", ["User", "TweetRef", "Tombstone", "Trend"])
def test_lines_without_a_post_are_skipped(kind):
    assert one(SOURCE, {"_type": f"snscrape.modules.twitter.{kind}", "id": 4}) is None
