"""Public Telegram channels and groups, read through Telethon.

Source: the type `Message` of Telegram's API (layer of Telethon 1.45), as its to_json() writes it. Entities count UTF-16
units, not characters. Keys are those of Telegram Desktop's exports, so both join.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text, whole
from collectors.patience import SourceRefused
from collectors.records import Post, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Net, Page
    from collectors.source import Row

NO_POST = frozenset({"MessageService", "MessageEmpty"})
MISSING = "the package telethon is missing: pip install 'cyberimpact[telegram]'"


def normalise(row: Row) -> Post | None:
    """One message → one post, `telegram:<chat>:<message>`; None for service messages and those without words."""
    kind = row.need("type")
    if kind in NO_POST:
        return None
    if kind != "Message":
        raise RecordError("_", f"{kind:.60} is no message")
    chat, number = _channel(obj(row.get("peer"))), row.whole("id")
    if chat is None or number is None:
        raise RecordError(
            "peer_id" if chat is None else "id", "is missing: only channels and groups are read"
        )
    written = row.raw("message")
    if not isinstance(written, str) or not written.strip():
        return None
    parts = _parts(row, written)
    forward, mentions = obj(row.get("forward")), _mentions(parts)
    uid = f"telegram:{chat}:{number}"
    reply, root = (None, None) if forward else _reply(row, chat)
    created, repair = iso_or_epoch("date", row.get("date"))
    if repair:
        row.repairs.append(repair)
    return Post(
        uid=uid,
        author=account(obj(row.get("sender"))) or f"telegram:channel{chat}",
        platform="telegram",
        text=written,
        created_at=created,
        kind="repost" if forward else "reply" if reply else "post",
        hashtags=[
            part.removeprefix("#") for entity, part in parts if entity.get("_") == "MessageEntityHashtag"
        ],
        urls=[url for entity, part in parts if (url := _link(entity, part))],
        mentions=sorted(mentions | ({source} if (source := account(obj(forward.get("from_id")))) else set())),
        reply_to_uid=None if reply == uid else reply,
        root_uid=None if root == uid else root,
        repost_of_uid=_original(forward),
        source="telegram",
        repairs=tuple(row.repairs),
    )


def account(peer: Json) -> str | None:
    """PeerUser, PeerChannel, PeerChat → `telegram:user1`, `telegram:channel1`, `telegram:chat1`."""
    for kind in ("user", "channel", "chat"):
        if number := whole(peer.get(f"{kind}_id")):
            return f"telegram:{kind}{number}"
    return None


def _channel(peer: Json) -> int | None:
    return whole(peer.get("channel_id"))


def _original(forward: Json) -> str | None:
    """The forwarded post, where it was one of a channel; people's messages are forwarded without their number."""
    channel, number = _channel(obj(forward.get("from_id"))), whole(forward.get("channel_post"))
    return f"telegram:{channel}:{number}" if channel and number else None


def _reply(row: Row, chat: int) -> tuple[str | None, str | None]:
    """(message that is answered, head of its thread). In a forum, a topic is named as if it were answered."""
    header = obj(row.get("reply"))
    where = _channel(obj(header.get("reply_to_peer_id"))) or chat
    answered, top = whole(header.get("reply_to_msg_id")), whole(header.get("reply_to_top_id"))
    forum = header.get("forum_topic") is True
    if not answered or (forum and not top):
        return None, None
    return f"telegram:{where}:{answered}", f"telegram:{where}:{top}" if top and not forum else None


def _parts(row: Row, written: str) -> list[tuple[Json, str]]:
    """(entity, what it marks) of each entity of the text."""
    units = written.encode("utf-16-le", "surrogatepass")
    found = []
    for entity in objs(row.get("entities")):
        start, length = whole(entity.get("offset")), whole(entity.get("length"))
        if start is not None and length is not None and start >= 0 < length:
            part = units[2 * start : 2 * (start + length)].decode("utf-16-le", "ignore")
            found.append((entity, part))
    return found


def _mentions(parts: list[tuple[Json, str]]) -> set[str]:
    by_name = {
        f"telegram:{p.removeprefix('@').lower()}" for e, p in parts if e.get("_") == "MessageEntityMention"
    }
    numbers = (whole(e.get("user_id")) for e, _ in parts if e.get("_") == "MessageEntityMentionName")
    return by_name | {f"telegram:user{number}" for number in numbers if number}


def _link(entity: Json, part: str) -> str | None:
    if entity.get("_") == "MessageEntityTextUrl":
        return text(entity.get("url"))
    if entity.get("_") != "MessageEntityUrl" or not part:
        return None
    return part if "://" in part else f"https://{part}"


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """New messages of each channel; SourceRefused says how to install Telethon where it is missing."""
    try:
        from collectors.social.telegram_client import follow  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if error.name != "telethon":
            raise
        raise SourceRefused(MISSING) from error
    return follow(net, config, cursor)


SOURCE = declare("collectors.social", "telegram.yml", normalise, collect=collect)
