"""A live connection read in a thread: what comes waits in a bounded queue, and a lost connection is made again.

Nothing is dropped when the queue is full: the connection is then not read, and its other end waits.
"""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectors.patience import TRIES, SourceRefused, SourceUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectors.net import Net

PAGE_S: Final = 2.0
PAUSE_S: Final = 0.05  # without a frame, after which a page is taken as it is
PAGE_FRAMES: Final = 1_000
WAITING_FRAMES: Final = 5_000
LIFE: Final = b""  # a sign of life: connected, or an empty line


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a connection is over. `refused`: asking again would change nothing."""

    reason: str
    headers: Mapping[str, str] | None = None
    refused: bool = False


class Tail:
    """Connections of one kind, one after the other.

    listen  blocks while a connection lasts; gives each frame (or LIFE) to its argument, which says False when nobody
            reads any more; returns why the connection is over
    """

    def __init__(self, net: Net, listen: Callable[[Callable[[bytes], bool]], Ended]) -> None:
        self._net, self._listen = net, listen
        self._frames: queue.Queue[bytes | Ended] = queue.Queue(WAITING_FRAMES)
        self._over = threading.Event()
        self._failures = 0
        self.alive = False  # connected, as far as is known
        self._thread = self._begin()

    def take(self) -> list[bytes]:
        """Frames that came: as soon as there are many, at the latest after a page's time. Empty when none came.

        Raises SourceRefused, SourceUnavailable when the connection cannot be made again.
        """
        end = time.monotonic() + (min(PAGE_S, self._net.idle) if self._net.once else PAGE_S)
        found: list[bytes] = []
        while len(found) < PAGE_FRAMES and (left := end - time.monotonic()) > 0:
            try:
                frame = self._frames.get(timeout=min(left, PAUSE_S) if found else left)
            except queue.Empty:
                break
            if isinstance(frame, Ended):
                self._again(frame)
                break
            self.alive, self._failures = True, 0
            found += [frame] if frame else []
        return found

    def end(self) -> None:
        """Nobody reads any more: the thread ends with its next frame or sign of life."""
        self._over.set()

    def _begin(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, name="live", daemon=True)
        thread.start()
        return thread

    def _run(self) -> None:
        self._put(self._listen(self._put))

    def _put(self, frame: bytes | Ended) -> bool:
        while not self._over.is_set():
            try:
                self._frames.put(frame, timeout=0.5)
            except queue.Full:
                continue
            return True
        return False

    def _again(self, ended: Ended) -> None:
        if ended.refused:
            raise SourceRefused(ended.reason)
        self.alive = False
        self._failures += 1
        if self._failures >= TRIES:
            raise SourceUnavailable(f"{ended.reason} ({TRIES} connections in a row)")
        self._net.sleep(self._net.patience.wait(self._failures - 1, ended.headers or {}))
        self._thread = self._begin()
