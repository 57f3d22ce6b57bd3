from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collectors.files.fourcat import SOURCE
from collectors.records import RecordError
from tests.collectors.files.golden_files import GOLDEN, one, posts, unknown

ROW = {"id": "7", "thread_id": "7", "author": "Lise", "body": "bonjour", "timestamp": "2024-05-20 12:00:00"}


@pytest.mark.parametrize("name", ["fourcat_x.csv", "fourcat_reddit.csv"])
def test_the_golden_files_hold_no_unknown_column(name):
    assert unknown(SOURCE, GOLDEN / name) == []


def test_posts_of_x_have_the_keys_of_x():
    golden = posts(SOURCE, "fourcat_x.csv")
    first, reply, shared, quote, later = golden.values()
    assert (first.uid, first.author, first.platform) == ("x:1790000000000000001", "x:9101", "x")
    assert first.created_at == datetime(2024, 5, 20, 10, tzinfo=UTC)  # not the server's own time
    assert (first.hashtags, first.urls) == (["Brissac", "pont"], ["https://exemple.fr/pont"])
    assert (first.mentions, first.lat, first.root_uid) == (["x:mairie_brissac"], None, None)
    assert (reply.kind, reply.reply_to_uid, reply.root_uid) == ("reply", None, first.uid)
    assert (shared.kind, shared.repost_of_uid, shared.repairs) == ("repost", None, ())
    assert (quote.kind, later.root_uid) == ("quote", first.uid)


def test_reddit_knows_who_answers_whom():
    root, answer, thanks = posts(SOURCE, "fourcat_reddit.csv").values()
    assert root.text == "Le pont de Brissac est fermé\nVu ce matin"
    assert (root.uid, root.author, root.kind) == ("reddit:1cw0aaa", "reddit:lise-dorval", "post")
    assert (answer.reply_to_uid, answer.root_uid, answer.repairs) == (root.uid, root.uid, ())
    assert (thanks.reply_to_uid, thanks.author) == (answer.uid, None)


@pytest.mark.parametrize(
    ("change", "uid"),
    [
        ({}, "4cat:7"),
        ({"link": "https://twitter.com/lise/status/7"}, "x:7"),
        ({"tiktok_url": "https://www.tiktok.com/@lise/video/7"}, "tiktok:7"),
        ({"url": "https://www.threads.com/@lise/post/7"}, "threads:7"),
        ({"url": "https://www.instagram.com/p/7"}, "instagram:7"),
        ({"comment_url": "https://m.tiktok.com/v/1.html?share_comment_id=7"}, "tiktok:7"),
        ({"subreddit": "anjou", "url": "https://x.com/a/status/1"}, "reddit:7"),
        ({"id": "at://did:plc:abc/app.bsky.feed.post/3k"}, "bluesky:at://did:plc:abc/app.bsky.feed.post/3k"),
        ({"chat": "val_infos", "thread_id": "val_infos"}, "telegram:val_infos:7"),
        ({"chat": "val_infos", "id": "val_infos-7"}, "telegram:val_infos:7"),
        ({"link": "https://[broken"}, "4cat:7"),
    ],
)
def test_the_platform_is_found(change, uid):
    assert one(SOURCE, ROW | change).uid == uid


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"thread_id": "3"}, "kind", "reply"),
        ({"thread_id": "3"}, "reply_to_uid", None),
        ({"thread_id": "3"}, "root_uid", "4cat:3"),
        ({"thread_id": "3", "parent_id": "5"}, "reply_to_uid", "4cat:5"),
        ({"thread_id": "3", "parent_id": "5"}, "repairs", ("time without zone: read as UTC",)),
        ({"thread_id": "5", "post_id": "3"}, "reply_to_uid", "4cat:5"),
        ({"thread_id": "5", "post_id": "3"}, "root_uid", "4cat:3"),
        ({"thread_id": None}, "kind", "post"),
        ({"parent_id": "7"}, "kind", "post"),
        ({"chat": "val", "thread_id": "val", "reply_to": "6"}, "reply_to_uid", "telegram:val:6"),
        ({"chat": "val", "thread_id": "val", "author": "680"}, "author", "telegram:user680"),
        ({"link": "https://x.com/a/status/7", "reply_to": "lise", "thread_id": "7"}, "kind", "post"),
        ({"author": "@Lise"}, "author", "4cat:lise"),
        ({"author": "Anonymous"}, "author", None),
        ({"author": ""}, "author", None),
        ({"body": None}, "text", ""),
        ({"hashtags": ["a", 3]}, "hashtags", ["a"]),
        ({"languages": "fr,en"}, "lang", "fr"),
        ({"languages": "N/A"}, "lang", None),
        ({"author_followers": "120"}, "followers", 120),
        ({"author_followers": "beaucoup"}, "followers", None),
        ({"location_latlong": "47.355,-0.448"}, "lon", -0.448),
        ({"location_latlong": "95,0"}, "lat", None),
        ({"location_latlong": "47.355"}, "lat", None),
        ({"is_retweet": "yes", "thread_id": "3"}, "reply_to_uid", None),
    ],
)
def test_fields(change, name, expected):
    assert getattr(one(SOURCE, ROW | change), name) == expected


@pytest.mark.parametrize(
    ("change", "field"), [({"id": ""}, "id"), ({"timestamp": "hier"}, "timestamp"), ({"body": 3}, "body")]
)
def test_what_cannot_be_read_says_which_field(change, field):
    with pytest.raises(RecordError) as error:
        one(SOURCE, ROW | change)
    assert error.value.field == field
