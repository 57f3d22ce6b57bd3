"""Items of snscrape's modules for Telegram, Mastodon, Reddit and VKontakte → posts.

Source: the dataclasses of snscrape/modules/*.py (0.7), as `snscrape --jsonl` writes them: `_type` names the class.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text
from collectors.records import Post, RecordError
from collectors.social.mastodon_keys import nameless_address, uid_of

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.source import Row

UNTOLD_BOOST = "a boost without time or number: the boosted post is kept"
LOST_PARENT = "a parent that is no Reddit number: relation dropped"
REMOVED = frozenset({"[deleted]", "[removed]"})
_TELEGRAM = re.compile(r"https://t\.me/(?:s/)?([A-Za-z0-9_]+)/(\d+)(?:\?.*)?")
_SEARCH = re.compile(r"https://t\.me/s/[^/?]+\?q=|\?q=")
_TOOT = re.compile(r"(https://[^/]+)/@([^/]+)/(\d+)/?")
_REDDIT_ID = re.compile(r"t[13]_[a-z0-9]+")
_SUBMISSION = re.compile(r"/comments/([a-z0-9]+)(?:/|$)")
_WALL = re.compile(r"https://vk\.com/wall(-?\d+)_(\d+)(?:\?reply=(\d+))?")


def telegram(row: Row) -> Post | None:
    """A channel's message; None without words and links. snscrape knows the channel's name, not its number."""
    match = _TELEGRAM.fullmatch(row.need("url"))
    if not match:
        raise RecordError("url", f"{row.need('url'):.80} is no address of a Telegram message")
    channel, written = match[1].lower(), row.text("content") or ""
    urls = _texts(row.get("outlinks")) or []
    preview = text(obj(row.get("preview")).get("href"))
    if preview and preview not in urls:
        urls.append(preview)
    if not written and not urls:
        return None
    return Post(
        uid=f"telegram:{_digest(channel)}:{match[2]}",
        author=f"telegram:{channel}",
        platform="telegram",
        text=written,
        created_at=_time(row, row.get("date")),
        urls=[url for url in urls if not _SEARCH.match(url)],
        handles={channel: f"telegram:{channel}"},
        url=f"https://t.me/{match[1]}/{match[2]}",
        repairs=tuple(row.repairs),
    )


def mastodon(row: Row) -> Post:
    """A toot; of a boost, which has neither time nor number, the toot that it relays."""
    boosted = obj(row.get("toot"))
    if boosted:
        row.repairs.append(UNTOLD_BOOST)
    toot = boosted or {name: row.raw(name) for name in ("url", "user", "date", "text", "spoilerText")}
    toot |= {} if boosted else {name: row.raw(name) for name in ("links", "mentionedUsers", "hashtags")}
    address = _TOOT.sub(r"\1/users/\2/statuses/\3", text(toot.get("url")) or "")
    if not address:
        raise RecordError("url", "is missing or empty")
    author = _mastodon_account(toot.get("user"))
    if author is None:
        raise RecordError("user.account", "is missing or no @name@host")
    named = [a for user in objs(toot.get("mentionedUsers")) if (a := _mastodon_account(user))]
    return Post(
        uid=uid_of(address),
        author=author,
        platform="mastodon",
        text="\n".join(part for name in ("text", "spoilerText") if (part := text(toot.get(name)))),
        created_at=_time(row, toot.get("date")),
        hashtags=_tags(toot.get("hashtags")),
        urls=_texts(toot.get("links")) or [],
        mentions=sorted(set(named)),
        handles=_mastodon_handles([*named, author]),
        url=nameless_address(address),
        repairs=tuple(row.repairs),
    )


def reddit(row: Row) -> Post | None:
    """A submission (title, text, link) or a comment; None for what was removed."""
    number = row.need("id")
    if not _REDDIT_ID.fullmatch(number):
        raise RecordError("id", f"{number:.40} is no Reddit number")
    parts = [row.text(name) for name in ("title", "selftext", "body")]
    written = [part for part in parts if part and part not in REMOVED]
    if not written:
        return None
    name = row.text("author")
    author = f"reddit:{name.lower()}" if name and name not in REMOVED else None
    parent, submission = _reddit_parent(row), _SUBMISSION.search(row.text("url") or "")
    return Post(
        uid=f"reddit:{number}",
        author=author,
        platform="reddit",
        text="\n".join(written),
        created_at=_time(row, row.get("date")),
        kind="reply" if parent else "post",
        urls=[link] if (link := row.text("link")) else [],
        handles={name.lower(): author} if name and author else None,
        reply_to_uid=parent,
        root_uid=f"reddit:t3_{submission[1]}" if parent and submission else None,
        url=row.text("url"),
        repairs=tuple(row.repairs),
    )


def vkontakte(row: Row) -> Post:
    """A post on a wall; the wall's owner stands for the author. A quotation without words of its own is a repost."""
    uid, parent = _wall(row.text("url"))
    if uid is None:
        raise RecordError("url", f"{row.text('url')!s:.80} is no address of a wall post")
    written, quoted = row.text("content") or "", _wall(text(obj(row.get("quoted")).get("url")))[0]
    kind = "reply" if parent else "post" if not quoted else "quote" if written else "repost"
    return Post(
        uid=uid,
        author=f"vkontakte:{uid.removeprefix('vkontakte:wall').partition('_')[0]}",
        platform="vkontakte",
        text=written,
        created_at=_time(row, row.get("date")),
        kind=kind,
        urls=_texts(row.get("outlinks")) or [],
        reply_to_uid=parent,
        quote_of_uid=None if kind == "repost" else quoted,
        repost_of_uid=quoted if kind == "repost" else None,
        url=row.text("url"),
        repairs=tuple(row.repairs),
    )


def _time(row: Row, value: object) -> datetime:
    moment, repair = iso_or_epoch("date", value)
    if repair:
        row.repairs.append(repair)
    return moment


def _texts(value: object) -> list[str] | None:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else None


def _tags(value: object) -> list[str]:
    return [tag.lstrip("#") for tag in _texts(value) or []]


def _digest(name: str) -> str:
    """A channel's name as a number, so that no name is part of a key."""
    return hashlib.blake2b(name.encode(), digest_size=8).hexdigest()


def _mastodon_account(user: object) -> str | None:
    """`@name@host` → `mastodon:name@host`."""
    account = (text(obj(user).get("account")) or "").removeprefix("@").lower()
    return f"mastodon:{account}" if account.count("@") == 1 else None


def _mastodon_handles(accounts: list[str]) -> dict[str, str]:
    """As texts have them, with and without the host → account."""
    full = {account.removeprefix("mastodon:"): account for account in accounts}
    return {name.split("@")[0]: account for name, account in full.items()} | full


def _reddit_parent(row: Row) -> str | None:
    parent = row.get("parent")
    if parent is None:
        return None
    if isinstance(parent, str) and _REDDIT_ID.fullmatch(parent):
        return f"reddit:{parent}" if parent != row.text("id") else None
    row.repairs.append(LOST_PARENT)
    return None


def _wall(url: str | None) -> tuple[str | None, str | None]:
    """Address → the post, and the post that it answers; Nones for pictures and videos."""
    match = _WALL.fullmatch(url or "")
    if match is None:
        return None, None
    owner, post, reply = match.groups()
    if reply:
        return f"vkontakte:wall{owner}_{reply}", f"vkontakte:wall{owner}_{post}"
    return f"vkontakte:wall{owner}_{post}", None
