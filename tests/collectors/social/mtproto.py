"""A local Telegram server: MTProto 2.0 over TCP (full transport), with a key that both sides already hold.

Requests are decrypted and read, and answers written and encrypted, with Telethon's own TL layer; the other
direction of the cipher (x = 8) stands here. What it knows: configuration, oneself, updates' state, names of
channels, their history.
"""

import socketserver
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from zlib import crc32

from telethon.crypto import AES, AuthKey
from telethon.extensions import BinaryReader
from telethon.network.mtprotostate import MTProtoState
from telethon.sessions import StringSession
from telethon.tl import functions, types
from telethon.tl.core import GzipPacked, MessageContainer

KEY = bytes(range(256))
RPC_RESULT, RPC_ERROR, VECTOR = 0xF35C6D01, 0x2144CA19, 0x1CB5C415
WRAPPERS = (
    functions.InvokeWithLayerRequest,
    functions.InitConnectionRequest,
    functions.InvokeWithoutUpdatesRequest,
)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Telegram:
    """channels: name → (Channel, its messages). `errors`: (code, word) for the first history requests."""

    channels: dict[str, tuple[types.Channel, list]]
    errors: list[tuple[int, str]] = field(default_factory=list)
    logged_in: bool = True
    drops: int = 0
    asked: list[str] = field(default_factory=list)

    def answer(self, request):
        """The answer's bytes; raises Refused, Dropped."""
        self.asked.append(type(request).__name__)
        match request:
            case functions.help.GetConfigRequest():
                return bytes(configuration())
            case functions.users.GetUsersRequest() | functions.updates.GetStateRequest() if (
                not self.logged_in
            ):
                raise Refused(401, "AUTH_KEY_UNREGISTERED")
            case functions.users.GetUsersRequest():
                return struct.pack("<Ii", VECTOR, 1) + bytes(types.User(id=1, is_self=True, access_hash=1))
            case functions.updates.GetStateRequest():
                return bytes(types.updates.State(1, 0, NOW, 1, 0))
            case functions.updates.GetDifferenceRequest():
                return bytes(types.updates.DifferenceEmpty(NOW, 0))
            case functions.contacts.ResolveUsernameRequest():
                return self._resolved(request.username)
            case functions.messages.GetHistoryRequest():
                return self._history(request)
        raise Refused(400, "METHOD_INVALID")

    def _resolved(self, name):
        if name not in self.channels:
            raise Refused(400, "USERNAME_NOT_OCCUPIED")
        channel = self.channels[name][0]
        return bytes(types.contacts.ResolvedPeer(types.PeerChannel(channel.id), [channel], []))

    def _history(self, asked):
        """As messages.getHistory: newest first, from before `offset_id`, moved by `add_offset`."""
        if self.drops:
            self.drops -= 1
            raise Dropped
        if self.errors:
            raise Refused(*self.errors.pop(0))
        found = [held for held in self.channels.values() if held[0].id == asked.peer.channel_id]
        if not found or found[0][0].access_hash != asked.peer.access_hash:
            raise Refused(400, "CHANNEL_INVALID")
        channel, messages = found[0]
        newest = sorted(messages, key=lambda message: message.id, reverse=True)
        first = sum(m.id >= asked.offset_id for m in newest) if asked.offset_id else 0
        start, end = first + asked.add_offset, first + asked.add_offset + asked.limit
        part = newest[max(0, start) : max(0, end)]
        return bytes(types.messages.ChannelMessages(1, len(messages), part, [], [channel], []))


class Refused(Exception):  # noqa: N818 - what it says reads better
    """An RPC error: code and word."""


class Dropped(Exception):  # noqa: N818 - what it says reads better
    """The connection ends without an answer."""


