"""Timelines and the stream against a local instance: pages, places, parents, lost connections."""

import json

import pytest

from collectors.config import ConfigError, configure
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.social import mastodon_stream, mastodon_timeline
from collectors.source import Row
from tests.collectors.conformance.case import Faults
from tests.collectors.social.mastodon_fake import event, instance
from tests.collectors.social.mastodon_payloads import ALL, HERE, LATER, REMOTE, REPLY_AWAY, ROOT, THREAD
from tests.collectors.social.nets import NOW, bodies, collected, net
from tests.collectors.social.x_fake import dumped

TIMELINE, STREAM = mastodon_timeline.SOURCE, mastodon_stream.SOURCE
REMOTE_UID = "mastodon:piaille.example/900"


def given(url, **more):
    return {"url": url, "instance": HERE, "token": "secret-token", **more}


def records(pages):
    items = [item for body in bodies(pages) for item in TIMELINE.unpack(body)]
    return [TIMELINE.normalise(Row(item, TIMELINE.fields)) for item in items]


def asked(fake, part):
    return [r for r in fake.requests if part in r.path]


def test_from_the_last_stop_on_page_by_page(tmp_path):
    with instance([ROOT], page=3) as (fake, url):
        first = collected(TIMELINE, given(url), net(tmp_path))
        assert first[-1].cursor == {"min_id": {"public": "1100"}}
        fake.statuses = ALL
        later = collected(TIMELINE, given(url), net(tmp_path), first[-1].cursor)
        assert [r.query.get("min_id") for r in asked(fake, "timelines")] == [None, "1100", "1103", "1106"]
        uids = {record.uid for record in records([*first, *later])}
    assert len(uids) == len(ALL)
    assert later[-1].cursor == {"min_id": {"public": "1106"}}


def test_the_bytes_come_as_they_are_behind_a_line_that_says_who_sent_them(tmp_path):
    with instance([ROOT]) as (_, url):
        first, _, rest = bodies(collected(TIMELINE, given(url), net(tmp_path)))[0].partition(b"\n")
    assert rest == dumped([ROOT])
    assert json.loads(first) == {"instance": HERE, "domain": HERE, "known": {}}


def test_a_first_round_from_a_day_on(tmp_path):
    with instance(ALL) as (fake, url):
        collected(TIMELINE, given(url, **{"from": "1970-01-01T00:00:00+00:00"}), net(tmp_path))
        assert [r.query["min_id"] for r in asked(fake, "timelines")] == ["0", "1106"]


def test_timelines_by_hashtag_have_their_own_place(tmp_path):
    with instance(ALL) as (fake, url):
        pages = collected(TIMELINE, given(url, timelines=["tag/ruizan", "local"]), net(tmp_path))
        assert pages[-1].cursor == {"min_id": {"tag/ruizan": "1100", "local": "1106"}}
        assert [r.path.split("timelines/")[1] for r in asked(fake, "timelines")] == ["tag/ruizan", "public"]
        assert asked(fake, "timelines")[1].query["local"] == "1"


def test_a_parent_that_was_written_elsewhere_is_asked_for_and_joined(tmp_path):
    with instance([REPLY_AWAY, THREAD], others=[REMOTE, ROOT]) as (fake, url):
        found = records(collected(TIMELINE, given(url), net(tmp_path)))
        assert [r.path.split("/")[-1] for r in asked(fake, "statuses")] == ["1101"]
    assert [(r.uid, r.reply_to_uid) for r in found] == [
        (REMOTE_UID, "mastodon:mamot.example/1100"),
        ("mastodon:mamot.example/1103", "mastodon:mamot.example/1100"),
        ("mastodon:mamot.example/1102", REMOTE_UID),
    ]


@pytest.mark.parametrize("others", [[], [REMOTE]])
def test_without_the_parent_the_edge_leads_to_a_stub(tmp_path, others):
    with instance([REPLY_AWAY], others=others) as (_, url):
        found = records(collected(TIMELINE, given(url, parents=bool(not others)), net(tmp_path)))
    assert [r.reply_to_uid for r in found] == ["mastodon:mamot.example/1101"]


RESET = [{"X-RateLimit-Reset": "2026-11-22T12:01:00.000Z"}, {"Retry-After": "60"}]


