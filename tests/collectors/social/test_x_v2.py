"""X's v2 wire: both spellings make the same records, a third loses nothing, and twitwi reads the same."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twitwi import normalize_tweets_payload_v2
from twitwi.utils import custom_normalize_url, get_timestamp_from_id

from collectors.records import Deletion, Departure, Post, RecordError
from collectors.social.x_answers import unpack
from collectors.social.x_v2 import SOURCE
from collectors.source import DocumentError, Row
from tests.collectors.social.x_payloads import (
    ALL,
    QUOTE,
    REPLY,
    REPLY_AND_QUOTE,
    REPOST,
    ROOT,
    THREAD,
    USERS,
    answer,
    in_post_words,
    post,
)


def records(payload, source=SOURCE):
    items = unpack(json.dumps(payload).encode())
    return [r for item in items if (r := source.normalise(Row(item, source.fields))) is not None]


def one(data, parents=(), **more):
    return records(answer(data, parents, **more))[0]


@pytest.mark.parametrize(
    ("data", "kind", "parents"),
    [
        (ROOT, "post", (None, None, None, None)),
        (REPLY, "reply", (ROOT["id"], None, None, ROOT["id"])),
        (THREAD, "reply", (ROOT["id"], None, None, ROOT["id"])),
        (REPOST, "repost", (None, ROOT["id"], None, None)),
        (QUOTE, "quote", (None, None, ROOT["id"], None)),
        (REPLY_AND_QUOTE, "reply", (QUOTE["id"], None, REPLY["id"], QUOTE["id"])),
    ],
)
def test_each_kind_of_parent(data, kind, parents):
    found = one(data)
    assert found.kind == kind
    assert (found.reply_to_uid, found.repost_of_uid, found.quote_of_uid, found.root_uid) == tuple(
        p and f"x:{p}" for p in parents
    )


@pytest.mark.parametrize("types", [False, True])
def test_both_spellings_make_the_same_records(types):
    note = {"text": "long " * 90, "entities": {"hashtags": [{"tag": "crue"}]}}
    cut = post(1990000000000000021, "7002", "court\u2026", "20T20:00:00", note_tweet=note)
    payload = answer([REPLY, REPOST, QUOTE, REPLY_AND_QUOTE, cut], [ROOT])
    older, newer = records(payload), records(in_post_words(payload, types=types))
    assert older == newer
    assert len(older) == 6
    assert "retweeted" not in json.dumps(in_post_words(payload, types=True))


def test_a_post():
    found = one(ROOT)
    assert (found.uid, found.author, found.followers, found.lang) == (f"x:{ROOT['id']}", "x:7001", 5400, "fr")
    assert found.created_at == datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert found.text.startswith("Crue de la Ruizan : le pont est fermé & l'école")
    assert (found.hashtags, found.urls) == (["Ruizan"], ["https://valbrune.example/crue"])
    assert (found.lat, found.lon) == pytest.approx((47.66, -2.75))
    assert found.url == f"https://x.com/i/status/{ROOT['id']}"
    assert found.handles == {"mairie_valbrune": "x:7001"}


def test_parents_that_came_along_are_records_and_a_repost_has_their_whole_text():
    repost, root = records(answer([REPOST], [ROOT]))
    assert (repost.uid, root.uid) == (f"x:{REPOST['id']}", f"x:{ROOT['id']}")
    assert repost.text == root.text
    assert (repost.hashtags, repost.mentions) == (["Ruizan"], [])
    assert one(REPOST).text.startswith("RT @Mairie_Valbrune")


def test_a_post_that_is_found_and_comes_along_is_one_record():
    assert [r.uid for r in records(answer([REPLY, ROOT], [ROOT]))] == [f"x:{REPLY['id']}", f"x:{ROOT['id']}"]


def test_the_exact_point_goes_before_the_place_and_a_country_is_no_point():
    assert (one(THREAD).lat, one(THREAD).lon) == (47.66, -2.76)
    payload = answer(ROOT)
    payload["includes"]["places"][0]["place_type"] = "country"
    assert records(payload)[0].lat is None


def test_a_long_post_has_its_whole_text_and_the_links_of_it():
    link = {"url": "https://t.co/x", "expanded_url": "https://a.example/x"}
    note = {"text": "tout le texte @lea_corbel", "entities": {"urls": [link], "mentions": [USERS[1]]}}
    found = one({**ROOT, "note_tweet": note})
    assert (found.text, found.urls) == ("tout le texte @lea_corbel", ["https://a.example/x"])
    assert (found.hashtags, found.mentions) == (["Ruizan"], ["x:7002"])


def test_own_pictures_are_no_links():
    urls = [
        {"url": "https://t.co/1", "expanded_url": "https://x.com/a/status/1/photo/1"},
        {"url": "https://t.co/2", "expanded_url": "https://x.com/a/status/1", "media_key": "3_1"},
        {"url": "https://t.co/3"},
    ]
    assert one({**ROOT, "entities": {"urls": urls}}).urls == ["https://t.co/3"]


def test_an_edited_post_empties_its_earlier_versions():
    latest = {**ROOT, "edit_history_tweet_ids": ["1989999999999999999", ROOT["id"]]}
    edited, gone = one(latest), records(answer(latest))[1]
    assert edited.uid == f"x:{ROOT['id']}"
    assert gone == Deletion(uid="x:1989999999999999999", deleted_at=edited.created_at)


def test_a_mention_without_an_id_is_found_among_the_users():
    found = one({**ROOT, "entities": {"mentions": [{"username": "LEA_Corbel"}, {"username": "nobody"}]}})
    assert found.mentions == ["x:7002"]


def test_a_time_as_the_oldest_interface_writes_it():
    found = one({**ROOT, "created_at": "Fri Nov 20 18:00:00 +0000 2026"})
    assert (found.created_at, found.repairs) == (datetime(2026, 11, 20, 18, tzinfo=UTC), ())


def test_without_a_time_the_id_tells_it():
    found = one({**ROOT, "created_at": None})
    assert int(found.created_at.timestamp()) == get_timestamp_from_id(ROOT["id"])
    assert found.repairs == ("time read from the id",)


def test_errors_that_come_along_and_disconnects_are_skipped():
    gone = {
        "resource_id": "1",
        "resource_type": "tweet",
        "title": "Not Found Error",
        "parameter": "referenced_tweets.id",
    }
    assert [type(r) for r in records(answer([REPLY], errors=[gone]))] == [Post]
    assert (
        records(
            {
                "errors": [
                    {"title": "operational-disconnect", "disconnect_type": "UpstreamOperationalDisconnect"}
                ]
            }
        )
        == []
    )
    assert records({"meta": {"result_count": 0}}) == []


AT = {"event_at": "2026-11-20T10:00:00.000Z"}
TEN = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"delete": {"tweet": {"id": "12", "author_id": "7"}, **AT}}, Deletion(uid="x:12", deleted_at=TEN)),
        ({"drop": {"post": {"id": "12"}, **AT}}, Deletion(uid="x:12", deleted_at=TEN)),
        ({"user_delete": {"user": {"id": "7"}, **AT}}, Departure(author="x:7", deleted_at=TEN)),
        ({"user_protect": {"user": {"id": "7"}, **AT}}, Departure(author="x:7", deleted_at=TEN)),
        ({"user_suspend": {"user": {"id": "7"}, **AT}}, Departure(author="x:7", deleted_at=TEN)),
    ],
)
def test_compliance(event, expected):
    assert records({"data": event}) == [expected]


def test_other_compliance_events_change_nothing():
    assert records({"data": {"withheld": {"tweet": {"id": "1"}, **AT}}}) == []


# A third spelling


THIRD = {k: v for k, v in REPLY.items() if k != "referenced_tweets"} | {
    "linked_posts": [{"type": "replied_to", "id": ROOT["id"]}]
}


def test_references_under_a_new_name_are_a_dead_letter_that_says_what_to_do():
    with pytest.raises(RecordError) as caught:
        records(answer([THIRD], [ROOT]))
    assert caught.value.field == "linked_posts"
    assert "fields: {references: [linked_posts]}" in caught.value.message
    assert SOURCE.unknown(THIRD) == ["linked_posts"]


def test_once_mapped_they_are_edges_and_no_drift():
    mapped = SOURCE.with_spellings({"references": ["linked_posts"]})
    assert records(answer([THIRD], [ROOT]), mapped)[0] == records(answer([REPLY], [ROOT]))[0]
    assert mapped.unknown(THIRD) == []


def test_a_reference_of_a_new_type_is_a_dead_letter_until_it_is_mapped():
    renamed = {**REPOST, "referenced_tweets": [{"type": "reshared", "id": ROOT["id"]}]}
    with pytest.raises(RecordError, match=r"fields: \{as_repost"):
        records(answer([renamed], [ROOT]))
    mapped = SOURCE.with_spellings({"as_repost": ["reshared"]})
    assert records(answer([renamed], [ROOT]), mapped) == records(answer([REPOST], [ROOT]))


def test_parents_under_a_new_name_are_records_all_the_same_and_the_name_is_told():
    payload = answer([REPLY])
    payload["includes"]["linked"] = [ROOT]
    items = unpack(json.dumps(payload).encode())
    assert [item["id"] for item in items] == [REPLY["id"], ROOT["id"]]
    assert SOURCE.unknown(items[0]) == ["includes.linked"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": None}, "id"),
        ({"id": "12a"}, "id"),
        ({"author_id": None}, "author_id"),
        ({"created_at": "yesterday"}, "created_at"),
        ({"referenced_tweets": [{"type": "quoted"}]}, "references"),
        ({"in_reply_to": {"type": "replied_to", "id": "5"}}, "in_reply_to"),
    ],
)
def test_what_cannot_be_read_is_refused(changed, field):
    with pytest.raises(RecordError) as caught:
        records({"data": {**ROOT, **changed}})
    assert caught.value.field == field


def test_its_own_parent_is_none():
    found = one({**REPLY, "referenced_tweets": [{"type": "replied_to", "id": REPLY["id"]}]})
    assert (found.kind, found.repairs) == ("post", ("its own parent: relation dropped",))


# Documents and files


def test_a_file_of_answers_with_a_broken_line_and_posts_by_themselves():
    lines = [
        json.dumps(answer([ROOT])),
        '{"data": [',
        json.dumps({**REPLY, "author": USERS[1], "__twarc": {}}),
    ]
    items = unpack("\n".join(lines).encode())
    assert [item.get("id") for item in items] == [ROOT["id"], None, REPLY["id"]]
    assert "unreadable" in items[1]
    with pytest.raises(RecordError):
        SOURCE.normalise(Row(items[1], SOURCE.fields))
    assert SOURCE.normalise(Row(items[2], SOURCE.fields)).handles["lea_corbel"] == "x:7002"


@pytest.mark.parametrize(
    "body", [b"", b'{"data": [', b'"text"', b"{}", b'{"data": ["a"]}', b'{"meta": {"result_count": 3}}']
)
def test_what_is_no_answer_is_a_document_error(body):
    with pytest.raises(DocumentError):
        unpack(body)


def test_a_byte_that_is_no_utf8_spoils_nothing_else():
    body = json.dumps(answer([ROOT, REPLY]), ensure_ascii=False).encode().replace("é".encode(), b"\xe9", 1)
    assert one(ROOT).text == SOURCE.normalise(Row(unpack(body)[0], SOURCE.fields)).text


# Invariants


NAMES = [
    "id",
    "type",
    "text",
    "username",
    "coordinates",
    "bbox",
    "entities",
    "mentions",
    "urls",
    "hashtags",
    "tag",
]
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False)
    | st.text(max_size=12) | st.sampled_from(["x:1", ROOT["id"], ROOT["created_at"], "replied_to", "user_delete"])
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
    for item in (values, {**ROOT, **values}):
        try:
            found = SOURCE.normalise(Row(item, SOURCE.fields))
        except RecordError:
            continue
        assert found is None or isinstance(found, Post | Deletion | Departure)
        msgspec.json.encode(found)


@given(
    JSON
    | st.fixed_dictionaries(
        {"data": JSON | st.lists(JSON)}, optional={"includes": JSON, "errors": JSON, "meta": JSON}
    )
)
def test_any_document_is_items_or_a_document_error(value):
    try:
        items = unpack(msgspec.json.encode(value))
    except DocumentError:
        return
    assert all(isinstance(item, dict) for item in items)


@given(st.lists(st.sampled_from(ALL), unique_by=lambda p: p["id"]), st.permutations(ALL))
def test_no_reference_is_lost_whatever_comes_along(data, parents):
    for found in records(answer(data, parents)):
        source = next(p for p in ALL if f"x:{p['id']}" == found.uid)
        edges = {found.reply_to_uid, found.repost_of_uid, found.quote_of_uid} - {None}
        assert edges == {f"x:{r['id']}" for r in source.get("referenced_tweets", [])}


# Agreement with an independent normaliser


def for_twitwi(payload):
    """What twitwi needs beside: the fields that it has no default for."""
    for user in payload["includes"]["users"]:
        user |= {
            "created_at": "2020-01-01T00:00:00.000Z",
            "profile_image_url": "",
            "verified": False,
            "description": "",
        }
    return payload


@pytest.mark.parametrize("data", ALL, ids=lambda p: p["id"][-2:])
def test_twitwi_reads_the_same(data):
    theirs = normalize_tweets_payload_v2(for_twitwi(answer([data], ALL)))[0]
    found = one(data, ALL)
    assert (theirs["id"], theirs["user_id"]) == (found.uid[2:], found.author[2:])
    assert theirs["timestamp_utc"] == int(found.created_at.timestamp())
    assert (theirs["lang"], theirs["user_followers"]) == (found.lang, found.followers)
    assert (theirs.get("to_tweetid"), theirs.get("retweeted_id"), theirs.get("quoted_id")) == tuple(
        uid and uid[2:] for uid in (found.reply_to_uid, found.repost_of_uid, found.quote_of_uid)
    )
    if (
        found.kind != "repost"
    ):  # of a repost twitwi gives what stands in its cut text; here the original counts
        assert theirs["hashtags"] == sorted(tag for tag in found.hashtags)
        assert theirs["links"] == sorted(custom_normalize_url(url) for url in found.urls)
        assert theirs["mentioned_ids"] == [uid[2:] for uid in found.mentions]


def links_written_out(text, data):
    for url in data.get("entities", {}).get("urls", []):
        text = text.replace(url["url"], url.get("unwound_url") or url["expanded_url"])
    return text


@pytest.mark.parametrize("data", ALL, ids=lambda p: p["id"][-2:])
def test_twitwi_reads_the_same_text(data):
    theirs = normalize_tweets_payload_v2(for_twitwi(answer([data])))[0]["text"]
    assert theirs == links_written_out(one(data).text, data)
    reposted = normalize_tweets_payload_v2(for_twitwi(answer([REPOST], [ROOT])))[0]["text"]
    assert reposted == f"RT @Mairie_Valbrune: {links_written_out(one(REPOST, [ROOT]).text, ROOT)}"
