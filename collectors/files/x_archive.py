"""The archive that X gives to an account's holder: `data/tweets.js` in a zip, or that file alone.

The file is JavaScript: `window.YTD.tweets.part0 = [ {"tweet": {…}}, … ]`, each a v1.1 tweet without its user,
who is in `data/account.js`. A retweet is a post whose text begins with `RT @`; which post it relays is not said.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

import msgspec

from collectors.files.entries import BROKEN, MENDED, checked, entries
from collectors.json_values import Json, obj, text
from collectors.social import x_v1
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.records import Post
    from collectors.source import Item, Row

ZIP = b"PK\x03\x04"
NOBODY = "0"  # no account of X has this number: it stands for a holder whom the file does not name
OWNER_UNKNOWN = "author unknown: account.js is in the zip of the archive"
LARGEST = 2 * 1024**3
_TWEETS = re.compile(r"(?:^|/)data/(?:community-)?tweets?(?:-part\d+)?\.js$")
_ACCOUNT = re.compile(r"(?:^|/)data/account\.js$")
_ASSIGNMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*window\.YTD\.(\w+)\.part\d+\s*=\s*")
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/\w+/status(?:es)?/(\d+)")
_SECTIONS = frozenset({b"tweet", b"tweets", b"community_tweet"})


def unpack(document: bytes) -> Iterator[Item]:
    """A zip, or one of its .js files → one v1.1 tweet per item, with the holder as its user.

    Raises DocumentError for a zip without tweets and for a file that does not begin as such a file does.
    """
    parts, owner = _unzipped(document) if document.startswith(ZIP) else ([document], _user({}))
    for part in parts:
        for entry in entries(_list(part)):
            yield _tweet(entry, owner)


def normalise(row: Row) -> Post:
    """One tweet → one post, as from v1.1; a text that begins with `RT @` is a repost of an unknown post."""
    checked(row)
    post = x_v1.normalise(row)
    post.source = "x-archive"
    if post.author == f"x:{NOBODY}":
        post.author = None
        post.repairs = (*post.repairs, OWNER_UNKNOWN)
    if post.kind == "post" and post.text.startswith("RT @"):
        post.kind = "repost"
    if post.kind in {"post", "reply"} and (quoted := _quoted(post)):
        post.quote_of_uid = quoted
        post.kind = "quote" if post.kind == "post" else post.kind
    return post


def _quoted(post: Post) -> str | None:
    """The post that the last of its links to a post leads to: how the archive writes a quote."""
    links = (match[1] for url in reversed(post.urls or ()) if (match := _STATUS.match(url)))
    found = next((f"x:{number}" for number in links), None)
    return None if found in {post.uid, post.reply_to_uid} else found


def _unzipped(document: bytes) -> tuple[Iterator[bytes], Json]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(document))
    except zipfile.BadZipFile as error:
        raise DocumentError(f"a zip that cannot be opened: {error}") from error
    found = sorted(name for name in archive.namelist() if _TWEETS.search(name))
    if not found:
        raise DocumentError("a zip without data/tweets.js: is it the archive of an account of X?")
    account = next((name for name in archive.namelist() if _ACCOUNT.search(name)), None)
    holder = next(iter(entries(_list(_read(archive, account)))), {}) if account else {}
    return (_read(archive, name) for name in found), _user(obj(holder.get("account")))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST:
        raise DocumentError(f"{name} is larger than {LARGEST // 1024**3} GiB")
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DocumentError(f"{name} cannot be read: {error}") from error


def _list(script: bytes) -> list[msgspec.Raw]:
    match = _ASSIGNMENT.match(script)
    if match is None:
        raise DocumentError("does not begin with window.YTD.tweets.part0 = [")
    if match[1] not in {*_SECTIONS, b"account"}:
        raise DocumentError(f"holds {match[1].decode()}, not tweets: give data/tweets.js or the whole zip")
    try:
        return msgspec.json.decode(script[match.end() :].rstrip(b"; \r\n\t"), type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"its list cannot be read: {error}") from error


def _user(account: Json) -> Json:
    name = text(account.get("username"))
    number = text(account.get("accountId")) or NOBODY
    return {"id_str": number, "screen_name": name} if name else {"id_str": number}


def _tweet(entry: Item, owner: Json) -> Item:
    """The tweet in its wrapper (old archives have none), with its holder; notes of the entry stay."""
    notes = {key: entry[key] for key in (MENDED, BROKEN) if key in entry}
    tweet = obj(entry.get("tweet")) or {k: v for k, v in entry.items() if k not in notes}
    return {**tweet, "user": owner, **notes}


SOURCE = declare("collectors.files", "x_archive.yml", normalise, unpack=unpack)
