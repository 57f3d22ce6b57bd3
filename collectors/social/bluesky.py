"""Bluesky, live: posts, reposts, deletions and departures as Jetstream v2 sends them.

Source: the lexicons network.bsky.jetstream.subscribeEvents, app.bsky.feed.post, app.bsky.feed.repost and
app.bsky.richtext.facet. A facet counts the bytes of the UTF-8 text, not its characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text
from collectors.patience import SourceRefused
from collectors.reading import decode
from collectors.records import Deletion, Departure, Post, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Net, Page
    from collectors.records import Record
    from collectors.source import Item, Row

EVENTS = "network.bsky.jetstream.subscribeEvents"
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
GONE = frozenset({"deleted", "takendown", "suspended", "deactivated"})
NOT_KEPT = frozenset({f"{EVENTS}#identity", f"{EVENTS}#sync", f"{EVENTS}#info"})
SEEN_BEFORE_WRITTEN = "written after it was seen: the time it was seen is taken"
MISSING = "the package atproto is missing: pip install 'cyberimpact[bluesky]'"
FOREIGN = "a reference that names an account by handle: relation dropped"
ITSELF = "its own parent: relation dropped"
_AT_URI = re.compile(r"at://did:[a-z]+:[A-Za-z0-9._:%-]+/[A-Za-z0-9.-]+/[A-Za-z0-9._:~-]+")
_HANDLE = re.compile(r"@?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*)")
_GIF = "https://media.tenor.com/"  # the app's own moving pictures are no links


def unpack(document: bytes) -> list[Item]:
    """One frame of the subprotocol xrpc.v1.json → its event; DocumentError for anything else."""
    try:
        frame = msgspec.json.decode(decode(document)[0])
    except msgspec.DecodeError as error:
        raise DocumentError(f"a frame that is no JSON: {error}") from error
    payload = frame.get("payload") if isinstance(frame, dict) else None
    if not isinstance(payload, dict):
        raise DocumentError("a frame without payload")
    return [payload]


def normalise(row: Row) -> Record | None:
    """One event → a post, a deletion or a departure; None for likes, follows, handles and notices."""
    kind = row.need("type")
    if kind == f"{EVENTS}#commit":
        return _commit(row)
    if kind == f"{EVENTS}#account":
        return _departure(row)
    if kind in NOT_KEPT:
        return None
    raise RecordError("$type", f"{kind:.60} is not known")


def _commit(row: Row) -> Record | None:
    collection = row.need("collection")
    if collection not in {POST, REPOST}:
        return None
    uri = f"at://{row.need('did')}/{collection}/{row.need('rkey')}"
    if not _AT_URI.fullmatch(uri):
        raise RecordError("did", f"{uri:.120} is no address of a record")
    operation = row.need("operation")
    if operation == "delete":
        return Deletion(
            uid=f"bluesky:{uri}", deleted_at=_seen(row), known_only=True, repairs=tuple(row.repairs)
        )
    if operation not in {"create", "update"}:
        raise RecordError("operation", f"{operation:.40} is not known")
    record = obj(row.get("record"))
    return _repost(row, uri, record) if collection == REPOST else _post(row, uri, record)


def _departure(row: Row) -> Departure | None:
    """An account that was deleted, taken down, suspended or put to sleep; None for the other states."""
    account = obj(row.get("account"))
    if account.get("active") is not False or text(account.get("status")) not in GONE:
        return None
    return Departure(author=f"bluesky:{row.need('did')}", deleted_at=_seen(row), repairs=tuple(row.repairs))


def _repost(row: Row, uri: str, record: Json) -> Post:
    subject = reference(record.get("subject"))
    if subject is None:
        raise RecordError("record.subject.uri", "is missing or no address of a record")
    return Post(
        uid=f"bluesky:{uri}",
        author=f"bluesky:{row.need('did')}",
        platform="bluesky",
        created_at=_created(row, record),
        kind="repost",
        repost_of_uid=subject,
        source="bluesky",
        repairs=tuple(row.repairs),
    )


def _post(row: Row, uri: str, record: Json) -> Post:
    did, written = row.need("did"), record.get("text")
    if not isinstance(written, str):
        raise RecordError("record.text", "is missing or no text")
    thread, embed = obj(record.get("reply")), obj(record.get("embed"))
    reply, quote = _parent(row, uri, thread.get("parent")), _parent(row, uri, quoted(embed))
    features = _features(record, written)
    langs = record.get("langs")
    return Post(
        uid=f"bluesky:{uri}",
        author=f"bluesky:{did}",
        platform="bluesky",
        text=written,
        created_at=_created(row, record),
        kind="reply" if reply else "quote" if quote else "post",
        lang=text(langs[0]) if isinstance(langs, list) and langs else None,
        hashtags=hashtags(record),
        urls=_urls(features, embed),
        mentions=sorted({f"bluesky:{f['did']}" for f, _ in features if "did" in f}),
        handles={
            _handle(part): f"bluesky:{f['did']}" for f, part in features if "did" in f and _handle(part)
        },
        reply_to_uid=reply,
        root_uid=_parent(row, uri, thread.get("root")),
        quote_of_uid=quote,
        source="bluesky",
        url=f"https://bsky.app/profile/{did}/post/{row.need('rkey')}",
        repairs=tuple(row.repairs),
    )


def reference(value: object) -> str | None:
    """The uid that a strong reference points to; None when it holds none, or names its account by handle."""
    uri = obj(value).get("uri")
    return f"bluesky:{uri}" if isinstance(uri, str) and _AT_URI.fullmatch(uri) else None


def quoted(embed: Json) -> Json:
    """The strong reference to a quoted post; empty for quoted lists, feeds and starter packs."""
    record = obj(embed.get("record"))
    if embed.get("$type") == "app.bsky.embed.recordWithMedia":
        record = obj(record.get("record"))
    elif embed.get("$type") != "app.bsky.embed.record":
        return {}
    return record if f"/{POST}/" in str(record.get("uri")) else {}


def hashtags(record: Json) -> list[str]:
    """Those of the facets and those beside the text, without `#`, each once."""
    beside = record.get("tags")
    found = [f.get("tag") for facet in objs(record.get("facets")) for f in objs(facet.get("features"))]
    found += beside if isinstance(beside, list) else []
    return list(
        dict.fromkeys(tag.strip().lstrip("#") for tag in found if isinstance(tag, str) and tag.strip("# "))
    )


def _parent(row: Row, uri: str, value: object) -> str | None:
    found = reference(value)
    if found is None and obj(value).get("uri"):
        row.repairs.append(FOREIGN)
    if found == f"bluesky:{uri}":
        row.repairs.append(ITSELF)
        return None
    return found


def _features(record: Json, written: str) -> list[tuple[dict[str, str], bytes]]:
    """(feature, the bytes of the text that it marks) of every facet that the lexicon knows."""
    raw = written.encode("utf-8", "surrogatepass")
    found = []
    for facet in objs(record.get("facets")):
        start, end = (obj(facet.get("index")).get(name) for name in ("byteStart", "byteEnd"))
        part = raw[start:end] if isinstance(start, int) and isinstance(end, int) and 0 <= start < end else b""
        for feature in objs(facet.get("features")):
            if str(feature.get("$type")).startswith("app.bsky.richtext.facet#"):
                texts = {key: value for key, value in feature.items() if isinstance(value, str) and value}
                found.append((texts, part))
    return found


def _handle(part: bytes) -> str:
    """The handle that a mention shows, in lower case; empty when it shows something else."""
    match = _HANDLE.fullmatch(part.decode("utf-8", "ignore").strip().lower())
    return match[1] if match else ""


def _urls(features: list[tuple[dict[str, str], bytes]], embed: Json) -> list[str]:
    """Links of the text, then that of the card; each once."""
    card = obj(embed.get("external")) or obj(obj(embed.get("media")).get("external"))
    found = [feature["uri"] for feature, _ in features if "uri" in feature]
    found += [uri] if (uri := text(card.get("uri"))) else []
    return list(dict.fromkeys(uri for uri in found if not uri.startswith(_GIF)))


def _seen(row: Row) -> datetime:
    return iso_or_epoch("time", row.get("time"))[0]


def _created(row: Row, record: Json) -> datetime:
    """The author's clock, but never after the moment the post was seen (as Bluesky itself sorts)."""
    written, repair = iso_or_epoch("record.createdAt", record.get("createdAt"))
    if repair:
        row.repairs.append(repair)
    seen = _seen(row)
    if written <= seen:
        return written
    row.repairs.append(SEEN_BEFORE_WRITTEN)
    return seen


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Follow the stream; SourceRefused says how to install the client library where it is missing."""
    try:
        from collectors.social.bluesky_stream import follow  # noqa: PLC0415 - a second's import, and an extra
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("atproto"):
            raise
        raise SourceRefused(MISSING) from error
    return follow(net, config, cursor)


SOURCE = declare("collectors.social", "bluesky.yml", normalise, unpack=unpack, collect=collect)
