"""4CAT's tables of posts: the same columns for every platform, `id, thread_id, author, body, timestamp`, and more.

Source: `map_item` of the data sources of 4CAT. A table does not name its platform: it is known by the host of its
links or by a column that only one platform has. Times are those of `unix_timestamp` where it is given, since
`timestamp` is in the server's own zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from collectors.dates import iso_or_epoch
from collectors.records import Post, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.source import Row

HOSTS = {
    "x.com": "x", "twitter.com": "x", "tiktok.com": "tiktok", "instagram.com": "instagram", "threads.net": "threads",
    "threads.com": "threads", "bsky.app": "bluesky", "t.me": "telegram", "youtube.com": "youtube",
    "facebook.com": "facebook", "linkedin.com": "linkedin", "gab.com": "gab", "truthsocial.com": "truthsocial",
    "9gag.com": "9gag", "imgur.com": "imgur", "pinterest.com": "pinterest", "douyin.com": "douyin",
}  # fmt: skip
UNKNOWN = "4cat"
NOBODY = frozenset({"[deleted]", "[removed]", "anonymous"})


def normalise(row: Row) -> Post:
    """One row → one post `<platform>:<id>`; where the thread is another post, a reply with that root."""
    platform = _platform(row)
    uid = _uid(platform, row, row.need("id"))
    shared = _yes(row, "is_retweet")
    root = _root(platform, row)
    parent = None if shared else _parent(platform, row, uid)
    answers = parent is not None or (root is not None and root != uid)
    lat, lon = _point(row)
    return Post(
        uid=uid,
        author=_author(platform, row),
        platform=platform,
        followers=_whole(row, "followers"),
        text=_text(row),
        created_at=_time(row),
        kind="repost" if shared else "reply" if answers else "quote" if _yes(row, "is_quote") else "post",
        lang=next(iter(_parts(row, "lang") or ()), None),
        hashtags=_parts(row, "hashtags"),
        urls=_parts(row, "urls"),
        mentions=_mentions(platform, row),
        reply_to_uid=parent,
        root_uid=None if root == uid else root,
        lat=lat,
        lon=lon,
        source="4cat",
        url=_link(row),
        repairs=tuple(row.repairs),
    )


def _platform(row: Row) -> str:
    if row.text("subreddit"):
        return "reddit"
    if (row.text("id") or "").startswith("at://"):
        return "bluesky"
    if found := HOSTS.get(_host(_link(row))):
        return found
    return "telegram" if row.text("chat") else UNKNOWN


def _link(row: Row) -> str | None:
    return row.text("tiktok_url") or row.text("comment_url") or row.text("link")


def _host(link: str | None) -> str:
    try:
        host = urlsplit(link or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("m.").removeprefix("mobile.")


def _uid(platform: str, row: Row, number: str) -> str:
    """Telegram counts messages per chat, so the chat is a part of the key (4CAT writes `chat-7` or `7`)."""
    chat = row.text("chat")
    if platform == "telegram" and chat:
        return f"telegram:{chat}:{number.removeprefix(f'{chat}-')}"
    return f"{platform}:{number}"


def _root(platform: str, row: Row) -> str | None:
    """The first post of the thread (of a comment: the post); on Telegram the thread is the chat and has none."""
    thread = row.text("post_id") or row.text("thread_id")
    return None if platform == "telegram" or thread is None else f"{platform}:{thread}"


def _parent(platform: str, row: Row, uid: str) -> str | None:
    """The answered post, where the platform has a column for it (a comment's thread is what it answers)."""
    if platform == "telegram":
        answered = row.text("reply_to")  # on X this column holds a name
        found = _uid(platform, row, answered) if answered else None
    else:
        given = row.text("parent") or (row.text("thread_id") if row.text("post_id") else None)
        bare = given.split("_", 1)[1] if given and platform == "reddit" and "_" in given else given
        found = f"{platform}:{bare}" if bare else None
    return None if found == uid else found


def _author(platform: str, row: Row) -> str | None:
    """By number on X, Bluesky and Telegram (as other sources have it), by name elsewhere."""
    name = (row.text("author") or "").lstrip("@").lower()
    number = row.text("author_id") if platform in {"x", "bluesky"} else None
    if platform == "telegram" and name.isdecimal():
        name = f"user{name}"
    known = number or name
    return f"{platform}:{known}" if known and known not in NOBODY else None


def _text(row: Row) -> str:
    """The subject, where there is one, and the body."""
    body = row.raw("body")
    if body is not None and not isinstance(body, str):
        raise RecordError("body", f"{body!r:.40} is not a text")
    return "\n".join(part for part in (row.text("subject"), body) if part)


def _time(row: Row) -> datetime:
    moment, repair = iso_or_epoch("timestamp", row.get("timestamp"))
    if repair:
        row.repairs.append(repair)
    return moment


def _yes(row: Row, name: str) -> bool:
    value = row.get(name)
    return value is True or (isinstance(value, str) and value.strip().lower() in {"yes", "true", "1"})


def _parts(row: Row, name: str) -> list[str] | None:
    """A list, or a text with commas between."""
    value = row.get(name)
    if value is None:
        return None
    found = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [part.strip() for part in found if isinstance(part, str) and part.strip()]


def _mentions(platform: str, row: Row) -> list[str] | None:
    named = _parts(row, "mentions")
    return None if named is None else sorted({f"{platform}:{name.lstrip('@').lower()}" for name in named})


def _whole(row: Row, name: str) -> int | None:
    value = row.text(name)
    return int(value) if value is not None and value.isdecimal() else None


def _point(row: Row) -> tuple[float | None, float | None]:
    """`lat,long` of a place that the author named (Instagram); X's is the middle of a box and is not taken."""
    parts = _parts(row, "lat_lon") or []
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None, None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)


SOURCE = declare("collectors.files", "fourcat.yml", normalise)
