"""X, filtered stream: rules settled first, then each line as it comes."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec
import tweepy

from collectors.json_values import obj, objs, text
from collectors.net import Document, Page
from collectors.patience import PATIENT, SourceRefused
from collectors.social.live_tail import LIFE, Ended, Tail
from collectors.social.x_client import CAPPED, HOME, Elsewhere, patiently, posts_in, wishes
from collectors.social.x_v2 import normalise, speaks_v2
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    from collectors.config import Config
    from collectors.net import Cursor, Net
    from collectors.social.x_client import Params

TAG: Final = "cyberimpact:"  # before the name of each rule that is ours
LONGEST_BACKFILL: Final = 5  # minutes


class Listener(tweepy.StreamingClient):  # type: ignore[misc] # tweepy has no types
    """One connection after the other, made by whoever calls `listen`; tweepy's own retries sleep, and are not used."""

    def __init__(self, token: str, url: str) -> None:
        super().__init__(token, return_type=dict)
        self.session.mount(HOME, Elsewhere(url))
        self.session.hooks["response"].append(self._heard)
        self._give: Callable[[bytes], bool] = lambda _: False
        self._ended = Ended("X closed the stream")

    def listen(self, params: Params, give: Callable[[bytes], bool]) -> Ended:
        """Give each line, and LIFE for a sign of it, until the connection is over or nobody reads; says why."""
        self._give, self._ended = give, Ended("X closed the stream")
        self._connect("GET", "search", params=params)
        return self._ended

    def on_connect(self) -> None:
        self.on_data(LIFE)

    def on_data(self, raw_data: bytes) -> None:
        if not self._give(raw_data):
            self.disconnect()

    def on_keep_alive(self) -> None:
        self.on_data(LIFE)

    def on_closed(self, response: requests.Response) -> None:  # noqa: ARG002 - tweepy's signature
        self.disconnect()

    def on_connection_error(self) -> None:
        self._ended = Ended("the connection to X broke")
        self.disconnect()

    def on_request_error(self, status_code: int) -> None:  # noqa: ARG002 - `_heard` knows more
        self.disconnect()

    def on_exception(self, exception: Exception) -> None:
        self._ended = Ended(f"{type(exception).__name__}: {exception}")

    def on_disconnect(self) -> None:
        """Nothing to say: `listen` returns."""

    def _heard(self, answer: requests.Response, *_: object, **__: object) -> None:
        if answer.status_code != 200 and "/search/stream" in (answer.url or ""):
            words = " ".join(answer.text[:300].split())
            refused = answer.status_code not in PATIENT or CAPPED in words
            self._ended = Ended(f"X answered {answer.status_code}: {words}", answer.headers, refused)


def follow(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Pages of lines as they come. Raises SourceRefused, SourceUnavailable, BudgetSpent."""
    _pay(net, 0)
    listener = Listener(config.text("token"), config.text("url"))
    with listener.session:
        settle(listener, net, config.mapping("rules"))
    place = {"cursor": cursor}
    tail = Tail(net, lambda give: listener.listen(_params(config, place["cursor"], net.clock()), give))
    still = 0.0
    try:
        while not net.stop.is_set() and not (net.once and still >= net.idle):
            lines = tail.take()
            still = still + net.idle if tail.alive and not lines else 0.0
            if lines:
                now = net.clock()
                place["cursor"] = {"seen_at": now.isoformat()}
                yield Page([Document(line, now) for line in lines], place["cursor"])
                _pay(net, sum(_posts(line) for line in lines))
    finally:
        tail.end()


def settle(listener: Listener, net: Net, wanted: dict[str, str]) -> None:
    """The stream has our rules, and no other of ours: first add, then delete, so that nothing is missed between.

    Raises SourceRefused with X's words for a rule that it does not take.
    """
    held = obj(patiently(net, listener.get_rules))
    ours = {
        (tag, text(rule.get("value"))): text(rule.get("id"))
        for rule in objs(held.get("data"))
        if (tag := text(rule.get("tag")) or "").startswith(TAG)
    }
    rules = {(TAG + name, " ".join(rule.split())) for name, rule in wanted.items()}
    if missing := [tweepy.StreamRule(value, tag) for tag, value in sorted(rules) if (tag, value) not in ours]:
        said = obj(patiently(net, lambda: listener.add_rules(missing)))
        for problem in objs(said.get("errors")):
            if problem.get("title") != "DuplicateRule":
                words = text(problem.get("detail")) or text(problem.get("title")) or str(problem)[:200]
                raise SourceRefused(f"X does not take the rule {problem.get('value')!r}: {words}")
    if stale := [key for rule, key in ours.items() if rule not in rules]:
        patiently(net, lambda: listener.delete_rules(stale))


def _params(config: Config, cursor: Cursor, now: datetime) -> Params:
    """What to ask for; with a contract that has it, the minutes that were missed, at most five."""
    minutes = min(config.whole("backfill"), LONGEST_BACKFILL)
    if minutes and (seen := text(cursor.get("seen_at"))):
        gap = (now - datetime.fromisoformat(seen)).total_seconds()
        minutes = max(1, min(minutes, math.ceil(gap / 60)))
    return wishes(config) | ({"backfill_minutes": str(minutes)} if minutes else {})


def _posts(line: bytes) -> int:
    try:
        return posts_in(obj(msgspec.json.decode(line)))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 1


def _pay(net: Net, posts: int) -> None:
    """Posts that were delivered are owed: all that is left of the budget is noted, then BudgetSpent."""
    room = net.budget.room()
    if room is not None:
        net.budget.spend(min(posts, room))
        if posts > room or room == 0:
            net.budget.spend(max(1, posts - room))


SOURCE = speaks_v2(declare("collectors.social", "x_stream.yml", normalise, collect=follow))
