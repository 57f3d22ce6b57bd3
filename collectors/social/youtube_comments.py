"""Comments under YouTube videos: threads, newest first, and the replies that a thread does not show.

Source: YouTube Data API v3, commentThreads.list and comments.list (one quota unit a request).
"""

from __future__ import annotations

import html
import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text, whole
from collectors.net import Document, Page
from collectors.patience import SourceRefused
from collectors.reading import decode
from collectors.records import Post, RecordError
from collectors.social.html_text import plain
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Net
    from collectors.source import Item, Row

THREADS, COMMENTS = "youtube#commentThreadListResponse", "youtube#commentListResponse"
AT_ONCE = 100  # comments a page, the most that the interface gives
CLOSED = ("commentsDisabled", "disabled comments")
LOST = ("videoNotFound", "answered 404")
_LOG = logging.getLogger(__name__)
_HREF = re.compile(r'<a\b[^>]*\bhref="([^"]+)"', re.IGNORECASE)
_MOMENT = re.compile(r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?Z")
# What YouTube itself makes of hashtags and of moments in the video.
_OWN = re.compile(r"https?://(?:www\.)?youtube\.com/(?:results\?|hashtag/|watch\?v=[\w-]+&t=)")


def unpack(document: bytes) -> list[Item]:
    """One answer → its comments, each with the fields of its snippet beside `id`; threads with the replies shown."""
    answer = _decoded(document)
    entries = objs(answer.get("items"))
    if answer.get("kind") == THREADS:
        entries = list(chain.from_iterable(_thread(entry) for entry in entries))
    elif answer.get("kind") != COMMENTS:
        raise DocumentError(f"neither threads nor comments: {answer.get('kind')!r:.60}")
    return [
        {k: v for k, v in entry.items() if k != "snippet"} | obj(entry.get("snippet")) for entry in entries
    ]


def normalise(row: Row) -> Post:
    """One comment → one post, `youtube:<id>`; a reply's parent is the comment at the head of its thread."""
    uid, parent, video = f"youtube:{row.need('id')}", row.text("parent"), row.text("video")
    if uid == f"youtube:{parent}":
        raise RecordError("parentId", "is the comment itself")
    channel, name = text(obj(row.get("author")).get("value")), row.text("name")
    author = f"youtube:{channel}" if channel else None
    created, repair = iso_or_epoch("publishedAt", row.get("published"))
    if repair:
        row.repairs.append(repair)
    shown = row.raw("display")
    return Post(
        uid=uid,
        author=author,
        platform="youtube",
        text=_text(row, shown),
        created_at=created,
        kind="reply" if parent else "post",
        urls=_links(shown) if isinstance(shown, str) else None,
        handles={name.lstrip("@").lower(): author} if name and author else None,
        reply_to_uid=f"youtube:{parent}" if parent else None,
        root_uid=f"youtube:{parent}" if parent else None,
        source="youtube-comments",
        url=f"https://www.youtube.com/watch?v={quote(video)}&lc={quote(uid[8:])}" if video else None,
        repairs=tuple(row.repairs),
    )


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """New threads of each video, and those of the last days again for their replies.

    Raises BudgetSpent, SourceRefused (a wrong key, the day's quota), SourceUnavailable. A video that is gone or
    takes no comments is told in the log.
    """
    api, newest = Api(net, config), dict(obj(cursor.get("newest")))
    days = timedelta(days=config.number("look_back_days"))
    for video in config.texts("videos"):
        top = text(newest.get(video)) or ""
        try:
            for answer, document in api.threads(video, _earlier(top, days)):
                top = max(top, *map(_began, objs(answer.get("items"))), "")
                documents = [document, *chain.from_iterable(map(api.replies, objs(answer.get("items"))))]
                yield Page(documents, {"newest": dict(newest)})
        except SourceRefused as refusal:
            if not any(word in str(refusal) for word in (*CLOSED, *LOST)):
                raise
            _LOG.warning("youtube-comments: video %s: %s", video, refusal)
            continue
        newest[video] = top
        yield Page([], {"newest": dict(newest)})  # the video was read to its end


@dataclass(frozen=True, slots=True)
class Api:
    """The two requests; each costs one unit of the quota."""

    net: Net
    config: Config

    def threads(self, video: str, until: str) -> Iterator[tuple[Json, Document]]:
        """Pages of threads, newest first, down to the first that began before `until`."""
        asked = {"part": "snippet,replies", "videoId": video, "order": "time"}
        for answer, document in self._pages("commentThreads", asked, f"video {video}"):
            yield answer, document
            began = [moment for thread in objs(answer.get("items")) if (moment := _began(thread))]
            if began and min(began) < until:
                return

    def replies(self, thread: Json) -> Iterator[Document]:
        """The replies of a thread that shows only some of them."""
        shown = len(objs(obj(thread.get("replies")).get("comments")))
        head = text(thread.get("id"))
        if head and (whole(obj(thread.get("snippet")).get("totalReplyCount")) or 0) > shown:
            asked = {"part": "snippet", "parentId": head}
            for _, document in self._pages("comments", asked, f"replies to {head}"):
                yield document

    def _pages(self, method: str, asked: dict[str, str], query: str) -> Iterator[tuple[Json, Document]]:
        url, key = f"{self.config.text('url')}/{method}", {"X-Goog-Api-Key": self.config.text("key")}
        token: str | None = ""
        while token is not None:
            self.net.budget.spend(1)
            params = asked | {"maxResults": str(AT_ONCE)} | ({"pageToken": token} if token else {})
            body = self.net.http.get(url, params, key).body
            answer = _glance(body)
            yield answer, Document(body, self.net.clock(), query)
            token = text(answer.get("nextPageToken"))


def _decoded(document: bytes) -> Json:
    try:
        answer = msgspec.json.decode(decode(document)[0])
    except msgspec.DecodeError as error:
        raise DocumentError(f"no JSON: {error}") from error
    if not isinstance(answer, dict):
        raise DocumentError("not a JSON object")
    return answer


def _glance(body: bytes) -> Json:
    """What paging needs of an answer; nothing of one that cannot be read (it is kept, and told of later)."""
    try:
        return _decoded(body)
    except DocumentError:
        return {}


def _thread(thread: Json) -> list[Json]:
    head = obj(obj(thread.get("snippet")).get("topLevelComment"))
    return [head, *objs(obj(thread.get("replies")).get("comments"))]


def _began(thread: Json) -> str:
    """When a thread began, as YouTube writes it (in order of time when sorted as text); empty when it does not."""
    head = obj(obj(thread.get("snippet")).get("topLevelComment"))
    began = text(obj(head.get("snippet")).get("publishedAt")) or ""
    return began if _MOMENT.fullmatch(began) else ""


def _earlier(top: str, days: timedelta) -> str:
    """So many days before; the beginning of time when the video was never read to its end."""
    return f"{datetime.fromisoformat(top) - days:%Y-%m-%dT%H:%M:%SZ}" if top else ""


def _text(row: Row, shown: object) -> str:
    """As it was written where the interface tells it, else what it shows, without its HTML."""
    written = row.raw("original")
    if isinstance(written, str):
        return written
    if not isinstance(shown, str):
        raise RecordError("textDisplay", "is missing or no text")
    return plain(shown)


def _links(shown: str) -> list[str]:
    found = dict.fromkeys(html.unescape(href) for href in _HREF.findall(shown))
    return [href for href in found if not _OWN.match(href)]


SOURCE = declare("collectors.social", "youtube_comments.yml", normalise, unpack=unpack, collect=collect)
