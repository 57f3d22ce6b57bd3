from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from collectors.enrichment.text import canonical_url
from collectors.files.shares import COORTWEET, ITSELF, QUT, address
from collectors.records import RecordError
from tests.collectors.files.golden_files import GOLDEN, normalised, one, unknown

MESSAGE = {"message_id": "7", "user_id": "U1", "message": "bonjour", "timestamp": "1623881091"}


@pytest.mark.parametrize(
    ("shared", "link"),
    [
        ("85d2", "urn:shared-object:85d2"),
        ("https://exemple.fr/pont", "https://exemple.fr/pont"),
        ("brissac", "urn:shared-object:brissac"),
    ],
)
def test_the_link_of_an_object(shared, link):
    assert address(shared) == link
    assert canonical_url(link) == link  # it comes unchanged through the enrichment


def test_the_same_text_is_the_same_link_and_never_the_text_itself():
    first, same, other = address("un texte partagé"), address("un texte partagé"), address("un autre texte")
    assert first == same != other
    assert first.startswith("urn:shared-object:text:")
    assert address("x" * 201).startswith("urn:shared-object:text:")


def test_coortweet():
    first, second, *both, text = normalised(COORTWEET, GOLDEN / "coortweet.csv")
    assert (first.uid, first.author, first.kind) == ("coortweet:114eaa", "coortweet:0fb4aa", "post")
    assert first.urls == second.urls
    assert first.created_at == datetime(2021, 6, 16, 22, 4, 51, tzinfo=UTC)
    assert {post.uid for post in both} == {"coortweet:321cc"}
    assert [post.urls for post in both] == [["https://exemple.fr/pont"], ["https://exemple.fr/route"]]
    assert text.text == "le pont de brissac est fermé passez par la route"
    assert unknown(COORTWEET, GOLDEN / "coortweet.csv") == []


def test_qut():
    first, reply, shared, empty, thanks = normalised(QUT, GOLDEN / "qut.csv")
    assert (first.uid, first.author, first.handles) == ("qut:1001", "qut:u1", {"lise_dorval": "qut:u1"})
    assert first.urls == ["https://exemple.fr/pont", "https://exemple.fr/route"]
    assert (reply.kind, reply.reply_to_uid) == ("reply", first.uid)
    assert (shared.kind, shared.repost_of_uid, shared.urls) == (
        "repost",
        first.uid,
        ["https://exemple.fr/pont"],
    )
    assert (empty.text, empty.urls, empty.created_at.microsecond) == ("", [], 500_000)
    assert thanks.reply_to_uid == reply.uid
    assert unknown(QUT, GOLDEN / "qut.csv") == []


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"repost_id": "1", "reply_id": "2"}, "reply_to_uid", None),
        ({"reply_id": "7"}, "repairs", (ITSELF,)),
        ({"reply_id": "7"}, "kind", "post"),
        ({"username": "@Lise"}, "handles", {"lise": "qut:u1"}),
        ({"username": ""}, "handles", None),
        ({"timestamp": 1623881091.25}, "created_at", datetime(2021, 6, 16, 22, 4, 51, 250_000, tzinfo=UTC)),
    ],
)
def test_fields_of_qut(change, name, expected):
    assert getattr(one(QUT, MESSAGE | change), name) == expected


@pytest.mark.parametrize(
    ("source", "row", "field"),
    [
        (QUT, MESSAGE | {"timestamp": "12"}, "timestamp"),
        (QUT, MESSAGE | {"user_id": ""}, "user_id"),
        (COORTWEET, {"object_id": "", "account_id": "a", "content_id": "c"}, "object_id"),
        (COORTWEET, {"object_id": "o", "account_id": "a", "content_id": "c"}, "timestamp_share"),
    ],
)
def test_what_cannot_be_read_says_which_field(source, row, field):
    with pytest.raises(RecordError) as error:
        one(source, row)
    assert error.value.field == field


@pytest.mark.data
def test_the_published_table_is_kept_whole(shared):
    """35,125 shares: the same accounts, objects, contents and times, so any co-sharing measure stays as it was."""
    path = shared / "coordination" / "russian_coord_tweets.csv"
    found = {(p.uid, p.author, p.urls[0], p.created_at.timestamp()) for p in normalised(COORTWEET, path)}
    table = pl.read_csv(path, schema_overrides={"timestamp_share": pl.Float64})
    expected = {
        (f"coortweet:{content}", f"coortweet:{account}", f"urn:shared-object:{shared_object}", at)
        for shared_object, account, content, at in table.iter_rows()
    }
    assert table.height == 35_125
    assert found == expected
