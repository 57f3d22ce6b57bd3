"""How long a source asks to be left alone, and what is done about it."""

from datetime import UTC, datetime

import pytest

from collectors.patience import TRIES, Patience, Pushback, SourceUnavailable, asked_wait

NOW = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "Sat, 14 Mar 2026 09:27:00 GMT"}, 7),
        ({"x-rate-limit-reset": str(EPOCH + 60)}, 60),
        ({"X-RateLimit-Reset": "2026-03-14T09:31:53.000Z"}, 300),
        ({"X-RateLimit-Reset": str(EPOCH + 5)}, 5),
        ({"ratelimit-reset": "12"}, 12),
        ({"x-rate-limit-reset": str(EPOCH - 60)}, 0),
        ({"Retry-After": "soon", "ratelimit-reset": "3"}, 3),
        ({"Content-Type": "text/html"}, None),
        ({}, None),
    ],
)
def test_what_the_headers_ask(headers, seconds):
    assert asked_wait(headers, NOW) == seconds


class Failing:
    def __init__(self, times, error=ConnectionError):
        self.left, self.error = times, error

    def __call__(self):
        if self.left:
            self.left -= 1
            raise self.error("no")
        return "yes"


def pushback(error):
    return Pushback("broken") if isinstance(error, ConnectionError) else None


def patient(slept):
    return Patience(lambda: NOW, slept.append, jitter=lambda: 1.0)


def test_it_asks_again_and_waits_longer_each_time():
    slept = []
    assert patient(slept).call(Failing(3), pushback) == "yes"
    assert slept == [1, 2, 4]


def test_after_the_last_try_the_source_is_unavailable():
    slept = []
    with pytest.raises(SourceUnavailable, match="broken"):
        patient(slept).call(Failing(TRIES), pushback)
    assert len(slept) == TRIES - 1


def test_what_does_not_pass_is_raised_at_once():
    slept = []
    with pytest.raises(KeyError):
        patient(slept).call(Failing(1, KeyError), pushback)
    assert slept == []
