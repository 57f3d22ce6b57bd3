from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from collectors.files.entries import MENDED
from collectors.files.telegram_desktop import SOURCE
from collectors.records import RecordError
from collectors.source import DocumentError
from tests.collectors.files.golden_files import GOLDEN, one, posts, unknown

MESSAGE = {"id": 2, "type": "message", "date_unixtime": "1716199500", "from_id": "user5", "text": "bonjour"}
MESSAGE |= {"chat_id": 9, "chat_type": "public_channel"}


@pytest.fixture(scope="module")
def golden():
    return posts(SOURCE, "telegram_channel.json")


def export(**chat):
    return json.dumps({"name": "c", "type": "public_channel", "id": 9, "messages": []} | chat).encode()


def unpacked(document):
    return list(SOURCE.unpack(document))


def test_service_messages_and_pictures_without_words_are_skipped(golden):
    assert [uid.rsplit(":", 1)[1] for uid in golden] == ["2", "3", "4", "5", "7"]


def test_a_message(golden):
    post = golden["telegram:1234567890:2"]
    assert (post.author, post.kind, post.text) == (
        "telegram:user9101",
        "post",
        "Le pont de Brissac est fermé ?",
    )
    assert post.created_at == datetime(2024, 5, 20, 10, 5, tzinfo=UTC)


def test_a_text_in_parts(golden):
    post = golden["telegram:1234567890:3"]
    assert post.text == ("Non, demandez à @mairie_brissac ou à Nadia : ici https://exemple.fr/route #Brissac")
    assert (post.kind, post.reply_to_uid) == ("reply", "telegram:1234567890:2")
    assert post.mentions == ["telegram:mairie_brissac", "telegram:user816"]
    assert (post.hashtags, post.urls) == (
        ["Brissac"],
        ["https://exemple.fr/pont", "https://exemple.fr/route"],
    )


def test_a_forward_names_where_it_came_from(golden):
    post = golden["telegram:1234567890:4"]
    assert (post.kind, post.repost_of_uid, post.mentions) == ("repost", None, ["telegram:channel555"])


def test_a_reply_to_another_chat(golden):
    assert golden["telegram:1234567890:7"].reply_to_uid == "telegram:555:44"


def test_the_golden_files_hold_no_unknown_field():
    assert unknown(SOURCE, GOLDEN / "telegram_channel.json") == []


def test_of_an_account_only_public_chats_are_taken():
    assert set(posts(SOURCE, "telegram_account.json")) == {"telegram:555:44", "telegram:556:9"}
    assert b"Maman" in (GOLDEN / "telegram_account.json").read_bytes()


def test_a_private_group_is_taken_when_it_was_exported_by_itself():
    assert len(unpacked(export(type="private_group", messages=[{"id": 1}]))) == 1


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (b"", "no result.json of Telegram Desktop"),
        (b"[]", "no result.json of Telegram Desktop"),
        (b'{"about": "x"}', "has neither messages nor chats"),
        (export()[:-10], "no result.json of Telegram Desktop"),
        (export(type="personal_chat"), r"a private conversation \(personal_chat\)"),
        (export(type="saved_messages"), "a private conversation"),
        (
            b'{"chats": {"list": [{"type": "personal_chat", "id": 1, "messages": []}]}}',
            "none of its 1 chats is a public group",
        ),
    ],
)
def test_what_is_not_taken(document, problem):
    with pytest.raises(DocumentError, match=problem):
        unpacked(document)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rb"a\x0Bb", "a\x0bb"),  # what Telegram Desktop writes for a control character
        (rb"a\\x0Bb", r"a\x0Bb"),  # the text of a backslash, an x …
        (rb"a\\\x1Fb", "a\\\x1fb"),
        (b"d\xe9j\xe0", "déjà"),
        ("déjà".encode(), "déjà"),
    ],
)
def test_what_is_no_json_is_mended(written, text):
    document = (
        b'{"type": "public_channel", "id": 9, "messages": [{"id": 1, "text": "%s"}, {"id": 2}]}' % written
    )
    first, second = unpacked(document)
    assert first["text"] == text
    assert (second["id"], MENDED in second) == (2, False)


def test_mending_is_told():
    (item,) = unpacked(b'{"type": "public_channel", "id": 9, "messages": [{"id": 1, "text": "d\xe9j\xe0"}]}')
    assert one(SOURCE, MESSAGE | item).repairs == (item[MENDED],)


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"from_id": None}, "author", None),
        ({"from_id": 4321}, "author", "telegram:user4321"),
        ({"from_id": "channel55"}, "author", "telegram:channel55"),
        (
            {"date_unixtime": None, "date": "2024-05-20T10:05:00"},
            "repairs",
            ("time without zone: read as UTC",),
        ),
        ({"reply_to_message_id": 2}, "repairs", ("its own parent: relation dropped",)),
        ({"reply_to_message_id": 2}, "kind", "post"),
        ({"reply_to_message_id": 1, "forwarded_from": "x"}, "reply_to_uid", None),
        ({"forwarded_from": "Nom affiché"}, "mentions", []),
        ({"text": ["a", 3, {"type": "bold", "text": "b"}, {"type": "bold"}]}, "text", "ab"),
    ],
)
def test_fields(change, name, expected):
    assert getattr(one(SOURCE, MESSAGE | change), name) == expected


@pytest.mark.parametrize(
    "change",
    [{"text": ""}, {"text": []}, {"text": "  "}, {"type": "service"}, {"type": "unsupported", "text": None}],
)
def test_skipped(change):
    assert one(SOURCE, MESSAGE | change) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": None}, "id"),
        ({"chat_id": None}, "chat"),
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"date_unixtime": None}, "date"),
        ({"date_unixtime": "soon"}, "date"),
        ({"_broken": "7 is no object"}, "entry"),
    ],
)
def test_what_cannot_be_read_says_which_field(change, field):
    with pytest.raises(RecordError) as error:
        one(SOURCE, MESSAGE | change)
    assert error.value.field == field
