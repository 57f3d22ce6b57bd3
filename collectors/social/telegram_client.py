"""Telethon, asked for the messages that are new: one account's session, public channels and groups only."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from telethon import TelegramClient, errors
from telethon.sessions import StringSession
from telethon.tl import types

from collectors.json_values import obj, whole
from collectors.net import Document, Page
from collectors.patience import Pushback, SourceRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from collectors.config import Config
    from collectors.net import Cursor, Net

AT_ONCE = 100  # messages a request, the most that Telegram gives
_LOG = logging.getLogger(__name__)
_NO_CHANNEL = (
    errors.UsernameNotOccupiedError,
    errors.UsernameInvalidError,
    errors.ChannelPrivateError,
    errors.ChannelInvalidError,
)
_PASSING = (OSError, asyncio.TimeoutError, errors.ServerError, errors.TimedOutError, errors.RpcCallFailError)


def follow(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Pages of each channel's messages after the last one that was taken, oldest first.

    Raises SourceRefused when the session is not (or no longer) logged in, SourceUnavailable. A channel that does not
    exist or is not public is told in the log.
    """
    known = {name: obj(place) for name, place in obj(cursor.get("channels")).items()}
    with _account(net, config) as account:
        for name in config.texts("channels"):
            place = known.get(name) or account.find(name)
            if place is None:
                _LOG.warning("telegram: %s is no public channel or group", name)
                continue
            while messages := account.after(place, config.whole("first")):
                place = place | {"last": max(message.id for message in messages)}
                known[name] = place
                now = net.clock()
                documents = [Document(m.to_json().encode(), now, name, str(m.id)) for m in messages]
                yield Page(documents, {"channels": dict(known)})
                if net.stop.is_set() or len(messages) < AT_ONCE:
                    break
            if net.stop.is_set():
                return


class Account:
    """One logged-in session, asked from ordinary code: each question runs the loop until its answer is there."""

    def __init__(self, net: Net, config: Config) -> None:
        self._net, self._loop = net, asyncio.Runner()
        try:
            session = StringSession(config.text("session"))
        except ValueError as error:
            raise SourceRefused(f"session is no session of Telethon: {error}") from error
        self._client = TelegramClient(
            session,
            config.whole("api_id"),
            config.text("api_hash"),
            receive_updates=False,
            flood_sleep_threshold=0,  # our own patience waits, and says so
            request_retries=1,
            connection_retries=1,
            retry_delay=0,
            raise_last_call_error=True,
        )

    def find(self, name: str) -> dict[str, object] | None:
        """Where a channel is, from its public name; None when it is no public channel or group."""
        try:
            entity = self._ask(lambda: self._client.get_entity(name))
        except (*_NO_CHANNEL, ValueError):  # ValueError: how Telethon says that nobody has that name
            return None
        if not isinstance(entity, types.Channel) or not (entity.username or entity.usernames):
            return None
        return {"id": entity.id, "hash": entity.access_hash, "last": 0}

    def after(self, place: dict[str, object], first: int) -> list[Any]:
        """100 messages at most after the last, oldest first; at the very first time the newest ones."""
        peer = types.InputPeerChannel(whole(place.get("id")) or 0, whole(place.get("hash")) or 0)
        last = whole(place.get("last")) or 0
        if last:
            found = self._ask(lambda: self._client.get_messages(peer, AT_ONCE, min_id=last, reverse=True))
            return list(found)
        found = self._ask(lambda: self._client.get_messages(peer, min(first, AT_ONCE)))
        return list(reversed(found))

    def close(self) -> None:
        """Leave Telegram, and end whatever the client still has running."""
        self._loop.run(self._left())
        self._loop.close()

    async def _left(self) -> None:
        await self._client.disconnect()

    def _ask(self, question: Callable[[], Coroutine[Any, Any, Any]]) -> Any:  # noqa: ANN401 - Telethon has no types
        return self._net.patience.call(lambda: self._loop.run(self._answered(question)), _pushback)

    async def _answered(self, question: Callable[[], Coroutine[Any, Any, Any]]) -> Any:  # noqa: ANN401 - as above
        if not self._client.is_connected():
            await self._client.connect()
        if not await self._client.is_user_authorized():
            raise SourceRefused("the session is not logged in, or was ended: make a new one")
        return await question()


@contextmanager
def _account(net: Net, config: Config) -> Iterator[Account]:
    account = Account(net, config)
    try:
        yield account
    finally:
        account.close()


def _pushback(error: Exception) -> Pushback | None:
    if isinstance(error, errors.FloodWaitError):
        return Pushback(f"Telegram asks to wait {error.seconds} s", 429, {"Retry-After": str(error.seconds)})
    if isinstance(error, _PASSING):
        return Pushback(f"{type(error).__name__}: {error}")
    return None
