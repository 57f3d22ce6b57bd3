"""What a Mastodon post is kept under, and where it can be read: addresses without the names that are in them."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import urlsplit

_MASTODON: Final = re.compile(r"/(?:users/[^/]+|ap/users/\d+)/statuses/(\w+)(?:/activity)?/?")
_NAMELESS: Final = re.compile(
    r"(/(?:objects|notes|activities|notice|posts?|item|videos/watch)/[\w\-]+)(?:/activity)?/?"
)


def uid_of(uri: str) -> str:
    """The key of a post: host and number, or a digest where the address may hold an account's name."""
    try:
        parts = urlsplit(uri)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return f"mastodon:{_digest(uri)}"
    match = _MASTODON.fullmatch(parts.path) or _NAMELESS.fullmatch(parts.path)
    if match and host and not parts.query:
        return f"mastodon:{host}/{match[1].lstrip('/')}"
    return f"mastodon:{host}/{_digest(uri)}" if host else f"mastodon:{_digest(uri)}"


def _digest(uri: str) -> str:
    return hashlib.blake2b(uri.encode(errors="replace"), digest_size=12).hexdigest()


def nameless_address(uri: str) -> str | None:
    """An address that leads to the post and names nobody; None where there is none."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if match := _MASTODON.fullmatch(parts.path):
        return f"{parts.scheme}://{parts.netloc}/statuses/{match[1]}" if match[1].isdecimal() else None
    return uri if _NAMELESS.fullmatch(parts.path) and "@" not in parts.netloc else None
