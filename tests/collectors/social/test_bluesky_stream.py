"""The live stream, through the real client of `atproto`, against a local host that speaks the true wire."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from collectors.config import configure
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.social import bluesky_tail
from collectors.social.bluesky import MISSING, SOURCE, unpack
from tests.collectors.social import bluesky_events as golden
from tests.collectors.social.jetstream import FIRST, Host, serving, wire
from tests.collectors.social.nets import bodies, collected, net

ASKED_FOR = [*golden.POSTS, golden.REPOST, golden.DELETED_POST, golden.DELETED_REPOST, *golden.LEAVING]


def run(host, tmp_path, cursor=None, slept=None, **given):
    with serving(host) as url:
        return collected(SOURCE, {"url": url} | given, net(tmp_path, slept=slept), cursor)


def events(pages):
    """The events of the pages without their number."""
    return [{k: v for k, v in unpack(body)[0].items() if k != "seq"} for body in bodies(pages)]


def without_number(found):
    return [{k: v for k, v in event.items() if k != "seq"} for event in found]


@pytest.mark.parametrize("compress", [True, False])
def test_everything_that_is_wanted_comes_as_it_was_sent(tmp_path, compress):
    host = Host(golden.EVENTS)
    pages = run(host, tmp_path, compress=compress)
    assert events(pages) == without_number(ASKED_FOR)
    assert bodies(pages)[0] == wire(golden.POST | {"seq": FIRST})
    assert (host.compressed > 0) is compress
    assert host.asked[0]["collections"] == ["app.bsky.feed.post", "app.bsky.feed.repost"]
    assert host.asked[0]["kinds"] == ["commit", "account"]
    assert "cursor" not in host.asked[0]


def test_a_host_without_dictionary_is_read_uncompressed(tmp_path):
    host = Host([golden.POST], compress=False)
    assert events(run(host, tmp_path)) == without_number([golden.POST])
    assert host.compressed == 0


def test_frames_that_cannot_be_read_are_kept(tmp_path):
    broken = [
        b"{",
        b'{"$type":"message","payload":7}',
        wire(golden.REPLY)[:40],
        "é".encode("cp1252"),
        b"\x28\xb5\x2f\xfd?",
    ]
    pages = run(Host([golden.POST, *broken, golden.REPLY]), tmp_path)
    first, *kept, last = bodies(pages)
    assert kept == broken
    assert [unpack(body)[0]["rkey"] for body in (first, last)] == ["3m6post111111", "3m6reply11111"]


def test_a_record_that_the_models_refuse_does_not_end_the_stream(tmp_path):
    refused = golden.POST | {"operation": 7, "record": "text"}
    pages = run(Host([refused, golden.REPLY]), tmp_path)
    assert events(pages) == without_number([refused, golden.REPLY])


def test_the_cursor_resumes_and_the_event_it_points_to_is_not_taken_again(tmp_path):
    host = Host(golden.POSTS[:2])
    with serving(host) as url:
        first = collected(SOURCE, {"url": url}, net(tmp_path))
        assert first[-1].cursor == {
            "host": url, "seq": FIRST + 1, "seen": "2026-11-22T09:02:01Z",
        }  # fmt: skip
        host.frames.extend(golden.POSTS[2:])
        second = collected(SOURCE, {"url": url}, net(tmp_path), first[-1].cursor)
    assert host.asked[-1]["cursor"] == [str(FIRST + 1)]
    assert events(second) == without_number(golden.POSTS[2:])


def test_another_host_is_asked_by_time(tmp_path):
    host = Host(golden.POSTS)
    cursor = {"host": "ws://other.example/xrpc", "seq": 5, "seen": "2026-11-22T09:02:01Z"}
    run(host, tmp_path, cursor)
    assert host.asked[0]["cursor"] == [str(1_795_338_111_000_000)]  # ten seconds earlier, in microseconds


@pytest.mark.parametrize("polite", [True, False])
def test_dropped_connections_are_taken_up_where_they_broke(tmp_path, polite):
    slept = []
    host = Host(list(golden.POSTS), drops=[1, 2, 0], polite=polite)
    pages = run(host, tmp_path, slept=slept)
    assert events(pages) == without_number(golden.POSTS)
    assert [asked.get("cursor") for asked in host.asked] == [
        None, [str(FIRST)], [str(FIRST + 1)], [str(FIRST + 1)],
    ]  # fmt: skip
    assert slept == [0.75, 1.5, 3.0]


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [(429, {"Retry-After": "17"}, 17.5), (503, {}, 0.75), (429, {"ratelimit-reset": "9"}, 9.5)],
)
def test_a_refused_handshake_is_waited_out(tmp_path, status, headers, wait):
    slept = []
    pages = run(Host([golden.POST], refusals=[(status, headers, b"")]), tmp_path, slept=slept)
    assert (len(bodies(pages)), slept) == (1, [wait])


def test_a_wrong_question_is_said(tmp_path):
    refusal = (400, {}, b'{"error":"InvalidRequest","message":"no such collection"}')
    with pytest.raises(SourceRefused, match="InvalidRequest no such collection"):
        run(Host([], refusals=[refusal]), tmp_path)


def test_a_host_that_cannot_be_reached_is_said_after_six_tries(tmp_path):
    slept = []
    with serving(Host([])) as url:
        pass
    with pytest.raises(SourceUnavailable, match="6 tries"):
        collected(SOURCE, {"url": url}, net(tmp_path, slept=slept))
    assert slept == [0.75, 1.5, 3.0, 6.0, 12.0]


def test_a_consumer_that_was_too_slow_goes_on(tmp_path):
    host = Host([golden.POST], errors=[{"error": "ConsumerTooSlow", "message": "behind"}])
    assert events(run(host, tmp_path)) == without_number([golden.POST])


def test_an_error_of_the_host_is_said(tmp_path):
    with pytest.raises(SourceRefused, match="Unwell out of order"):
        run(Host([], errors=[{"error": "Unwell", "message": "out of order"}]), tmp_path)


def test_a_cursor_below_the_floor_starts_at_the_oldest_event_and_says_so(tmp_path, caplog):
    host = Host(list(golden.POSTS), floor=FIRST + 2)
    with serving(host) as url:
        cursor = {"host": url, "seq": FIRST, "seen": "2026-11-22T09:00:00Z"}
        pages = collected(SOURCE, {"url": url}, net(tmp_path), cursor)
    assert events(pages)[1:] == without_number(golden.POSTS[2:])
    assert "events are missing" in caplog.text
    assert "OutdatedCursor" in caplog.text


def test_a_host_that_counts_anew_is_followed(tmp_path, caplog):
    host = Host(list(golden.POSTS))
    with serving(host) as url:
        cursor = {"host": url, "seq": FIRST + 900, "seen": "2026-11-22T09:00:00Z"}
        pages = collected(SOURCE, {"url": url}, net(tmp_path), cursor)
    assert pages[-1].cursor["seq"] == FIRST + len(golden.POSTS) - 1
    assert "FutureCursor" in caplog.text


def test_a_slow_reader_loses_nothing(tmp_path, monkeypatch):
    """The queue is full most of the time."""
    monkeypatch.setattr(bluesky_tail, "WAITING", 5)
    monkeypatch.setattr(bluesky_tail, "LARGEST_PAGE", 7)
    sent = [golden.POST | {"rkey": f"3m6many{n:06d}"} for n in range(500)]
    with serving(Host(sent)) as url:
        config = configure(SOURCE, {"url": url}, "sources.yml", {})
        pages = list(SOURCE.collect(net(tmp_path), config, {}))
    assert [event["rkey"] for event in events(pages)] == [event["rkey"] for event in sent]
    assert max(len(page.documents) for page in pages) == 7


def test_stop_ends_the_stream_and_its_thread(tmp_path):
    with serving(Host([golden.POST])) as url:
        reached = net(tmp_path, once=False)
        stream = SOURCE.collect(reached, configure(SOURCE, {"url": url}, "sources.yml", {}), {})
        assert len(next(stream).documents) == 1
        reached.stop.set()
        assert list(stream) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "jetstream"]


def test_without_the_library_the_cure_is_said(tmp_path):
    (tmp_path / "atproto_jetstream.py").write_text(
        "raise ModuleNotFoundError('none', name='atproto_jetstream')"
    )
    root = Path(bluesky_tail.__file__).parents[2]
    code = f"""
import sys
sys.path[:0] = [{str(root)!r}, {str(tmp_path)!r}]
from collectors.patience import SourceRefused
from collectors.social.bluesky import SOURCE
try:
    SOURCE.collect(None, None, {{}})
except SourceRefused as refusal:
    print(refusal)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout.strip() == MISSING, done.stderr
