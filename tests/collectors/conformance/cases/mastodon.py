"""Mastodon: a local instance with its timelines and its stream."""

from contextlib import contextmanager
from dataclasses import replace

from collectors.social import mastodon_stream, mastodon_timeline
from tests.collectors.conformance.case import Case, Faults
from tests.collectors.social.mastodon_fake import event, instance
from tests.collectors.social.mastodon_payloads import ALL, HERE, LATER, NAMES, ROOT


@contextmanager
def timeline(items, faults):
    """The library asks first what the instance is, and does without an answer: the second answer is the timeline."""
    bad = [fault for fault in faults.first if fault == "bad UTF-8"]
    others = [fault for fault in faults.first if fault != "bad UTF-8"]
    with instance(items, Faults([(404, {}), *others] if others else []), spoils=bad) as (_, url):
        yield url


@contextmanager
def stream(items, faults):
    """Nothing was missed; each connection tells all events."""
    events = [
        event("delete", item["deleted"]) if "deleted" in item else event("update", item) for item in items
    ]
    others = [item for item in items if "uri" in item]
    with instance([], others=others, events=events, spoils=faults.first) as (_, url):
        yield url


CASE = Case(
    source=mastodon_timeline.SOURCE,
    items=ALL,
    records=7,
    serve=timeline,
    config=lambda base: {"url": base, "instance": HERE},
    bad={**LATER, "id": "1200", "uri": LATER["uri"] + "9", "created_at": "yesterday"},
    names=NAMES,
)
LIVE = replace(
    CASE,
    source=mastodon_stream.SOURCE,
    records=9,  # what is reblogged and what is quoted comes along once more
    serve=stream,
    config=lambda base: {"url": base, "instance": HERE, "token": "secret-token"},
    deletion={"deleted": ROOT["id"]},
)
