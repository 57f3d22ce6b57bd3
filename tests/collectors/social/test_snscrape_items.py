"""Lines of snscrape's modules → posts."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given

from collectors.records import Post, RecordError
from collectors.social.snscrape_items import LOST_PARENT, UNTOLD_BOOST
from collectors.social.snscrape_live import SOURCE
from collectors.source import Row
from tests.collectors.social import snscrape_program as golden
from tests.collectors.social.mutations import json_values, mutated


def normalise(item):
    return SOURCE.normalise(Row(item, SOURCE.fields))


def test_a_telegram_message_is_kept_under_no_name():
    post = normalise(golden.TELEGRAM)
    assert post.uid.startswith("telegram:")
    assert post.uid.endswith(":12")
    assert "pontrieux" not in post.uid
    assert (post.author, post.handles) == (
        "telegram:pontrieuxinfo",
        {"pontrieuxinfo": "telegram:pontrieuxinfo"},
    )
    assert post.text == "L'école est fermée, dit @nour_p #crue"
    assert post.urls == ["https://mairie.example/crue", "https://journal.example/crue"]
    assert (post.created_at, post.source) == (datetime(2026, 11, 22, 8, 30, tzinfo=UTC), "snscrape-live")


def test_a_telegram_channel_has_one_key_however_its_address_is_written():
    other = golden.TELEGRAM | {"url": "https://t.me/pontrieuxinfo/12?single"}
    assert normalise(other).uid == normalise(golden.TELEGRAM).uid


@pytest.mark.parametrize("item", golden.NOTHING)
def test_what_is_no_post(item):
    assert normalise(item) is None


def test_a_toot_has_the_key_that_mastodon_gives_it():
    post = normalise(golden.TOOT)
    assert (post.uid, post.author) == ("mastodon:pouet.example/101", "mastodon:camille@pouet.example")
    assert post.text == "Crue\nL'école est fermée selon @nour"
    assert (post.hashtags, post.urls) == (["Crue"], ["https://mairie.example/crue"])
    assert post.mentions == ["mastodon:nour@autre.example"]
    assert post.handles["nour"] == post.handles["nour@autre.example"] == "mastodon:nour@autre.example"
    assert post.handles["camille"] == "mastodon:camille@pouet.example"
    assert post.url == "https://pouet.example/statuses/101"


def test_a_boost_gives_the_boosted_toot_and_says_so():
    post = normalise(golden.BOOST)
    assert (post.uid, post.author, post.kind) == (
        "mastodon:pouet.example/102",
        "mastodon:camille@pouet.example",
        "post",
    )
    assert post.repairs == (UNTOLD_BOOST,)


def test_reddit():
    post, reply = normalise(golden.SUBMISSION), normalise(golden.COMMENT)
    assert (post.uid, post.author, post.kind) == ("reddit:t3_abc123", "reddit:nour_r", "post")
    assert (post.text, post.urls) == ("Crue à Pontrieux", ["https://journal.example/crue"])
    assert (reply.uid, reply.kind, reply.text) == ("reddit:t1_def456", "reply", "L'école est ouverte")
    assert (reply.reply_to_uid, reply.root_uid) == (post.uid, post.uid)


def test_a_removed_comment_is_no_post_and_a_removed_account_no_author():
    assert normalise(golden.COMMENT | {"body": "[removed]"}) is None
    post = normalise(golden.COMMENT | {"author": "[deleted]"})
    assert (post.author, post.handles) == (None, None)


def test_a_reddit_parent_as_a_number_is_not_taken():
    post = normalise(golden.COMMENT | {"parentId": 123456})
    assert (post.kind, post.reply_to_uid, post.repairs) == ("post", None, (LOST_PARENT,))


@pytest.mark.parametrize(
    ("item", "uid", "kind", "parents"),
    [
        (golden.WALL, "wall-77_501", "post", (None, None, None)),
        (golden.QUOTING, "wall-77_502", "quote", (None, "wall-77_501", None)),
        (golden.RELAYING, "wall-77_503", "repost", (None, None, "wall-77_501")),
        (golden.ANSWER, "wall-77_504", "reply", ("wall-77_501", None, None)),
    ],
)
def test_vkontakte(item, uid, kind, parents):
    post = normalise(item)
    found = (post.reply_to_uid, post.quote_of_uid, post.repost_of_uid)
    assert (post.uid, post.kind, post.author) == (f"vkontakte:{uid}", kind, "vkontakte:-77")
    assert found == tuple(parent and f"vkontakte:{parent}" for parent in parents)


def test_a_quoted_picture_is_no_post():
    assert normalise(golden.QUOTING | {"quotedPost": {"url": "https://vk.com/photo-77_9"}}).kind == "post"


def test_a_tweet_is_read_as_in_exported_files():
    post = normalise(golden.TWEET)
    assert (post.uid, post.author, post.text) == ("x:1500000000000000001", "x:42", "Crue à Pontrieux")


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (golden.TELEGRAM | {"url": "https://example.org"}, "url"),
        (golden.TELEGRAM | {"date": None}, "date"),
        (golden.TOOT | {"user": {}}, "user.account"),
        (golden.TOOT | {"url": None}, "url"),
        (golden.SUBMISSION | {"id": "abc"}, "id"),
        (golden.WALL | {"url": "https://vk.com/video1_2"}, "url"),
        (golden.WALL | {"_type": "snscrape.modules.weibo.Post"}, "_type"),
        ({}, "type"),
    ],
)
def test_an_item_that_cannot_be_read_says_why(item, field):
    with pytest.raises(RecordError) as caught:
        normalise(item)
    assert caught.value.field == field


@given(mutated([*golden.LINES, *golden.NOTHING]))
def test_whatever_comes_is_a_record_nothing_or_a_reason(item):
    try:
        found = normalise(item)
    except RecordError:
        return
    assert found is None or isinstance(found, Post)
    msgspec.json.encode(found)


@given(json_values)
def test_any_type_at_all(value):
    with pytest.raises(RecordError):
        normalise({"_type": value})
