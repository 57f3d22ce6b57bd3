from __future__ import annotations

import pytest

from collectors.files.zeeschuimer import PLATFORMS, SOURCE
from collectors.records import RecordError
from tests.collectors.files.golden_files import GOLDEN, normalised, one, posts, unknown


@pytest.fixture(scope="module")
def golden():
    return posts(SOURCE, "zeeschuimer.ndjson")


def captured(platform, data):
    return {"item_id": "1", "timestamp_collected": 1716200000000, "source_platform": platform, "data": data}


def test_an_advertisement_is_skipped(golden):
    assert len(normalised(SOURCE, GOLDEN / "zeeschuimer.ndjson")) == 12
    assert len(golden) == 11
    assert "tiktok:7371000000000000009" not in golden
    assert one(SOURCE, captured("twitter.com", {"promoted": True, "rest_id": "1"})) is None
    assert one(SOURCE, captured("instagram.com", {"product_type": "ad"})) is None
    assert (
        one(SOURCE, captured("instagram.com", {"link": "https://www.facebook.com/ads/ig_redirect/?x"}))
        is None
    )


def test_the_golden_file_holds_no_unknown_field():
    assert unknown(SOURCE, GOLDEN / "zeeschuimer.ndjson") == []


def test_all_are_of_this_source(golden):
    assert {post.source for post in golden.values()} == {"zeeschuimer"}


def test_x_long_text_with_its_entities(golden):
    post = golden["x:1790000000000000001"]
    assert post.text.endswith("la suite est longue")
    assert (post.author, post.followers, post.root_uid) == ("x:9101", 140, None)
    assert (post.hashtags, post.urls, post.mentions) == (["Brissac"], ["https://exemple.fr/pont"], ["x:702"])
    assert post.handles == {"mairie_brissac": "x:702", "lise_dorval": "x:9101"}


def test_x_reply(golden):
    post = golden["x:1790000000000000002"]
    assert (post.kind, post.reply_to_uid) == ("reply", "x:1790000000000000001")
    assert (post.author, post.root_uid) == ("x:702", "x:1790000000000000001")


def test_x_retweet_one_level_deeper(golden):
    post = golden["x:1790000000000000003"]
    assert (post.kind, post.repost_of_uid) == ("repost", "x:1790000000000000001")
    assert post.text == "Texte long : le pont de Brissac serait fermé, voir @mairie_brissac et #Brissac"
    assert (post.hashtags, post.mentions) == (["Brissac"], ["x:702"])


def test_x_quote_of_a_post_that_is_not_shown(golden):
    post = golden["x:1790000000000000004"]
    assert (post.kind, post.quote_of_uid) == ("quote", "x:1790000000000000002")


def test_x_retweet_of_a_post_that_is_not_shown():
    legacy = {"id_str": "3", "user_id_str": "8", "created_at": "Mon May 20 12:00:00 +0000 2024"}
    legacy |= {"full_text": "RT @quelqu_un: parti", "retweeted_status_result": {"result": {"tombstone": {}}}}
    post = one(SOURCE, captured("x.com", {"rest_id": "3", "legacy": legacy}))
    assert (post.kind, post.repost_of_uid, post.author) == ("repost", None, "x:8")


def test_x_of_the_older_adaptive_answers():
    legacy = {"id_str": "3", "user_id_str": "8", "created_at": "Mon May 20 12:00:00 +0000 2024"}
    legacy |= {"full_text": "vieux", "retweeted_status_id_str": "2"}
    data = {"id": 3, "type": "adaptive", "legacy": legacy, "user": {"id_str": "8", "screen_name": "Iris"}}
    post = one(SOURCE, captured("twitter.com", data))
    assert (post.uid, post.author, post.repost_of_uid) == ("x:3", "x:8", "x:2")
    assert post.handles == {"iris": "x:8"}


def test_tiktok_video(golden):
    post = golden["tiktok:7371000000000000001"]
    assert (post.author, post.followers, post.kind, post.lang) == ("tiktok:oscar.vidal", 950, "post", "fr")
    assert (post.hashtags, post.mentions) == (["brissac"], ["tiktok:mairie.brissac"])


def test_tiktok_duet(golden):
    post = golden["tiktok:7371000000000000002"]
    assert (post.kind, post.quote_of_uid) == ("quote", "tiktok:7371000000000000001")
    assert (post.author, post.lang) == ("tiktok:iris_lambel", None)


@pytest.mark.parametrize(
    ("answered", "parent"),
    [
        ({"reply_id": "0"}, "tiktok:1"),
        ({"reply_id": "5"}, "tiktok:5"),
        ({"reply_id": "5", "reply_to_reply_id": "6"}, "tiktok:6"),
        ({"reply_id": "5", "reply_to_reply_id": "0"}, "tiktok:5"),
    ],
)
def test_tiktok_comment(answered, parent):
    data = {
        "cid": "9",
        "aweme_id": "1",
        "text": "oui",
        "create_time": 1716192000,
        "user": {"unique_id": "Paul"},
    }
    post = one(SOURCE, captured("tiktok-comments", data | answered))
    assert (post.kind, post.reply_to_uid, post.root_uid) == ("reply", parent, "tiktok:1")


def test_instagram_in_its_two_forms(golden):
    entry, node = golden["instagram:C7AAAAAAAAA"], golden["instagram:C7BBBBBBBBB"]
    assert (entry.author, entry.mentions) == ("instagram:marche_brissac", ["instagram:lise.dorval"])
    assert (entry.lat, entry.lon) == (47.355, -0.448)
    assert (node.author, node.text) == ("instagram:photo_brissac", "Vieux pont")


def test_threads_reply_names_whom_it_answers(golden):
    post = golden["threads:C7CCCCCCCCC"]
    assert (post.kind, post.reply_to_uid, post.mentions) == ("reply", None, ["threads:lise.dorval"])
    assert post.urls == ["https://exemple.fr/pont"]


def test_threads_repost(golden):
    post = golden["threads:C7DDDDDDDDD"]
    assert (post.kind, post.repost_of_uid) == ("repost", "threads:C7CCCCCCCCC")
    assert post.text == "Le pont est ouvert, dit la mairie"


def test_an_unknown_platform_is_named():
    with pytest.raises(RecordError, match=r"linkedin.com is not read; read are twitter.com"):
        one(SOURCE, captured("linkedin.com", {"id": 1}))


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
@pytest.mark.parametrize("data", [{"id": "1"}, {"user": 3, "legacy": [], "author": {}, "caption": 1}])
def test_an_item_without_a_post_becomes_a_dead_letter(platform, data):
    with pytest.raises(RecordError):
        one(SOURCE, captured(platform, data))


@pytest.mark.parametrize("data", [None, {}, [], "x"])
def test_no_data(data):
    with pytest.raises(RecordError, match="data"):
        one(SOURCE, captured("tiktok.com", data))
