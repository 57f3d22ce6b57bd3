"""A local Jetstream v2 host: subprotocol, inclusive cursors, filters, compressed frames, and its bad days."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from socket import SHUT_RDWR
from urllib.parse import parse_qs, urlsplit

import zstandard
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.sync.server import serve

FIRST = 7_000_000  # the number of the first event
SUBSCRIBE = "/xrpc/network.bsky.jetstream.subscribeEvents"
DICTIONARY = "/xrpc/network.bsky.jetstream.getZstdDictionary"
NSID = "network.bsky.jetstream.subscribeEvents"


@dataclass
class Host:
    """frames: events (numbered in their order here), or bytes to be sent as they are.

    refusals  (status, headers, body) of the first handshakes, in their order
    drops     after how many frames each connection is ended, in their order; `polite` says how
    floor     the oldest number that is still kept
    """

    frames: list[dict | bytes]
    refusals: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    drops: list[int] = field(default_factory=list)
    polite: bool = False
    floor: int = FIRST
    errors: list[dict] = field(default_factory=list)
    compress: bool = True
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    compressed: int = 0

    def answer(self, connection, request):
        """What stands before the WebSocket: the dictionary, refusals, cursors that are too old."""
        path, asked = urlsplit(request.path).path, parse_qs(urlsplit(request.path).query)
        if path == DICTIONARY:
            body = dictionary().as_bytes() if self.compress else b""
            return _response(
                200 if self.compress else 404, {"Content-Type": "application/octet-stream"}, body
            )
        if path != SUBSCRIBE:
            return _response(404, {}, b"no such method")
        self.asked.append(asked)
        if self.refusals:
            return _response(*self.refusals.pop(0))
        cursor = int(asked.get("cursor", ["0"])[0])
        if 0 < cursor < self.floor:
            return _response(400, {}, _error("CursorTooOld", "below the retention floor"))
        return None

    def stream(self, connection):
        asked = self.asked[-1]
        if connection.subprotocol != "xrpc.v1.json":
            connection.close(1002)
            return
        drop = self.drops.pop(0) if self.drops else None
        try:
            self._send(connection, asked, drop)
            if drop is None:
                connection.recv()  # nothing ever comes: wait until the other side leaves
        except ConnectionClosed:
            return

    def _send(self, connection, asked, drop):
        cursor = int(asked.get("cursor", ["0"])[0])
        if cursor >= 10**15:
            self._frame(connection, asked, _info("OutdatedCursor", f"resumed from {self.floor}"))
            cursor = self.floor
        if cursor > FIRST + len(self.frames):
            self._frame(connection, asked, _info("FutureCursor", "started at the live tip"))
            cursor = 0
        for error in self.errors[:1]:
            connection.send(json.dumps({"$type": "error"} | error))
            self.errors.pop(0)
            return
        for count, (number, frame) in enumerate(self._from(cursor, asked)):
            if count == drop:
                connection.close(1000) if self.polite else connection.socket.shutdown(SHUT_RDWR)
                return
            self.sent.append(number)
            self._frame(connection, asked, frame)

    def _from(self, cursor, asked):
        for number, frame in enumerate(self.frames, start=FIRST):
            if number >= max(cursor, self.floor) and (isinstance(frame, bytes) or _asked_for(frame, asked)):
                yield number, frame if isinstance(frame, bytes) else frame | {"seq": number}

    def _frame(self, connection, asked, frame):
        raw = frame if isinstance(frame, bytes) else wire(frame)
        if "zstdDictionary" in asked and isinstance(frame, dict):
            self.compressed += 1
            connection.send(zstandard.ZstdCompressor(dict_data=dictionary()).compress(raw))
        else:
            connection.send(raw, text=True)


def wire(event):
    """An event as the text frame that carries it."""
    return json.dumps({"$type": "message", "payload": event}, ensure_ascii=False).encode()


def spoilt(host, faults):
    """The host with the faults of the conformance suite: refused handshakes, cut connections, broken bytes."""
    for fault in faults.first:
        if isinstance(fault, tuple):
            host.refusals.append((*fault, b""))
        elif fault == "bad UTF-8":
            host.frames[0] = wire(host.frames[0] | {"seq": FIRST}).replace("é".encode(), b"\xe9", 1)
        else:
            host.drops.append(0 if fault == "reset" else 1)
    return host


@contextmanager
def serving(host):
    """The address of the running host, as sources.yml wants it."""
    server = serve(
        host.stream,
        "127.0.0.1",
        0,
        process_request=host.answer,
        subprotocols=["xrpc.v1.json"],
        compression=None,
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/xrpc"
    finally:
        server.shutdown()
        thread.join(timeout=5)


def _asked_for(event, asked):
    kind = event["$type"].rpartition("#")[2]
    if "kinds" in asked and kind not in asked["kinds"]:
        return False
    if "dids" in asked and event.get("did") not in asked["dids"]:
        return False
    return kind != "commit" or "collections" not in asked or event.get("collection") in asked["collections"]


def _info(name, message):
    return {"$type": f"{NSID}#info", "name": name, "message": message}


def _error(error, message):
    return json.dumps({"error": error, "message": message}).encode()


def _response(status, headers, body):
    return Response(status, "", Headers({"Content-Length": str(len(body)), **headers}), body)


_TRAINED = []


def dictionary():
    """A trained dictionary, once a process."""
    if not _TRAINED:
        samples = [
            wire({"$type": f"{NSID}#commit", "did": f"did:plc:{n:024d}", "seq": n}) for n in range(200)
        ]
        _TRAINED.append(zstandard.train_dictionary(1024, samples))
    return _TRAINED[0]