@pytest.mark.parametrize(
    "fault", [(429, RESET[0]), (429, RESET[1]), (503, {}), (500, {}), "truncated", "reset"]
)
def test_what_passes_is_waited_out(tmp_path, fault):
    slept = []
    with instance([ROOT], Faults([(404, {}), fault])) as (
        _,
        url,
    ):  # the first is asked for what the instance is
        found = records(collected(TIMELINE, given(url), net(tmp_path, slept=slept)))
    assert len(found) == 1
    assert slept == [60.5 if isinstance(fault, tuple) and fault[0] == 429 else 0.75]


def test_patience_ends_and_a_refusal_is_said(tmp_path):
    with (
        instance([ROOT], Faults([(503, {})] * 20)) as (_, url),
        pytest.raises(SourceUnavailable, match="503"),
    ):
        collected(TIMELINE, given(url), net(tmp_path))
    with (
        instance([ROOT], Faults([(404, {}), (422, {})])) as (_, url),
        pytest.raises(SourceRefused, match="422"),
    ):
        collected(TIMELINE, given(url), net(tmp_path))


def test_a_timeline_that_is_none(tmp_path):
    with pytest.raises(ConfigError, match="home"):
        collected(TIMELINE, given("http://127.0.0.1:1", timelines=["home"]), net(tmp_path))


# The stream


DELETED = event("delete", "1101")


def test_events_come_as_they_are_after_what_was_missed(tmp_path):
    events = [event("update", LATER), event("status.update", {**ROOT, "content": "<p>autre</p>"}), DELETED]
    with instance([ROOT, REMOTE], events=events) as (_, url):
        pages = collected(STREAM, given(url), net(tmp_path), {"min_id": {"public": "1099"}})
    assert [body.partition(b"\n")[2] + b"\n\n" for body in bodies(pages)][1:] == events
    found = records(pages)
    assert [(type(r).__name__, r.uid) for r in found] == [
        ("Post", REMOTE_UID),
        ("Post", "mastodon:mamot.example/1100"),
        ("Post", "mastodon:mamot.example/1106"),
        ("Post", "mastodon:mamot.example/1100"),
        ("Deletion", REMOTE_UID),
    ]
    assert found[-1].deleted_at == NOW
    assert pages[-1].cursor == {"min_id": {"public": "1106"}, "known": {"1101": REMOTE["uri"]}}


def test_a_deletion_after_a_restart_still_finds_what_was_written_elsewhere(tmp_path):
    with instance([], events=[DELETED]) as (_, url):
        pages = collected(STREAM, given(url), net(tmp_path), {"known": {"1101": REMOTE["uri"]}})
    assert [r.uid for r in records(pages)] == [REMOTE_UID]


def test_parents_of_what_comes_are_asked_for(tmp_path):
    with instance([], events=[event("update", REPLY_AWAY)], others=[REMOTE]) as (_, url):
        found = records(collected(STREAM, given(url, timelines=["tag/crue"]), net(tmp_path)))
    assert [(r.uid, r.reply_to_uid) for r in found][1:] == [("mastodon:mamot.example/1102", REMOTE_UID)]


def test_a_lost_connection_is_made_again(tmp_path):
    slept = []
    with instance([], events=[event("update", ROOT)], lives=3) as (fake, url):
        pages = collected(STREAM, given(url), net(tmp_path, slept=slept, idle=1.0))
        assert (fake.connections, len(bodies(pages)), slept) == (3, 3, [0.75, 0.75])


def test_a_stream_needs_a_token(tmp_path):
    with instance([]) as (_, url), pytest.raises(SourceRefused, match="Unauthorized"):
        collected(STREAM, given(url) | {"token": "wrong"}, net(tmp_path))


def test_an_event_that_is_cut_off_is_not_told(tmp_path, caplog):
    with instance([], events=[event("update", ROOT), event("update", THREAD)[:40]], lives=2) as (fake, url):
        pages = collected(STREAM, given(url), net(tmp_path, idle=1.0))
        assert fake.connections == 2
    assert {r.uid for r in records(pages)} == {"mastodon:mamot.example/1100"}
    assert "inside an event" in caplog.text


def test_the_end_of_the_time_ends_the_stream(tmp_path):
    with instance([], events=[event("update", ROOT)]) as (_, url):
        held = net(tmp_path, once=False)
        pages = STREAM.collect(held, configure(STREAM, given(url), "sources.yml", {}), {})
        assert any(page.documents for page in [next(pages), next(pages)])
        held.stop.set()
        assert list(pages) == []
