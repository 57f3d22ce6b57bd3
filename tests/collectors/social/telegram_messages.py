"""Golden messages of Telegram, invented, as real TL objects and as the JSON that is archived."""

import json
from datetime import datetime

from telethon.extensions import BinaryReader
from telethon.tl import types

from tests.collectors.social.mtproto import NOW, Telegram, serving

CHANNEL, GROUP, PRIVATE = 1500000001, 1500000002, 1500000003
TEXT = "🌊🌊 L'école est fermée, dit @nour_p : voir mairie.example/crue ou le point #Crue"


def units(text, part):
    """Offset and length of a part, in UTF-16 units."""
    return len(text[: text.index(part)].encode("utf-16-le")) // 2, len(part.encode("utf-16-le")) // 2


def message(number, text, chat=CHANNEL, minute=0, **more):
    fields = {"id": number, "peer_id": types.PeerChannel(chat), "date": NOW.replace(hour=9, minute=minute)}
    return types.Message(message=text, post=chat == CHANNEL, **(fields | more))


POST = message(
    11,
    TEXT,
    entities=[
        types.MessageEntityMention(*units(TEXT, "@nour_p")),
        types.MessageEntityUrl(*units(TEXT, "mairie.example/crue")),
        types.MessageEntityTextUrl(*units(TEXT, "le point"), "https://mairie.example/point"),
        types.MessageEntityHashtag(*units(TEXT, "#Crue")),
        types.MessageEntityMentionName(*units(TEXT, "L'école"), 77),
    ],
    views=900,
    forwards=3,
    post_author="Camille Kerbrat",
)
REPLY = message(
    21,
    "Non, elle est ouverte",
    GROUP,
    5,
    from_id=types.PeerUser(78),
    reply_to=types.MessageReplyHeader(reply_to_msg_id=20, reply_to_top_id=19),
)
ELSEWHERE = message(
    22,
    "D'après la chaîne",
    GROUP,
    6,
    from_id=types.PeerUser(79),
    reply_to=types.MessageReplyHeader(reply_to_msg_id=11, reply_to_peer_id=types.PeerChannel(CHANNEL)),
)
FORWARD = message(
    23,
    "L'école est fermée",
    GROUP,
    7,
    from_id=types.PeerUser(78),
    fwd_from=types.MessageFwdHeader(date=NOW, from_id=types.PeerChannel(CHANNEL), channel_post=11),
)
HIDDEN = message(
    24,
    "Vu ailleurs",
    GROUP,
    8,
    from_id=types.PeerChannel(CHANNEL),
    fwd_from=types.MessageFwdHeader(date=NOW, from_name="Nour Le Goff"),
)
TOPIC = message(
    25,
    "Dans le sujet",
    GROUP,
    9,
    from_id=types.PeerUser(80),
    reply_to=types.MessageReplyHeader(reply_to_msg_id=19, forum_topic=True),
)
PICTURE = message(12, "", media=types.MessageMediaEmpty())
JOINED = types.MessageService(
    id=26, peer_id=types.PeerChannel(GROUP), date=NOW, action=types.MessageActionHistoryClear()
)
GONE = types.MessageEmpty(id=13, peer_id=types.PeerChannel(CHANNEL))
BAD = message(14, "Sans chat", peer_id=types.PeerUser(5))
MESSAGES = [POST, REPLY, ELSEWHERE, FORWARD, HIDDEN, TOPIC]
NOTHING = [PICTURE, JOINED, GONE]


def item(found):
    """What is archived of a message that came over the wire."""
    return json.loads(BinaryReader(bytes(found)).tgread_object().to_json())


def built(value):
    """The TL object that an archived item was."""
    if isinstance(value, list):
        return [built(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    fields = {
        k: datetime.fromisoformat(v) if "date" in k and isinstance(v, str) else built(v)
        for k, v in value.items()
    }
    return getattr(types, fields.pop("_"))(**fields)


def channel(number, name, **more):
    fields = {
        "id": number,
        "title": name,
        "photo": types.ChatPhotoEmpty(),
        "date": NOW,
        "access_hash": 10 * number,
    }
    return types.Channel(username=name if number != PRIVATE else None, **(fields | more))


def telegram(messages, **how):
    """A server with one channel, one group and a private one; each message is once in the chat that it names."""
    names = {CHANNEL: "pontrieux_info", GROUP: "pontrieux_entraide", PRIVATE: "amis"}
    held = {number: {} for number in names}
    for found in messages:
        held[getattr(found.peer_id, "channel_id", CHANNEL)][found.id] = found
    return Telegram({name: (channel(n, name), list(held[n].values())) for n, name in names.items()}, **how)


def given(session, *channels):
    return {
        "api_id": 1,
        "api_hash": "hash-of-the-tests",
        "session": session,
        "channels": list(channels or ["pontrieux_info", "pontrieux_entraide"]),
    }


def serve(items, _faults):
    return serving(telegram([built(found) for found in items]))