def configuration():
    """help.getConfig; only its presence matters."""
    numbers = dict.fromkeys(
        (
            "this_dc", "chat_size_max", "megagroup_size_max", "forwarded_count_max", "online_update_period_ms",
            "offline_blur_timeout_ms", "offline_idle_timeout_ms", "online_cloud_timeout_ms", "notify_cloud_delay_ms",
            "notify_default_delay_ms", "push_chat_period_ms", "push_chat_limit", "edit_time_limit",
            "revoke_time_limit", "revoke_pm_time_limit", "rating_e_decay", "stickers_recent_limit",
            "channels_read_media_period", "call_receive_timeout_ms", "call_ring_timeout_ms",
            "call_connect_timeout_ms", "call_packet_timeout_ms", "caption_length_max", "message_length_max",
            "webfile_dc_id",
        ),
        1,
    )  # fmt: skip
    return types.Config(
        date=NOW,
        expires=NOW,
        test_mode=False,
        dc_options=[],
        dc_txt_domain_name="local.example",
        me_url_prefix="https://t.me/",
        **numbers,
    )


class _Connection(socketserver.BaseRequestHandler):
    def handle(self):
        self.key, self.sent, self.number = AuthKey(KEY), 0, 0
        try:
            while packet := self._packet():
                self._message(packet)
        except (Dropped, ConnectionError):
            return

    def _packet(self):
        head = self._exactly(8)
        if not head:
            return b""
        rest = self._exactly(struct.unpack("<i", head[:4])[0] - 8)
        assert crc32(head + rest[:-4]) == struct.unpack("<I", rest[-4:])[0]
        return rest[:-4]

    def _exactly(self, count):
        found = b""
        while len(found) < count:
            part = self.request.recv(count - len(found))
            if not part:
                return b""
            found += part
        return found

    def _message(self, packet):
        message_key = packet[8:24]
        key, vector = MTProtoState._calc_key(KEY, message_key, client=True)
        plain = AES.decrypt_ige(packet[24:], key, vector)
        assert sha256(KEY[88:120] + plain).digest()[8:24] == message_key, "not encrypted with the shared key"
        self.session, message_id = struct.unpack("<qq", plain[8:24])
        length = struct.unpack("<i", plain[28:32])[0]
        self._take(message_id, BinaryReader(plain[32 : 32 + length]).tgread_object())

    def _take(self, message_id, found):
        if isinstance(found, MessageContainer):
            for inner in found.messages:
                self._take(inner.msg_id, inner.obj)
            return
        if isinstance(found, GzipPacked):
            self._take(message_id, BinaryReader(found.data).tgread_object())
            return
        if isinstance(found, types.MsgsAck):
            return
        while isinstance(found, WRAPPERS):
            found = found.query
        if isinstance(found, functions.PingRequest | functions.PingDelayDisconnectRequest):
            self._send(bytes(types.Pong(message_id, found.ping_id)))
            return
        try:
            answer = self.server.telegram.answer(found)
        except Refused as refused:
            code, word = refused.args
            answer = struct.pack("<Ii", RPC_ERROR, code) + _text(word)
        self._send(struct.pack("<Iq", RPC_RESULT, message_id) + answer)

    def _send(self, body):
        self.number += 1
        message_id = (int(time.time()) << 32) + 4 * self.number + 1
        data = struct.pack("<qqqii", 0, self.session, message_id, 2 * self.number - 1, len(body)) + body
        data += b"\0" * (-(len(data) + 12) % 16 + 12)
        message_key = sha256(KEY[96:128] + data).digest()[8:24]
        key, vector = MTProtoState._calc_key(KEY, message_key, client=False)
        packet = struct.pack("<Q", self.key.key_id) + message_key + AES.encrypt_ige(data, key, vector)
        head = struct.pack("<ii", len(packet) + 12, self.sent) + packet
        self.sent += 1
        self.request.sendall(head + struct.pack("<I", crc32(head)))


def _text(word):
    """A TL string of fewer than 254 bytes."""
    raw = bytes([len(word)]) + word.encode()
    return raw + b"\0" * (-len(raw) % 4)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def serving(telegram):
    """The session text that leads to the running server."""
    server = _Server(("127.0.0.1", 0), _Connection)
    server.telegram = telegram
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    session = StringSession()
    session.set_dc(2, "127.0.0.1", server.server_address[1])
    session.auth_key = AuthKey(KEY)
    try:
        yield session.save()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
