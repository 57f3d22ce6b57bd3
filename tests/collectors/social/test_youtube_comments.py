"""YouTube's comments: read, asked for page by page, and the quota that it costs."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given

from collectors.budget import BudgetSpent
from collectors.declaration import Price
from collectors.patience import SourceRefused
from collectors.records import Post, RecordError
from collectors.social.youtube_comments import SOURCE, unpack
from collectors.source import DocumentError, Row
from tests.collectors.conformance.server import serving
from tests.collectors.social.mutations import json_values, mutated
from tests.collectors.social.nets import bodies, collected, net
from tests.collectors.social.youtube import (
    CLOSED,
    COMMENTS,
    HEAD,
    KEY,
    LOST,
    QUIET,
    VIDEO,
    answer_of,
    comment,
    refusal,
    thread,
)


def flat(resource):
    answer = {"kind": "youtube#commentListResponse", "items": [resource]}
    return unpack(json.dumps(answer).encode())[0]


def normalise(resource):
    return SOURCE.normalise(Row(flat(resource), SOURCE.fields))


def test_a_comment_whose_original_is_not_told():
    post = normalise(COMMENTS[0])
    assert (post.uid, post.author, post.kind) == (f"youtube:{HEAD}", "youtube:UCCamille", "post")
    assert post.text == "L'école est fermée ?\nVoir le point à 1:05 #crue"
    assert post.urls == ["https://mairie.example/point?a=1&b=2"]
    assert post.handles == {"camille-nom": "youtube:UCCamille"}
    assert post.created_at == datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert post.url == f"https://www.youtube.com/watch?v={VIDEO}&lc={HEAD}"


def test_a_reply():
    post = normalise(COMMENTS[3])
    assert (post.kind, post.text) == ("reply", "Confirmé par la mairie <3")
    assert (post.reply_to_uid, post.root_uid, post.url) == (f"youtube:{HEAD}", f"youtube:{HEAD}", None)


def test_the_original_is_taken_before_what_is_shown():
    assert normalise(comment("x", "Ali", "a &lt; b", 1, None, "a < b")).text == "a < b"


def test_a_comment_of_a_channel_that_is_gone():
    post = normalise(comment("x", "Ali", "Bonjour", 1, authorChannelId=None, authorDisplayName=""))
    assert (post.author, post.handles) == (None, None)


@pytest.mark.parametrize(
    ("resource", "field"),
    [
        (comment("", "Ali", "a", 1), "id"),
        (comment("x", "Ali", None, 1), "textDisplay"),
        (comment("x", "Ali", "a", 1, publishedAt="hier"), "publishedAt"),
        (comment("x", "Ali", "a", 1, "x"), "parentId"),
    ],
)
def test_a_comment_that_cannot_be_read_says_why(resource, field):
    with pytest.raises(RecordError) as caught:
        normalise(resource)
    assert caught.value.field == field


@given(mutated(COMMENTS) | json_values)
def test_whatever_comes_is_a_record_or_a_reason(resource):
    if not isinstance(resource, dict):
        return
    try:
        found = normalise(resource)
    except RecordError:
        return
    assert isinstance(found, Post)
    msgspec.json.encode(found)


def test_a_thread_is_unpacked_with_the_replies_that_it_shows():
    answer = {"kind": "youtube#commentThreadListResponse", "items": [thread(COMMENTS[0], COMMENTS[1:4])]}
    found = unpack(json.dumps(answer).encode())
    assert [item["id"] for item in found] == [HEAD, f"{HEAD}.reponse1", f"{HEAD}.reponse2"]
    assert "snippet" not in found[0]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"kind": "youtube#videoListResponse", "items": []}'])
def test_another_answer_is_no_document_of_ours(body):
    with pytest.raises(DocumentError):
        unpack(body)


def given_(url, *videos, **more):
    return {"url": url, "key": KEY, "videos": list(videos or [VIDEO])} | more


def ids(pages):
    return [item["id"] for body in bodies(pages) for item in unpack(body)]


def test_everything_is_listed_with_all_replies(tmp_path):
    asked = []
    with serving(answer_of(COMMENTS, asked)) as url:
        pages = collected(SOURCE, given_(url), net(tmp_path))
    assert set(ids(pages)) == {c["id"] for c in COMMENTS}
    assert [(method, query.get("pageToken")) for method, query in asked] == [
        ("commentThreads", None),
        ("commentThreads", "2"),
        ("comments", None),
        ("comments", "2"),
    ]
    assert {page.documents[0].query for page in pages if page.documents} == {f"video {VIDEO}"}
    assert [page.cursor for page in pages] == [
        {"newest": {}},
        {"newest": {}},
        {"newest": {VIDEO: "2026-11-22T08:40:00Z"}},
    ]


@pytest.mark.parametrize(("days", "pages_read"), [(0, 1), (7, 2)])
def test_the_next_round_stops_at_threads_that_are_old_and_known(tmp_path, days, pages_read):
    asked = []
    cursor = {"newest": {VIDEO: "2026-11-22T08:40:00Z"}}
    with serving(answer_of(COMMENTS, asked)) as url:
        pages = collected(SOURCE, given_(url, look_back_days=days), net(tmp_path), cursor)
    assert [method for method, _ in asked].count("commentThreads") == pages_read
    assert (HEAD in ids(pages)) is (days == 7)
    assert QUIET in ids(pages)
    assert pages[-1].cursor == cursor


def test_a_video_without_comments_or_lost_is_told_and_the_others_are_read(tmp_path, caplog):
    with serving(answer_of(COMMENTS)) as url:
        pages = collected(SOURCE, given_(url, CLOSED, LOST, VIDEO), net(tmp_path))
    assert set(ids(pages)) == {c["id"] for c in COMMENTS}
    assert CLOSED in caplog.text
    assert LOST in caplog.text


@pytest.mark.parametrize("reason", ["quotaExceeded", "forbidden"])
def test_another_refusal_ends_the_round(tmp_path, reason):
    with (
        serving(lambda _: refusal(403, reason, "You have exceeded your quota.")) as url,
        pytest.raises(SourceRefused, match="403"),
    ):
        collected(SOURCE, given_(url), net(tmp_path))


def test_the_key_stands_in_no_address(tmp_path):
    asked = []
    with serving(answer_of(COMMENTS, asked)) as url:
        pages = collected(SOURCE, given_(url), net(tmp_path))
    assert KEY not in str(asked)
    assert KEY not in str([(d.query, d.native_id) for page in pages for d in page.documents])


def test_every_request_costs_a_unit_and_the_ceiling_holds(tmp_path):
    price = Price("quota units", 1, 0)
    asked = []
    with serving(answer_of(COMMENTS, asked)) as url:
        with pytest.raises(BudgetSpent):
            collected(SOURCE, given_(url), net(tmp_path, price=price, monthly=3))
        assert len(asked) == 3
