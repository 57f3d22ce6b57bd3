"""How often and how long to ask again: what a server says counts, else jittered exponential back-off."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRIES = 6
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 900.0
PATIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_T = TypeVar("_T")


class SourceUnavailable(Exception):  # noqa: N818 - what it says reads better
    """The source did not answer well, however often it was asked: it will be asked again later."""


class SourceRefused(Exception):  # noqa: N818 - what it says reads better
    """The source said no (a key, a right, a wrong question): asking again would change nothing."""


@dataclass(frozen=True, slots=True)
class Pushback:
    """Why an attempt failed in a way that may pass: the status (0 for a broken connection) and the headers."""

    reason: str
    status: int = 0
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """Asks again when it is worth it. `clock` and `sleep` are given, so that tests wait for nothing."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    jitter: Callable[[], float] = random.random

    def call(self, action: Callable[[], _T], pushback: Callable[[Exception], Pushback | None]) -> _T:
        """The action's result; an exception that `pushback` reads as passing is waited out, others are raised.

        Raises SourceUnavailable after the last try.
        """
        for attempt in range(TRIES):
            try:
                return action()
            except Exception as error:
                held = pushback(error)
                if held is None:
                    raise
                if attempt + 1 == TRIES:
                    raise SourceUnavailable(f"{held.reason} ({TRIES} tries)") from error
                self.sleep(self.wait(attempt, held.headers or {}))
        raise AssertionError("the loop returns or raises")

    def wait(self, attempt: int, headers: Mapping[str, str]) -> float:
        """Seconds to wait after a failed attempt (0 is the first)."""
        asked = asked_wait(headers, self.clock())
        if asked is not None:
            return min(asked, LONGEST_WAIT_S) + self.jitter()
        return min(FIRST_WAIT_S * 2.0**attempt, LONGEST_WAIT_S) * (0.5 + self.jitter() / 2)


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the headers ask to wait: Retry-After (seconds or date), x-rate-limit-reset (epoch),
    X-RateLimit-Reset (ISO time, epoch or seconds), ratelimit-reset (seconds). None when they do not say.
    """
    named = {name.lower(): value.strip() for name, value in headers.items()}
    for name in ("retry-after", "x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"):
        if named.get(name):
            found = _seconds(named[name], now)
            if found is not None:
                return max(0.0, found)
    return None


_EPOCH = 1_000_000_000  # a number beyond it is a moment, not a wait


def _seconds(value: str, now: datetime) -> float | None:
    try:
        number = float(value)
    except ValueError:
        moment = _moment(value)
        return None if moment is None else (moment - now).total_seconds()
    return number - now.timestamp() if number > _EPOCH else number


def _moment(value: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(value)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
