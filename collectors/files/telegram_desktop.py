r"""Exports of Telegram Desktop (`result.json`): one chat, or a whole account with its `chats.list`.

Source: the export schema of core.telegram.org/import-export and export_output_json.cpp of Telegram Desktop, which
writes control characters as `\x0B`: that is no JSON and is mended. Chats between two people are never taken.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from collectors.dates import iso_or_epoch
from collectors.files.entries import checked, entries
from collectors.json_values import obj, text
from collectors.reading import decode
from collectors.records import Post, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.json_values import Json
    from collectors.source import Item, Row

PUBLIC = frozenset({"public_supergroup", "public_channel"})
BETWEEN_TWO = frozenset({"personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"})
NO_POST = frozenset({"service", "unsupported"})
# The backslash of \x0B must not be escaped itself: an even number of backslashes stands before it.
_CONTROL = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([01][0-9A-F])")
_LINKS = {"link": "text", "text_link": "href"}


class Chat(msgspec.Struct):
    """One exported chat, its messages still raw."""

    messages: list[msgspec.Raw]
    id: int | str | None = None
    type: str | None = None


class Chats(msgspec.Struct):
    """The chats of an account."""

    chats: list[Chat] = msgspec.field(name="list", default_factory=list)


class Export(msgspec.Struct):
    """`result.json`: a chat's own keys, or those of an account."""

    chats: Chats | None = None
    left_chats: Chats | None = None
    messages: list[msgspec.Raw] | None = None
    id: int | str | None = None
    type: str | None = None


def unpack(document: bytes) -> Iterator[Item]:
    """`result.json` → its messages, each with `chat_id` and `chat_type`.

    Of a whole account only public groups and channels are taken; one chat that was exported by itself is taken
    unless it is between two people. Raises DocumentError where nothing may be taken, or nothing can be read.
    """
    for chat in _taken(_export(document)):
        for message in entries(chat.messages, _without_controls):
            yield {**message, "chat_id": chat.id, "chat_type": chat.type}


def normalise(row: Row) -> Post | None:
    """One message → one post, `telegram:<chat>:<message>`; None for service messages and for empty ones."""
    checked(row)
    if row.text("type") in NO_POST:
        return None
    chat, number = _need(row, "chat"), _need(row, "id")
    parts = _parts(row)
    written = "".join(str(part["text"]) for part in parts)
    if not written.strip():
        return None  # a picture without words
    uid, reply = f"telegram:{chat}:{number}", _reply(row, chat)
    if reply == uid:
        row.repairs.append("its own parent: relation dropped")
        reply = None
    forwarded = row.get("forwarded_from") is not None or row.get("forwarded_from_id") is not None
    return Post(
        uid=uid,
        author=_author(row),
        platform="telegram",
        text=written,
        created_at=_time(row),
        kind="repost" if forwarded else "reply" if reply else "post",
        hashtags=[str(part["text"]).removeprefix("#") for part in parts if part.get("type") == "hashtag"],
        urls=[url for part in parts if (url := _link(part))],
        mentions=_mentions(row, parts),
        reply_to_uid=None if forwarded else reply,
        source="telegram-desktop",
        repairs=tuple(row.repairs),
    )


def _export(document: bytes) -> Export:
    for body in (document, _without_controls(document)):
        try:
            return msgspec.json.decode(body, type=Export)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problem = str(error)
    try:
        return msgspec.json.decode(decode(_without_controls(document))[0], type=Export)
    except msgspec.DecodeError:
        raise DocumentError(f"no result.json of Telegram Desktop: {problem}") from None


def _taken(export: Export) -> Iterator[Chat]:
    if export.messages is not None:
        if export.type in BETWEEN_TWO:
            raise DocumentError(
                f"a private conversation ({export.type}): only groups and channels are imported"
            )
        return iter([Chat(export.messages, export.id, export.type)])
    lists = [held for held in (export.chats, export.left_chats) if held is not None]
    if not lists:
        raise DocumentError("has neither messages nor chats: is it the result.json of Telegram Desktop?")
    found = list(chain.from_iterable(held.chats for held in lists))
    public = [chat for chat in found if chat.type in PUBLIC]
    if found and not public:
        raise DocumentError(f"none of its {len(found)} chats is a public group or channel")
    return iter(public)


def _without_controls(payload: bytes) -> bytes:
    return _CONTROL.sub(rb"\1\\u00\2", payload)


def _need(row: Row, name: str) -> str:
    value = text(row.get(name))
    if value is None:
        raise RecordError(name, "is missing or empty")
    return value


def _parts(row: Row) -> list[Json]:
    """The text in parts {type, text}: it is a text, or a list of texts and of such parts."""
    value = row.raw("text")
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list):
        raise RecordError(
            "text", "is missing" if found is None else f"{found!r:.40} is neither text nor list"
        )
    parts = [obj({"type": "plain", "text": part} if isinstance(part, str) else part) for part in found]
    return [part for part in parts if isinstance(part.get("text"), str)]


def _reply(row: Row, chat: str) -> str | None:
    """The message that is answered: in this chat, unless another one is named."""
    answered = text(row.get("reply_to"))
    peer = text(row.get("reply_to_chat"))
    where = re.sub(r"^(?:channel|chat|user)", "", peer) if peer else chat
    return f"telegram:{where}:{answered}" if answered else None


def _author(row: Row) -> str | None:
    """`telegram:user123` or, in a channel, `telegram:channel123`: the number, never the displayed name."""
    sender = text(row.get("from_id"))
    if sender is None:
        return None
    return f"telegram:{sender if not sender.isdecimal() else f'user{sender}'}".lower()


def _mentions(row: Row, parts: list[Json]) -> list[str]:
    """Accounts named by number, by @name, and the one whose message is forwarded."""
    by_number = {f"telegram:user{n}" for part in parts if (n := text(part.get("user_id")))}
    by_name = {
        f"telegram:{str(part['text']).removeprefix('@').lower()}"
        for part in parts
        if part.get("type") == "mention"
    }
    source = text(row.get("forwarded_from_id"))
    return sorted(by_number | by_name | ({f"telegram:{source.lower()}"} if source else set()))


def _link(part: Json) -> str | None:
    return text(part.get(_LINKS.get(str(part.get("type")), "")))


def _time(row: Row) -> datetime:
    """`date_unixtime` is exact; the older `date` is in the exporter's local time, without its zone."""
    moment, repair = iso_or_epoch("date", row.get("date"))
    if repair:
        row.repairs.append(repair)
    return moment


SOURCE = declare("collectors.files", "telegram_desktop.yml", normalise, unpack=unpack)
