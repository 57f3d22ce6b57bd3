"""What a collector reaches the world with: requests that wait when asked to, a clock, a budget, a way to stop."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
import msgspec

from collectors.patience import PATIENT, Patience, Pushback, SourceRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from collectors.budget import Budget

Cursor = dict[str, object]  # small and JSON; empty at the start
AGENT = "CyberImpact (public-interest listening; see the operator's contact)"
TIMEOUT_S = 30.0
LARGEST_BODY = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """What a source sent, as it came."""

    body: bytes
    at: datetime
    query: str = ""
    native_id: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Documents that belong together, and where to go on once they are in the graph.

    skipped  what came between them and was not kept at the door: it is counted, nothing else
    """

    documents: list[Document]
    cursor: Cursor
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def not_modified(self) -> bool:
        return self.status == httpx.codes.NOT_MODIFIED

    def json(self) -> object:
        """The decoded body; msgspec.DecodeError when it is no JSON."""
        return msgspec.json.decode(self.body)


class _Pushed(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, held: Pushback) -> None:
        super().__init__(held.reason)
        self.held = held


@dataclass(frozen=True, slots=True)
class Http:
    """GET and POST that ask again after 429, 5xx and broken or cut answers."""

    client: httpx.Client
    patience: Patience

    def get(
        self,
        url: str,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        etag: str | None = None,
        modified: str | None = None,
    ) -> Answer:
        """The answer (200, or 304 when `etag` or `modified` still holds).

        Raises SourceUnavailable when it does not come, SourceRefused for another status.
        """
        sent = dict(headers or {})
        if etag:
            sent["If-None-Match"] = etag
        if modified:
            sent["If-Modified-Since"] = modified
        asked = dict(params) if params else None  # an empty mapping would erase the address's own query
        return self._ask(lambda: self.client.build_request("GET", url, params=asked, headers=sent))

    def post(self, url: str, json: object, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a JSON body; raises as `get` does."""
        return self._ask(
            lambda: self.client.build_request("POST", url, json=json, headers=dict(headers or {}))
        )

    def _ask(self, request: Callable[[], httpx.Request]) -> Answer:
        return self.patience.call(lambda: self._once(request()), _pushback)

    def _once(self, request: httpx.Request) -> Answer:
        answer = self.client.send(request)
        if answer.status_code in PATIENT:
            reason = f"{request.url.host} answered {answer.status_code}"
            raise _Pushed(Pushback(reason, answer.status_code, answer.headers))
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            words = " ".join(answer.text[:300].split())
            raise SourceRefused(f"{request.url.host} answered {answer.status_code}: {words}")
        return Answer(answer.status_code, dict(answer.headers), answer.content)


def _pushback(error: Exception) -> Pushback | None:
    if isinstance(error, _Pushed):
        return error.held
    if isinstance(error, httpx.TransportError | httpx.DecodingError):
        return Pushback(f"{type(error).__name__}: {error}")
    return None


@dataclass(frozen=True, slots=True)
class Net:
    """All that a collector may use of the world.

    once  a poll makes one round until nothing is new; a stream ends when nothing came for `idle` seconds
    stop  set when the time is over: a stream ends after its current page
    """

    http: Http
    patience: Patience
    budget: Budget
    once: bool = False
    idle: float = 5.0
    stop: threading.Event = field(default_factory=threading.Event)

    def clock(self) -> datetime:
        return self.patience.clock()

    def sleep(self, seconds: float) -> None:
        self.patience.sleep(seconds)


def client() -> httpx.Client:
    """The one way to the network: the system's proxies and certificates, redirects followed, a name of our own."""
    return httpx.Client(follow_redirects=True, timeout=TIMEOUT_S, headers={"User-Agent": AGENT})
