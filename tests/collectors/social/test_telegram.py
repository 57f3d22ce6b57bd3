"""Telegram's messages → posts; real TL objects, and a real client against a local encrypted server."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given as whatever

from collectors.config import configure
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.records import Post, RecordError
from collectors.social.telegram import MISSING, SOURCE
from collectors.source import Row
from tests.collectors.social import telegram_messages as golden
from tests.collectors.social.mtproto import serving
from tests.collectors.social.mutations import mutated
from tests.collectors.social.nets import bodies, collected, net
from tests.collectors.social.telegram_messages import (
    CHANNEL,
    GROUP,
    built,
    given,
    item,
    message,
    telegram,
)


def normalise(found):
    return SOURCE.normalise(Row(found, SOURCE.fields))


def test_a_channel_post_with_entities_counted_in_utf_16():
    post = normalise(item(golden.POST))
    assert (post.uid, post.author) == (f"telegram:{CHANNEL}:11", f"telegram:channel{CHANNEL}")
    assert (post.kind, post.text) == ("post", golden.TEXT)
    assert post.created_at == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert post.hashtags == ["Crue"]
    assert post.urls == ["https://mairie.example/crue", "https://mairie.example/point"]
    assert post.mentions == ["telegram:nour_p", "telegram:user77"]
    assert "Kerbrat" not in str(post)


@pytest.mark.parametrize(
    ("found", "kind", "author", "parents"),
    [
        (golden.REPLY, "reply", "user78", (f"{GROUP}:20", f"{GROUP}:19", None)),
        (golden.ELSEWHERE, "reply", "user79", (f"{CHANNEL}:11", None, None)),
        (golden.FORWARD, "repost", "user78", (None, None, f"{CHANNEL}:11")),
        (golden.HIDDEN, "repost", f"channel{CHANNEL}", (None, None, None)),
        (golden.TOPIC, "post", "user80", (None, None, None)),
    ],
    ids=["reply", "reply elsewhere", "forward", "hidden forward", "first words in a topic"],
)
def test_relations(found, kind, author, parents):
    post = normalise(item(found))
    relations = (post.reply_to_uid, post.root_uid, post.repost_of_uid)
    assert (post.kind, post.author) == (kind, f"telegram:{author}")
    assert relations == tuple(parent and f"telegram:{parent}" for parent in parents)


@pytest.mark.parametrize("found", golden.NOTHING, ids=lambda found: type(found).__name__)
def test_what_is_no_post(found):
    assert normalise(item(found)) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"peer_id": {"_": "PeerUser", "user_id": 5}}, "peer_id"),
        ({"id": None}, "id"),
        ({"date": "hier"}, "date"),
        ({"_": "Poll"}, "_"),
        ({"_": None}, "type"),
    ],
)
def test_a_message_that_cannot_be_read_says_why(changed, field):
    with pytest.raises(RecordError) as caught:
        normalise(item(golden.POST) | changed)
    assert caught.value.field == field


@whatever(mutated([item(found) for found in [*golden.MESSAGES, *golden.NOTHING]]))
def test_whatever_comes_is_a_record_nothing_or_a_reason(found):
    try:
        post = normalise(found)
    except RecordError:
        return
    assert post is None or isinstance(post, Post)
    msgspec.json.encode(post)


@pytest.mark.parametrize("found", [*golden.MESSAGES, *golden.NOTHING, golden.BAD])
def test_the_goldens_are_what_the_wire_carries(found):
    assert item(built(item(found))) == item(found)


def run(server, tmp_path, *channels, cursor=None, slept=None):
    with serving(server) as session:
        return collected(SOURCE, given(session, *channels), net(tmp_path, slept=slept), cursor)


def numbers(pages):
    return [
        (page.documents[0].query, [msgspec.json.decode(d.body)["id"] for d in page.documents])
        for page in pages
    ]


def test_the_newest_messages_of_each_channel_are_taken_oldest_first(tmp_path):
    pages = run(telegram([*golden.MESSAGES, *golden.NOTHING]), tmp_path)
    assert numbers(pages) == [
        ("pontrieux_info", [11, 12]),  # the client itself leaves out what is empty
        ("pontrieux_entraide", [21, 22, 23, 24, 25, 26]),
    ]
    assert msgspec.json.decode(bodies(pages)[0]) == item(golden.POST)
    assert pages[-1].cursor == {
        "channels": {
            "pontrieux_info": {"id": CHANNEL, "hash": 10 * CHANNEL, "last": 12},
            "pontrieux_entraide": {"id": GROUP, "hash": 10 * GROUP, "last": 26},
        }
    }


def test_the_next_round_takes_what_is_new_and_asks_for_no_name(tmp_path):
    place = {"id": CHANNEL, "hash": 10 * CHANNEL, "last": 11}
    server = telegram([message(n, f"Message {n}") for n in range(1, 320)])
    pages = run(server, tmp_path, "pontrieux_info", cursor={"channels": {"pontrieux_info": place}})
    assert [number for _, page in numbers(pages) for number in page] == list(range(12, 320))
    assert [len(page.documents) for page in pages] == [100, 100, 100, 8]
    assert "ResolveUsernameRequest" not in server.asked


def test_nothing_new_is_no_page(tmp_path):
    place = {"id": CHANNEL, "hash": 10 * CHANNEL, "last": 11}
    assert (
        run(
            telegram([golden.POST]),
            tmp_path,
            "pontrieux_info",
            cursor={"channels": {"pontrieux_info": place}},
        )
        == []
    )


def test_private_and_unknown_channels_are_told_and_not_read(tmp_path, caplog):
    server = telegram([message(1, "secret", golden.PRIVATE), golden.POST])
    pages = run(server, tmp_path, "amis", "nobody_there", "pontrieux_info")
    assert numbers(pages) == [("pontrieux_info", [11])]
    assert "amis is no public channel" in caplog.text
    assert "nobody_there is no public channel" in caplog.text


def test_a_flood_wait_is_waited_out(tmp_path):
    slept = []
    pages = run(
        telegram([golden.POST], errors=[(420, "FLOOD_WAIT_3")]), tmp_path, "pontrieux_info", slept=slept
    )
    assert (numbers(pages), slept) == ([("pontrieux_info", [11])], [3.5])


def test_a_dropped_connection_is_made_again(tmp_path):
    pages = run(telegram([golden.POST], drops=1), tmp_path, "pontrieux_info")
    assert numbers(pages) == [("pontrieux_info", [11])]


def test_a_session_that_was_ended_is_said(tmp_path):
    with pytest.raises(SourceRefused, match="not logged in"):
        run(telegram([], logged_in=False), tmp_path, "pontrieux_info")


def test_a_server_that_cannot_be_reached_is_said(tmp_path):
    with serving(telegram([])) as session:
        pass
    with pytest.raises(SourceUnavailable, match="6 tries"):
        collected(SOURCE, given(session), net(tmp_path))


def test_a_wrong_session_text_is_said(tmp_path):
    with pytest.raises(SourceRefused, match="no session of Telethon"):
        collected(SOURCE, given("nonsense"), net(tmp_path))


def test_stop_ends_after_the_current_page(tmp_path):
    server = telegram([message(n, f"Message {n}") for n in range(1, 320)])
    reached = net(tmp_path)
    place = {"id": CHANNEL, "hash": 10 * CHANNEL, "last": 1}
    with serving(server) as session, reached.http.client:
        config = configure(SOURCE, given(session, "pontrieux_info"), "sources.yml", {})
        stream = SOURCE.collect(reached, config, {"channels": {"pontrieux_info": place}})
        assert len(next(stream).documents) == 100
        reached.stop.set()
        assert list(stream) == []


def test_without_telethon_the_cure_is_said(tmp_path):
    (tmp_path / "telethon.py").write_text("raise ModuleNotFoundError('no telethon', name='telethon')")
    root = Path(SOURCE.normalise.__code__.co_filename).parents[2]
    code = f"""
import sys
sys.path[:0] = [{str(root)!r}, {str(tmp_path)!r}]
from collectors.patience import SourceRefused
from collectors.social.telegram import SOURCE
try:
    SOURCE.collect(None, None, {{}})
except SourceRefused as refusal:
    print(refusal)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout.strip() == MISSING, done.stderr
