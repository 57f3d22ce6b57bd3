"""Mastodon's statuses: keys, parents, HTML, visibility, events of the stream."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.records import Deletion, Post, RecordError
from collectors.social.mastodon_documents import unpack
from collectors.social.mastodon_keys import nameless_address, uid_of
from collectors.social.mastodon_status import links
from collectors.social.mastodon_timeline import SOURCE
from collectors.source import DocumentError, Row
from tests.collectors.social.mastodon_payloads import (
    ALL,
    HERE,
    LATER,
    QUOTE,
    REBLOG,
    REMOTE,
    REPLY_AWAY,
    ROOT,
    THREAD,
)

ROOT_UID, REMOTE_UID = "mastodon:mamot.example/1100", "mastodon:piaille.example/900"


def document(body, known=None, **more):
    first = {"instance": HERE, "domain": HERE, "known": known or {}, **more}
    return (
        json.dumps(first).encode() + b"\n" + (body if isinstance(body, bytes) else json.dumps(body).encode())
    )


def records(body, known=None, **more):
    items = unpack(document(body, known, **more))
    return [r for item in items if (r := SOURCE.normalise(Row(item, SOURCE.fields))) is not None]


def one(body, known=None):
    return records(body, known)[0]


@pytest.mark.parametrize(
    ("uri", "uid"),
    [
        ("https://Mamot.example/users/Elise/statuses/1100", "mastodon:mamot.example/1100"),
        ("https://mamot.example/ap/users/115/statuses/1100", "mastodon:mamot.example/1100"),
        ("https://mamot.example/users/Elise/statuses/1100/activity", "mastodon:mamot.example/1100"),
        ("https://gts.example/users/elise/statuses/01HZX", "mastodon:gts.example/01HZX"),
        ("https://pleroma.example/objects/0b1c-44", "mastodon:pleroma.example/objects/0b1c-44"),
        ("https://misskey.example/notes/9abc", "mastodon:misskey.example/notes/9abc"),
    ],
)
def test_keys(uri, uid):
    assert uid_of(uri) == uid


@pytest.mark.parametrize(
    "uri",
    [
        "https://pixel.example/p/elise/12",
        "tag:old.example,2017:objectId=1:elise",
        "https://elise@b.example/objects/1",
        "http://[",
    ],
)
def test_a_key_never_holds_a_name(uri):
    assert "elise" not in uid_of(uri)
    assert uid_of(uri) == uid_of(uri) != uid_of(uri + "3")
    assert nameless_address(uri) is None or "elise" not in nameless_address(uri).removeprefix(
        "https://elise@b.example"
    )


@pytest.mark.parametrize(
    ("status", "known", "kind", "parents"),
    [
        (ROOT, None, "post", (None, None, None)),
        (REMOTE, None, "reply", (ROOT_UID, None, None)),
        (THREAD, None, "reply", (ROOT_UID, None, None)),
        (REPLY_AWAY, {"1101": REMOTE["uri"]}, "reply", (REMOTE_UID, None, None)),
        (REPLY_AWAY, None, "reply", ("mastodon:mamot.example/1101", None, None)),
        (REBLOG, None, "repost", (None, ROOT_UID, None)),
        (QUOTE, None, "quote", (None, None, REMOTE_UID)),
    ],
)
def test_each_kind_of_parent(status, known, kind, parents):
    found = one([status], known)
    assert (found.kind, (found.reply_to_uid, found.repost_of_uid, found.quote_of_uid)) == (kind, parents)


def test_every_edge_leads_to_a_record_where_the_parent_is_there():
    found = records(ALL)
    uids = {record.uid for record in found}
    edges = {uid for r in found for uid in (r.reply_to_uid, r.repost_of_uid, r.quote_of_uid) if uid}
    assert (len(found), edges - uids) == (len(ALL), set())


def test_what_is_passed_on_or_quoted_is_a_record_too():
    assert [r.uid for r in records([REBLOG, QUOTE])] == [
        "mastodon:piaille.example/901", ROOT_UID, "mastodon:pleroma.example/objects/0b1c-44", REMOTE_UID,
    ]  # fmt: skip


def test_a_post():
    found = one([ROOT])
    assert (found.author, found.platform, found.followers) == (
        "mastodon:elisekeravel@mamot.example",
        "mastodon",
        110,
    )
    assert (
        found.text
        == "inondation\nLa #Ruizan déborde & le pont est fermé.\nVoir https://valbrune.example/crue?id=1"
    )
    assert (found.hashtags, found.urls, found.mentions) == (
        ["Ruizan"],
        ["https://valbrune.example/crue?id=1"],
        [],
    )
    assert found.url == "https://mamot.example/statuses/1100"
    assert found.created_at == datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert (found.lang, found.lat) == ("fr", None)


def test_accounts_have_their_host_and_handles_are_known_with_and_without_it():
    found = one([REMOTE])
    assert (found.author, found.mentions) == (
        "mastodon:breval@piaille.example",
        ["mastodon:elisekeravel@mamot.example"],
    )
    assert found.handles["elisekeravel"] == found.handles["elisekeravel@mamot.example"] == found.mentions[0]
    assert found.text == "@EliseKeravel merci"


def test_a_reblog_says_what_the_original_says():
    reblog, original = records([REBLOG])
    assert (reblog.text, reblog.hashtags, reblog.urls) == (original.text, original.hashtags, original.urls)
    assert reblog.author != original.author


@pytest.mark.parametrize(
    ("visibility", "kept"), [("public", 1), ("unlisted", 1), ("private", 0), ("direct", 0), (None, 0)]
)
def test_only_what_is_public_is_kept(visibility, kept):
    assert len(records([{**ROOT, "visibility": visibility}])) == kept


@pytest.mark.parametrize(
    ("quote", "uid"),
    [
        ({"state": "accepted", "quoted_status_id": "1100"}, ROOT_UID),
        ({"state": "revoked", "quoted_status": None}, None),
        (ROOT, ROOT_UID),
    ],
)
def test_forms_of_quotes(quote, uid):
    assert one([{**LATER, "quote": quote}]).quote_of_uid == uid


def test_links_without_mentions_and_hashtags():
    assert links(ROOT["content"]) == ["https://valbrune.example/crue?id=1"]
    assert links(REMOTE["content"] + '<a href="mailto:a@b">x</a><a>') == []


# Events


def event(name, data):
    return f"event: {name}\ndata: {data}".encode()


def test_an_event_is_a_status_and_an_edit_has_the_same_key():
    new = one(b":thump\n" + event("update", json.dumps(ROOT)))
    edited = one(
        event(
            "status.update",
            json.dumps({**ROOT, "content": "<p>autre</p>", "edited_at": "2026-11-20T19:00:00Z"}),
        )
    )
    assert (new.uid, edited.uid, edited.text) == (ROOT_UID, ROOT_UID, "inondation\nautre")


@pytest.mark.parametrize(
    ("known", "uid"), [({}, "mastodon:mamot.example/1101"), ({"1101": REMOTE["uri"]}, REMOTE_UID)]
)
def test_a_deletion_finds_the_post(known, uid):
    found = records(event("delete", "1101"), known, at="2026-11-20T20:00:00+00:00")
    assert found == [Deletion(uid=uid, deleted_at=datetime(2026, 11, 20, 20, tzinfo=UTC))]


def test_other_events():
    assert records(event("filters_changed", "undefined")) == []
    with pytest.raises(RecordError, match="an_event_of_tomorrow"):
        records(event("an_event_of_tomorrow", "{}"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"uri": None}, "uri"),
        ({"account": {}}, "account"),
        ({"created_at": "yesterday"}, "created_at"),
        ({"created_at": None}, "created_at"),
    ],
)
def test_what_cannot_be_read_is_refused(changed, field):
    with pytest.raises(RecordError) as caught:
        records([{**ROOT, **changed}])
    assert caught.value.field == field


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"known": {}}\n[]', document(b"[1]"), document(b"[{"), document(event("update", "{"))],
)
def test_what_is_no_document_is_a_document_error(body):
    with pytest.raises(DocumentError):
        unpack(body)


def test_every_known_field_is_declared_and_a_new_one_is_drift():
    for item in unpack(document(ALL)):
        assert SOURCE.unknown(item) == []
    assert SOURCE.unknown({**ROOT, "a_new_field": 1}) == ["a_new_field"]


def test_a_byte_that_is_no_utf8_spoils_nothing_else():
    body = json.dumps([ROOT, THREAD], ensure_ascii=False).encode().replace("é".encode(), b"\xe9", 1)
    assert records(body) == records([ROOT, THREAD])


NAMES = ["id", "uri", "acct", "content", "reblog", "quote", "quoted_status", "url", "name", "mentions"]
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False)
    | st.text(max_size=12) | st.sampled_from([ROOT["uri"], "public", "update", "a@b", "1100", ROOT["created_at"], "<a href='http://x'"])
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = sorted({spelling for spellings in SOURCE.fields.values() for spelling in spellings})


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), JSON, max_size=8))
def test_any_item_is_a_record_or_nothing_or_a_record_error(values):
    for item in (values, {**ROOT, "at_instance": HERE, "at_domain": HERE, **values}):
        try:
            found = SOURCE.normalise(Row(item, SOURCE.fields))
        except RecordError:
            continue
        assert found is None or isinstance(found, Post | Deletion)
        msgspec.json.encode(found)


@given(
    JSON
    | st.lists(
        st.fixed_dictionaries({"uri": SCALARS, "id": SCALARS}, optional={"reblog": JSON, "quote": JSON})
    )
)
def test_any_document_is_items_or_a_document_error(value):
    try:
        items = unpack(document(msgspec.json.encode(value)))
    except DocumentError:
        return
    assert all(isinstance(item, dict) for item in items)
