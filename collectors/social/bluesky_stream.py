"""Pages of Bluesky's live stream: what the watch wants of it, and where to go on."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from atproto_jetstream.exceptions import JetstreamCursorTooOldError, JetstreamError

from collectors.json_values import text, whole
from collectors.net import Document, Page
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.social.bluesky_tail import TIMES, Tail
from collectors.social.bluesky_watch import watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atproto_client.models.network.bsky.jetstream.subscribe_events import ParamsDict

    from collectors.config import Config
    from collectors.net import Cursor, Net
    from collectors.social.bluesky_tail import Frame

PAGE_S = 2.0
UNMATCHED_PAGE = 10_000  # events that were let pass before the place is noted without a document
OLDEST = TIMES  # so long ago that a host starts at the oldest event it has
OVERLAP = timedelta(seconds=10)  # hosts see the same event at slightly different times
_LOG = logging.getLogger(__name__)


def follow(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Pages of what the watch wants, from where the cursor points; from now on when there is none.

    Raises SourceRefused when the host says no, SourceUnavailable when it cannot be reached.
    """
    url, place = config.text("url"), _resume(cursor, config.text("url"))
    while True:
        tail = Tail(_params(config, place), url, net, compress=config.flag("compress"))
        try:
            yield from _pages(tail, net, config, cursor)
        except JetstreamCursorTooOldError:
            if place == OLDEST:
                raise SourceUnavailable("Jetstream has no event to start from") from None
            _LOG.warning("bluesky: the host no longer has what follows the last stop: events are missing")
            place = OLDEST
            continue
        except JetstreamError as error:
            if net.stop.is_set():  # the wait for a new connection was cut short
                return
            raise SourceRefused(f"Jetstream refused: {_said(error)}") from error
        return


def _pages(tail: Tail, net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    watched, url = watch(config), config.text("url")
    query = ", ".join([*config.texts("keywords"), *(f"#{tag}" for tag in config.texts("hashtags"))])
    skipped, noted, still = 0, cursor, 0.0
    wait = min(PAGE_S, net.idle) if net.once else PAGE_S
    tail.begin()
    try:
        while not net.stop.is_set() and not (net.once and still >= net.idle):
            frames = tail.take(wait)
            kept = [f for f in frames if f.event is None or watched.wants(f.event)]
            skipped += len(frames) - len(kept)
            cursor = _cursor(url, frames, cursor)
            if kept or skipped >= UNMATCHED_PAGE:
                documents = [Document(f.body, net.clock(), query, _number(f)) for f in kept]
                yield Page(documents, cursor, skipped)
                noted, skipped = cursor, 0
            still = still + wait if tail.idle and not frames else 0.0
        if cursor != noted:
            yield Page([], cursor, skipped)
    finally:
        tail.end()


def _cursor(url: str, frames: list[Frame], before: Cursor) -> Cursor:
    """Host, number and time of the last event; the time is what another host understands."""
    for frame in reversed(frames):
        if frame.event is not None and frame.place is not None:
            seen = text(frame.event.get("witnessedAt")) or text(frame.event.get("time"))
            return {"host": url, "seq": frame.place, "seen": seen}
    return before


def _resume(cursor: Cursor, url: str) -> int | None:
    seq, seen = whole(cursor.get("seq")), text(cursor.get("seen"))
    if cursor.get("host") == url or seen is None:
        return seq
    return int((datetime.fromisoformat(seen) - OVERLAP).timestamp() * 1_000_000)


def _params(config: Config, place: int | None) -> ParamsDict:
    return {
        "collections": config.texts("collections"),
        "kinds": ["commit", "account"],
        "dids": config.texts("dids"),
        "cursor": place,
    }


def _number(frame: Frame) -> str | None:
    return text(frame.event.get("seq")) if frame.event else None


def _said(error: JetstreamError) -> str:
    held = error.args[0] if error.args else ""
    return " ".join(
        str(part) for part in (getattr(held, "error", held), getattr(held, "message", "")) if part
    )
