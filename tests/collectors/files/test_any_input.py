"""Whatever comes, an importer gives a record, nothing, or an error that names the field: never another exception."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.files import fourcat, hoaxy, shares, snscrape, telegram_desktop, x_archive, zeeschuimer
from collectors.records import Post, RecordError
from collectors.source import DocumentError
from tests.collectors.files.golden_files import GOLDEN, one

SOURCES = {
    s.name: s
    for s in (
        snscrape.SOURCE,
        zeeschuimer.SOURCE,
        fourcat.SOURCE,
        x_archive.SOURCE,
        telegram_desktop.SOURCE,
        hoaxy.SOURCE,
        shares.COORTWEET,
        shares.QUT,
    )
}
# Every name that the golden files use, at whatever depth: what is drawn then looks like the wire.
NAMES = sorted(
    {n for path in GOLDEN.iterdir() for n in re.findall(r'"(\w+)"\s*:', path.read_text(encoding="utf-8"))}
)
WORDS = [
    "0",
    "1790000000000000001",
    "2024-05-20T10:00:00Z",
    "Mon May 20 10:00:00 +0000 2024",
    "1716199200",
    "message",
]
WORDS += [
    "RT @lise: non",
    "https://x.com/lise/status/3",
    "yes",
    "retweet",
    "user5",
    "[broken",
    "https://[broken/",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(-1e300, 1e300),
    st.text(max_size=8),
    st.sampled_from(WORDS),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


def items(source):
    spellings = [s for found in source.fields.values() for s in found]
    return st.dictionaries(st.sampled_from(spellings), VALUES, max_size=len(spellings))


def golden(name):
    """Wire items to start from, so that the rare paths are reached too."""
    text = {"snscrape": "snscrape.jsonl", "zeeschuimer": "zeeschuimer.ndjson"}[name]
    return [json.loads(line) for line in (GOLDEN / text).read_text(encoding="utf-8").splitlines()]


def kept(source, item):
    try:
        record = one(source, item)
    except RecordError:
        return
    assert record is None or isinstance(record, Post)
    if record is not None:
        assert record.uid not in {
            record.reply_to_uid,
            record.repost_of_uid,
            record.quote_of_uid,
            record.root_uid,
        }
        assert record.created_at.tzinfo is not None
        assert isinstance(record.text, str)


@pytest.mark.parametrize("name", SOURCES)
@settings(deadline=None)  # the machine may be busy
@given(data=st.data())
def test_any_item(name, data):
    kept(SOURCES[name], data.draw(items(SOURCES[name])))


@pytest.mark.parametrize("name", ["snscrape", "zeeschuimer"])
@settings(deadline=None)  # the machine may be busy
@given(data=st.data())
def test_a_real_item_with_one_value_changed(name, data):
    item = json.loads(json.dumps(data.draw(st.sampled_from(golden(name)))))
    holder = item
    for _ in range(data.draw(st.integers(0, 5))):
        inside = [value for value in holder.values() if isinstance(value, dict) and value]
        holder = data.draw(st.sampled_from(inside)) if inside else holder
    holder[data.draw(st.sampled_from(sorted(holder)))] = data.draw(VALUES)
    kept(SOURCES[name], item)


@pytest.mark.parametrize("name", ["x-archive", "telegram-desktop"])
@settings(deadline=None)  # the machine may be busy
@given(document=st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_document(name, document):
    for body in (document, b"window.YTD.tweets.part0 = " + document):
        try:
            found = list(SOURCES[name].unpack(body))
        except DocumentError:
            continue
        for item in found:
            kept(SOURCES[name], item)


@pytest.mark.parametrize(
    ("name", "file"), [("x-archive", "tweets.js"), ("telegram-desktop", "telegram_channel.json")]
)
@settings(deadline=None)  # the machine may be busy
@given(data=st.data())
def test_a_damaged_document(name, file, data):
    body = bytearray((GOLDEN / file).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = list(SOURCES[name].unpack(bytes(body)))
    except DocumentError:
        return
    for item in found:
        kept(SOURCES[name], item)
