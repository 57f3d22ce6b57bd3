"""A source of our own for the tests of the core: numbered posts from nowhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from collectors.declaration import Legal, Price, Setting
from collectors.net import Document, Page
from collectors.registry import source

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
POST = source("post")


def made(collect=None, **changed):
    """The canonical post table as a live source, with other declarations where they are named."""
    declared = replace(POST.declared, name="numbers", capabilities=("poll",), **changed)
    return replace(POST, declared=declared, collect=collect or numbers())


def numbers(pages=2, size=3):
    """A collector of so many pages; its cursor is the next number."""

    def collect(net, config, cursor):
        for first in range(int(cursor.get("next", 0)), pages * size, size):
            documents = [Document(post(n), net.clock()) for n in range(first, first + size)]
            yield Page(documents, {"next": first + size})

    return collect


def post(number):
    at = (NOW + timedelta(minutes=number)).isoformat()
    text = f"message {number}"
    return f'{{"uid":"n:{number}","author_uid":"a{number}","text":"{text}","created_at":"{at}"}}'.encode()


GATED = Legal("contract", "none", "contract with the provider", ("contract", "users", "date"))
PRICED = Price("USD", 0.5, 10.0)
TOKEN = Setting(required=True, secret=True, about="a key")
