"""Mastodon: the stream of public statuses, edits and deletions, as they happen."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
import requests
from mastodon import StreamListener
from mastodon.errors import MastodonError

from collectors.json_values import obj, text
from collectors.net import Page
from collectors.patience import PATIENT
from collectors.social.live_tail import LIFE, Ended, Tail
from collectors.social.mastodon_client import connect, reach
from collectors.social.mastodon_documents import STATUS_EVENTS, unpack
from collectors.social.mastodon_status import normalise
from collectors.social.mastodon_timeline import lookups, pages, timeline
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Document, Net
    from collectors.social.mastodon_client import Instance

SILENCE_S: Final = 60.0  # an instance beats every 15 seconds
WINDOW: Final = timedelta(minutes=5)  # of the instance's own rate limit, 300 requests
LOOKUPS: Final = 150  # in a window, for parents: half of what the instance allows
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_BEATS: Final = re.compile(rb"(?::[^\n]*\n|\r?\n)+")
_LOG: Final = logging.getLogger(__name__)


class Blocks(StreamListener):
    """Gives each event of a stream as it came; Mastodon.py would decode it, one byte after the other."""

    def __init__(self, give: Callable[[bytes], bool]) -> None:
        self._give = give

    def handle_stream(self, response: requests.Response) -> None:
        held = b""
        if not self._give(LIFE):
            return
        for chunk in response.iter_content(chunk_size=None if getattr(response.raw, "chunked", False) else 1):
            *blocks, held = _BLANK.split(held + chunk)
            beats = _BEATS.match(held)
            held = held[beats.end() :] if beats else held
            if not all(self._give(block) for block in (blocks or [LIFE])):
                return
        if held:
            _LOG.warning("mastodon: the stream ended inside an event, which is not told again")


@dataclass(slots=True)
class Allowance:
    """Requests for parents that may still be made in this window."""

    until: datetime
    left: int = LOOKUPS

    def now(self, moment: datetime) -> int:
        if moment >= self.until:
            self.until, self.left = moment + WINDOW, LOOKUPS
        return self.left


def follow(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """First what was published since the last stop, then events as they come; connected before, so that none is missed.

    Raises SourceRefused, SourceUnavailable.
    """
    names = [timeline(config, name) for name in config.texts("timelines")]
    places = {name: place for name, place in obj(cursor.get("min_id")).items() if name in names}
    parents = config.flag("parents")
    with reach(net, config, cursor.get("known")) as instance, _tails(net, config, names) as tails:
        for name in names:
            for documents, place in pages(instance, name, text(places.get(name)), None, parents=parents):
                places = {**places, name: place} if place else places
                yield Page(documents, _cursor(instance, places))
        allowance = Allowance(net.clock()) if parents else None
        for blocks in _rounds(net, tails):
            documents, places = _documents(instance, blocks, places, allowance)
            yield Page(documents, _cursor(instance, places))


@contextmanager
def _tails(net: Net, config: Config, names: list[str]) -> Iterator[dict[str, Tail]]:
    """One connection for each timeline."""
    tails = {name: Tail(net, partial(_listen, config, name)) for name in names}
    try:
        yield tails
    finally:
        for tail in tails.values():
            tail.end()


def _rounds(net: Net, tails: dict[str, Tail]) -> Iterator[dict[str, list[bytes]]]:
    """What came on each connection, whenever something came, until the time is over."""
    still = 0.0
    while not net.stop.is_set() and not (net.once and still >= net.idle):
        blocks = {name: tail.take() for name, tail in tails.items()}
        came = any(blocks.values())
        still = 0.0 if came or not all(tail.alive for tail in tails.values()) else still + net.idle
        if came:
            yield blocks


def _cursor(instance: Instance, places: Json) -> Cursor:
    return {"min_id": places, "known": instance.remembered()}


def _documents(
    instance: Instance, blocks: dict[str, list[bytes]], places: Json, allowance: Allowance | None
) -> tuple[list[Document], Json]:
    """One document an event, the parents that had to be asked for before them; and the newest number of each stream."""
    told = [(name, block, _read(block)) for name, some in blocks.items() for block in some]
    statuses = [heard.status for *_, heard in told if heard.status]
    instance.learn(statuses)
    found: list[Document] = []
    if allowance and (left := allowance.now(instance.net.clock())):
        found = lookups(instance, statuses, left)
        allowance.left -= len(found)
    for name, _, heard in told:
        if heard.event == "update" and (number := text(heard.status.get("id"))):
            places = {**places, name: number}
    events = [
        instance.document(block, [heard.status], name, deleted=heard.deleted) for name, block, heard in told
    ]
    return found + events, places


@dataclass(frozen=True, slots=True)
class Heard:
    """What an event is about, as far as it can be read: its status, or the number of a deleted one."""

    event: str
    status: Json
    deleted: str | None = None


def _read(block: bytes) -> Heard:
    lines = [line.partition(":") for line in block.decode(errors="replace").splitlines()]
    event = "".join(value.strip() for field, _, value in lines if field == "event")
    data = "\n".join(value.removeprefix(" ") for field, _, value in lines if field == "data")
    if event not in STATUS_EVENTS:
        return Heard(event, {}, data.strip() if event == "delete" else None)
    try:
        return Heard(event, obj(msgspec.json.decode(data)))
    except msgspec.DecodeError:
        return Heard(event, {})


def _listen(config: Config, name: str, give: Callable[[bytes], bool]) -> Ended:
    """One connection, while it lasts. The client is its own: sessions are not shared between threads."""
    with connect(config) as (client, ears):
        try:
            if name.startswith("tag/"):
                client.stream_hashtag(name.removeprefix("tag/"), Blocks(give), timeout=SILENCE_S)
            else:
                client.stream_public(Blocks(give), local=name == "local", timeout=SILENCE_S)
        except (MastodonError, requests.RequestException) as error:
            refused = 400 <= ears.status < 500 and ears.status not in PATIENT
            return Ended(
                f"{type(error).__name__}: {' '.join(str(error).split())[:300]}", ears.headers, refused
            )
        return Ended("the instance closed the stream")


SOURCE = declare("collectors.social", "mastodon_stream.yml", normalise, unpack=unpack, collect=follow)
