"""Bluesky: a local Jetstream v2 host."""

from collectors.social.bluesky import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.social import bluesky_events as golden
from tests.collectors.social.jetstream import Host, serving, spoilt

CASE = Case(
    source=SOURCE,
    items=[*golden.POSTS, golden.REPOST, golden.account(golden.CAMILLE, "throttled")],
    records=5,
    serve=lambda items, faults: serving(spoilt(Host(list(items)), faults)),
    config=lambda base: {"url": base},
    deletion=golden.DELETED_POST,
    bad=golden.BAD,
    late=False,
    names=("nour.example.org", "did:plc"),
)
