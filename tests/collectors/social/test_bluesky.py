"""Bluesky's events → posts, deletions, departures; held against the lexicons and against twitwi."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.records import Deletion, Departure, Post, RecordError
from collectors.social import bluesky
from collectors.social.bluesky import FOREIGN, ITSELF, SEEN_BEFORE_WRITTEN, SOURCE
from collectors.source import DocumentError, Row
from tests.collectors.social import bluesky_events as golden
from tests.collectors.social.bluesky_events import CAMILLE, MAIRIE, NOUR, at
from tests.collectors.social.jetstream import wire
from tests.collectors.social.mutations import json_values, mutated


def normalise(event):
    return SOURCE.normalise(Row(event, SOURCE.fields))


def changed(event, **record):
    return event | {"record": {k: v for k, v in (event["record"] | record).items() if v is not None}}


def test_a_post_with_mention_link_tag_and_card():
    post = normalise(golden.POST)
    assert (post.uid, post.author) == (f"bluesky:{at(CAMILLE, '3m6post111111')}", f"bluesky:{CAMILLE}")
    assert (post.kind, post.lang, post.text) == ("post", "fr", golden.TEXT)
    assert post.created_at == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert post.hashtags == ["Crue", "Bretagne"]
    assert post.urls == ["https://mairie.example/crue?jour=22", "https://journal.example/crue"]
    assert post.mentions == [f"bluesky:{NOUR}"]
    assert post.handles == {"nour.example.org": f"bluesky:{NOUR}"}  # the bytes of the text, not its letters
    assert post.url == f"https://bsky.app/profile/{CAMILLE}/post/3m6post111111"
    assert post.repairs == ()


@pytest.mark.parametrize(
    ("event", "kind", "parents"),
    [
        (golden.REPLY, "reply", (at(CAMILLE, "3m6post111111"), at(CAMILLE, "3m6post111111"), None, None)),
        (golden.QUOTE, "quote", (None, None, at(CAMILLE, "3m6post111111"), None)),
        (
            golden.QUOTE_WITH_CARD,
            "reply",
            (at(NOUR, "3m6reply11111"), at(CAMILLE, "3m6post111111"), at(CAMILLE, "3m6post111111"), None),
        ),
        (golden.REPOST, "repost", (None, None, None, at(MAIRIE, "3m6quote11111"))),
    ],
)
def test_relations(event, kind, parents):
    post = normalise(event)
    found = (post.reply_to_uid, post.root_uid, post.quote_of_uid, post.repost_of_uid)
    assert (post.kind, found) == (kind, tuple(uri and f"bluesky:{uri}" for uri in parents))


def test_a_repost_is_a_record_of_its_own_and_its_deletion_too():
    uid = f"bluesky:{at(NOUR, '3m6repost1111', 'app.bsky.feed.repost')}"
    repost, deletion = normalise(golden.REPOST), normalise(golden.DELETED_REPOST)
    assert (repost.uid, repost.author, repost.text, repost.url) == (uid, f"bluesky:{NOUR}", "", None)
    assert deletion == Deletion(
        uid=uid, deleted_at=datetime(2026, 11, 22, 10, 1, tzinfo=UTC), known_only=True
    )


def test_a_deleted_post():
    deletion = normalise(golden.DELETED_POST)
    assert isinstance(deletion, Deletion)
    assert deletion.uid == normalise(golden.POST).uid


@pytest.mark.parametrize("event", golden.LEAVING, ids=lambda event: event["account"]["status"])
def test_an_account_that_left(event):
    assert normalise(event) == Departure(
        author=f"bluesky:{NOUR}", deleted_at=datetime(2026, 11, 22, 11, 0, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize("event", [*golden.STAYING, golden.IDENTITY, golden.SYNC, golden.INFO, golden.LIKE])
def test_what_is_not_kept(event):
    assert normalise(event) is None


def test_a_quoted_list_is_no_quoted_post():
    embed = {"$type": "app.bsky.embed.record", "record": golden.ref(at(NOUR, "3kx", "app.bsky.graph.list"))}
    assert normalise(changed(golden.QUOTE, embed=embed)).quote_of_uid is None


def test_a_parent_named_by_handle_is_not_taken():
    parent = {"uri": "at://nour.example.org/app.bsky.feed.post/3kx", "cid": golden.CID}
    post = normalise(changed(golden.REPLY, reply={"parent": parent, "root": parent}))
    assert (post.kind, post.reply_to_uid, set(post.repairs)) == ("post", None, {FOREIGN})


def test_a_post_that_answers_itself():
    itself = golden.ref(at(NOUR, "3m6reply11111"))
    post = normalise(changed(golden.REPLY, reply={"parent": itself, "root": itself}))
    assert (post.kind, post.reply_to_uid, set(post.repairs)) == ("post", None, {ITSELF})


def test_a_clock_that_runs_ahead_is_set_back():
    post = normalise(changed(golden.REPLY, createdAt="2031-01-01T00:00:00Z"))
    assert (post.created_at, post.repairs) == (
        datetime(2026, 11, 22, 9, 2, 1, tzinfo=UTC),
        (SEEN_BEFORE_WRITTEN,),
    )


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (golden.BAD, "record.text"),
        (changed(golden.REPLY, createdAt=None), "record.createdAt"),
        (changed(golden.REPLY, createdAt="hier"), "record.createdAt"),
        (changed(golden.REPOST, subject={"uri": "https://example.org"}), "record.subject.uri"),
        (golden.POST | {"did": "camille"}, "did"),
        (golden.POST | {"rkey": "../x"}, "did"),
        (golden.POST | {"operation": "replace"}, "operation"),
        (golden.POST | {"$type": "network.bsky.jetstream.subscribeEvents#future"}, "$type"),
        (golden.DELETED_POST | {"time": None}, "time"),
        ({}, "type"),
    ],
)
def test_an_event_that_cannot_be_read_says_why(event, field):
    with pytest.raises(RecordError) as caught:
        normalise(event)
    assert caught.value.field == field


def test_frames():
    assert bluesky.unpack(wire(golden.POST)) == [golden.POST]
    assert bluesky.unpack(b'{"$type":"message","payload":{"text":"caf\xe9"}}') == [{"text": "café"}]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"$type":"message"}', b'{"payload":[]}', b"\x28\xb5\x2f\xfd\x00"]
)
def test_a_frame_that_is_none(body):
    with pytest.raises(DocumentError):
        bluesky.unpack(body)


@given(mutated(golden.EVENTS) | st.dictionaries(st.sampled_from(sorted(SOURCE.fields)), json_values))
def test_whatever_comes_is_a_record_nothing_or_a_reason(event):
    try:
        record = normalise(event)
    except RecordError:
        return
    assert record is None or isinstance(record, Post | Deletion | Departure)
    msgspec.json.encode(record)


@pytest.mark.parametrize("event", golden.EVENTS, ids=lambda event: event["$type"].rpartition("#")[2])
def test_the_goldens_are_what_the_lexicons_say(event):
    from atproto_client import models
    from atproto_client.models.utils import get_or_create
    from atproto_jetstream.models import parse_frame, parse_subscribe_events_message

    message = parse_subscribe_events_message(parse_frame(wire(event)))
    strict = get_or_create(event, type(message), strict_string_format=True)
    if "record" in event:
        known = {
            "post": models.AppBskyFeedPost,
            "repost": models.AppBskyFeedRepost,
            "like": models.AppBskyFeedLike,
        }
        model = known[event["collection"].rpartition(".")[2]].Record
        assert isinstance(strict.record, model)
        assert get_or_create(event["record"], model, strict_string_format=True).model_extra in ({}, None)


@pytest.mark.parametrize("event", golden.POSTS, ids=lambda event: event["rkey"])
def test_twitwi_reads_the_same(event):
    from twitwi.bluesky import normalize_partial_post

    first = {
        "did": event["did"],
        "time_us": 1_795_000_000_000_000,
        "kind": "commit",
        "commit": {key: event[key] for key in ("rev", "operation", "collection", "rkey", "record", "cid")},
    }
    theirs, ours = normalize_partial_post(first, collection_source="firehose"), normalise(event)
    assert ours.uid == f"bluesky:{theirs['uri']}"
    assert ours.author == f"bluesky:{theirs['user_did']}"
    assert ours.url == theirs["url"]
    assert ours.text == theirs["original_text"]
    assert ours.created_at == datetime.fromtimestamp(theirs["timestamp_utc"], UTC)
    assert ours.mentions == sorted(f"bluesky:{did}" for did in theirs["mentioned_user_dids"])
    assert sorted(ours.handles) == theirs["mentioned_user_handles"]
    assert {ours.lang} <= {*theirs["user_langs"], None}
    beside = event["record"].get("tags", [])  # twitwi reads the tags of the text alone
    assert sorted({t.lower() for t in ours.hashtags} - {t.lower() for t in beside}) == theirs["hashtags"]
    assert set(ours.urls) == set(theirs["links"])
    assert ours.reply_to_uid == (theirs.get("to_post_uri") and f"bluesky:{theirs['to_post_uri']}")
    assert ours.root_uid == (theirs.get("to_root_post_uri") and f"bluesky:{theirs['to_root_post_uri']}")
    assert ours.quote_of_uid == (theirs.get("quoted_uri") and f"bluesky:{theirs['quoted_uri']}")
