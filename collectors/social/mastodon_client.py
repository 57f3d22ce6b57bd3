"""One instance of Mastodon, through Mastodon.py: raw answers, parents looked up, documents that say who answered."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec
import requests
from mastodon import Mastodon
from mastodon.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonUnauthorizedError,
)

from collectors.json_values import obj, objs, text
from collectors.net import AGENT, TIMEOUT_S, Document
from collectors.patience import Pushback, SourceRefused
from collectors.social.mastodon_documents import quoted, quoted_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Net

REMEMBERED: Final = 20_000  # statuses whose uri is known by their number
KEPT: Final = 300  # of them in the cursor: for deletions soon after a start


class Ears:
    """Keeps the last answer that a session got: Mastodon.py gives objects, the archive wants bytes."""

    def __init__(self, session: requests.Session) -> None:
        self.answer: requests.Response | None = None
        self.words = ""
        session.hooks["response"].append(self._hear)

    def _hear(self, answer: requests.Response, *_: object, **__: object) -> None:
        self.answer = answer
        if not answer.ok:
            self.words = " ".join(
                answer.text[:300].split()
            )  # also of a stream, whose answer nobody else would read

    @property
    def status(self) -> int:
        return self.answer.status_code if self.answer is not None else 0

    @property
    def headers(self) -> Mapping[str, str]:
        return self.answer.headers if self.answer is not None else {}


@dataclass(slots=True)
class Instance:
    """What was asked, and what it said of the addresses of statuses so far (`known`: number → uri)."""

    net: Net
    client: Mastodon
    ears: Ears
    host: str
    domain: str
    known: dict[str, str] = field(default_factory=dict)

    def ask(self, action: Callable[[], object]) -> bytes:
        """The body of an answer. Raises SourceUnavailable; SourceRefused with the instance's words."""
        try:
            return self.net.patience.call(lambda: self._once(action), self._pushback)
        except MastodonError as error:
            raise refusal(error) from error

    def status(self, number: str) -> bytes | None:
        """One status; None when it is not to be had."""
        try:
            return self.net.patience.call(
                lambda: self._once(lambda: self.client.status(number)), self._pushback
            )
        except (MastodonNotFoundError, MastodonUnauthorizedError):
            return None
        except MastodonError as error:
            raise refusal(error) from error

    def document(
        self, body: bytes, statuses: list[Json], query: str, *, deleted: str | None = None
    ) -> Document:
        """What was sent, behind a line that says who sent it, and what its numbers stand for."""
        numbers = {n for s in statuses for n in named(s)} | ({deleted} if deleted else set())
        now = self.net.clock()
        context: Json = {
            "instance": self.host,
            "domain": self.domain,
            "known": {n: self.known[n] for n in sorted(numbers) if n in self.known},
            **({"at": now.isoformat()} if deleted else {}),
        }
        return Document(msgspec.json.encode(context) + b"\n" + body, now, query)

    def learn(self, statuses: list[Json]) -> None:
        """Remember where these statuses are written, the newest of them."""
        for status in statuses:
            for seen in (status, obj(status.get("reblog")), quoted(status)):
                number, uri = text(seen.get("id")), text(seen.get("uri"))
                if number and uri:
                    self.known.pop(number, None)
                    self.known[number] = uri
        for number in list(self.known)[: max(0, len(self.known) - REMEMBERED)]:
            del self.known[number]

    def remembered(self) -> dict[str, str]:
        """The newest addresses of what was written elsewhere: small enough for the cursor."""
        away = [(n, uri) for n, uri in self.known.items() if urlsplit(uri).netloc.lower() != self.host]
        return dict(away[-KEPT:])

    def _once(self, action: Callable[[], object]) -> bytes:
        action()
        assert self.ears.answer is not None, "a client that returns has answered"
        return self.ears.answer.content

    def _pushback(self, error: Exception) -> Pushback | None:
        if isinstance(error, MastodonNotFoundError | MastodonUnauthorizedError):
            return None
        if isinstance(error, MastodonRatelimitError | MastodonServerError):
            return Pushback(f"{self.host} answered {self.ears.status}", self.ears.status, self.ears.headers)
        broken = isinstance(error, MastodonAPIError) and self.ears.status == 200
        return Pushback(str(error)[:300]) if broken or isinstance(error, MastodonNetworkError) else None


def refusal(error: MastodonError) -> SourceRefused:
    return SourceRefused(f"the instance refused: {' '.join(str(error).split())[:300]}")


@contextmanager
def reach(net: Net, config: Config, known: object = None) -> Iterator[Instance]:
    """The instance of sources.yml, for the time of the block."""
    host = (config.optional("instance") or urlsplit(config.text("url")).netloc).lower()
    held = {number: str(uri) for number, uri in obj(known).items()}
    with connect(config) as (client, ears):
        yield Instance(net, client, ears, host, (config.optional("domain") or host).lower(), held)


@contextmanager
def connect(config: Config) -> Iterator[tuple[Mastodon, Ears]]:
    """A client of its own, and what its session hears; for one thread, for the time of the block."""
    with requests.Session() as session:
        ears = Ears(session)
        client = Mastodon(
            access_token=config.optional("token"),
            api_base_url=config.text("url"),
            ratelimit_method="throw",
            request_timeout=TIMEOUT_S,
            session=session,
            version_check_mode="none",
            user_agent=AGENT,
        )
        yield client, ears


def named(status: Json) -> set[str]:
    """The numbers by which a status, and what it passes on, name others."""
    inner = [status, obj(status.get("reblog")), quoted(status)]
    return {n for s in inner for n in (text(s.get("in_reply_to_id")), quoted_id(s)) if n}


def away(status: Json) -> str | None:
    """The number of a parent that was, or may have been, written at another instance: its uri must be asked for."""
    parent, writer = text(status.get("in_reply_to_id")), text(status.get("in_reply_to_account_id"))
    account = obj(status.get("account"))
    people = [account, *objs(status.get("mentions"))]
    found = next((p for p in people if text(p.get("id")) == writer), None) if writer else None
    is_local = found is not None and "@" not in (text(found.get("acct")) or "@")
    return None if parent is None or is_local else parent
