"""The live tail of Jetstream v2 through the client of the package `atproto`, which is kept from decoding.

The client skips frames that it cannot decode, breaks on records that its models refuse, stops when a server
closes politely, and does not remember where it was. Here every frame is handed on as it came, any closing
but our own is followed by a new connection, and each frame says where to go on.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from atproto_core.exceptions import AtProtocolError
from atproto_jetstream import JetstreamClient
from atproto_jetstream.exceptions import JetstreamDecodingError
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from collectors.json_values import obj, whole
from collectors.patience import PATIENT, TRIES, SourceUnavailable
from collectors.reading import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atproto_client.models.network.bsky.jetstream.subscribe_events import ParamsDict
    from websockets.typing import Data

    from collectors.json_values import Json
    from collectors.net import Net

LARGEST_PAGE, WAITING = 1_000, 4_000
TIMES = 10**15  # a cursor from here on is no number of an event but a time in microseconds
LONGEST_BACK_OFF = 7  # 2 ** 6 seconds, if the host asks for no other wait
ZSTD = b"\x28\xb5\x2f\xfd"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame as it came; `event` is None when it cannot be read, `place` is where to go on after it."""

    body: bytes
    event: Json | None
    place: int | None


class _Bytes(ClientConnection):
    """Text frames as bytes: a frame that is not UTF-8 would else end the connection, time after time."""

    def recv(self, timeout: float | None = None, decode: bool | None = None) -> Data:  # type: ignore[override]  # noqa: ARG002, FBT001 - as the library calls it
        return super().recv(timeout, decode=False)


class Tail(JetstreamClient):
    """The library's client in a thread of its own; `frames` is bounded, so a slow loader slows the host."""

    _xrpc_client: Any  # the client that fetched the dictionary, None before

    def __init__(self, params: ParamsDict, url: str, net: Net, *, compress: bool) -> None:
        super().__init__(params, url, compress=compress)
        place = params.get("cursor")
        self._cursor = place if place and place < TIMES else None
        self.frames: queue.Queue[Frame] = queue.Queue(WAITING)
        self.failure: Exception | None = None
        self._net = net
        self._refused = 0
        self._asked: Mapping[str, str] = {}
        self._thread = threading.Thread(target=self._run, name="jetstream", daemon=True)

    @property
    def idle(self) -> bool:
        """Connected, and nothing waits to be taken."""
        return self._client is not None and self.frames.empty()

    def take(self, seconds: float) -> list[Frame]:
        """What came within so many seconds, 1,000 frames at most; raises what ended the stream."""
        taken: list[Frame] = []
        end = time.monotonic() + seconds
        while len(taken) < LARGEST_PAGE and (left := end - time.monotonic()) > 0:
            try:
                taken.append(self.frames.get(timeout=min(left, 0.2)))
            except queue.Empty:
                if self.failure is not None and not taken:
                    raise self.failure from None
        return taken

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self.stop()
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        try:
            self.start(_nothing)
        except (AtProtocolError, SourceUnavailable) as error:
            self.failure = error

    def _before_connect(self) -> None:
        """Fetch the dictionary where frames come compressed, and leave no connection behind."""
        super()._before_connect()
        if self._xrpc_client is not None:
            self._xrpc_client.request.close()
            self._xrpc_client = None

    def _get_connect_kwargs(self) -> dict[str, Any]:
        return super()._get_connect_kwargs() | {"create_connection": _Bytes}

    def _decode_frame(self, raw_frame: str | bytes) -> None:
        """Hand the frame on before anything can fail; raises what the host says of an error."""
        body = self._inflated(raw_frame.encode() if isinstance(raw_frame, str) else raw_frame)
        frame = _read(body)
        if frame.get("$type") == "error":
            super()._decode_frame(body.decode("utf-8", "replace"))
        event = frame.get("payload")
        if isinstance(event, dict) and self._moved(event):
            self._hand_on(Frame(body, event, self._cursor))
        elif not isinstance(event, dict):
            self._hand_on(Frame(body, None, self._cursor))

    def _inflated(self, body: bytes) -> bytes:
        if self._compression is None or not body.startswith(ZSTD):
            return body
        try:
            return self._compression.decompress(body)
        except JetstreamDecodingError:
            return body

    def _moved(self, event: Json) -> bool:
        """Note the place; False for the one event that a host sends again because its replay includes it."""
        if str(event.get("$type")).endswith("#info"):
            self._noted(event)
        seq = whole(event.get("seq"))
        if seq is None:
            return True
        if seq == self._cursor:
            return False
        self._track_cursor(max(seq, self._cursor or 0))
        return True

    def _noted(self, event: Json) -> None:
        _LOG.warning("bluesky: %s: %s", event.get("name"), event.get("message"))
        if event.get("name") == "FutureCursor":  # the host counts anew: its numbers are below ours
            self._cursor = None
            self._set_param("cursor", None)

    def _hand_on(self, frame: Frame) -> None:
        while not self._stopped:
            try:
                self.frames.put(frame, timeout=0.5)
            except queue.Full:
                continue
            return

    def _track_reconnection(self, connected_at: float | None) -> None:
        super()._track_reconnection(connected_at)
        self._refused = 0 if connected_at is not None else self._refused + 1

    def _handle_websocket_error_or_stop(self, exception: Exception) -> bool:
        """Go on after whatever may pass; raises what cannot, and the last of six refusals."""
        if isinstance(exception, InvalidStatus) and exception.response.status_code in PATIENT:
            self._asked = dict(exception.response.headers.raw_items())
        elif super()._handle_websocket_error_or_stop(exception) and self._stopped:
            return True
        if self._refused >= TRIES and not self._stopped:
            raise SourceUnavailable(
                f"Jetstream cannot be reached: {exception} ({TRIES} tries)"
            ) from exception
        return False

    def _get_reconnection_delay(self) -> float:
        """Waits itself, as long as the host asked or with a capped back-off; the library adds nothing."""
        attempt = min(self._reconnect_no, LONGEST_BACK_OFF) - 1
        self._net.sleep(self._net.patience.wait(attempt, self._asked))
        self._asked = {}
        return 0.0


def _read(body: bytes) -> Json:
    try:
        return obj(msgspec.json.decode(decode(body)[0]))
    except msgspec.DecodeError:
        return {}


def _nothing(_: object) -> None:
    """The library wants somewhere to deliver; frames were handed on before."""
