"""What a collector reaches in tests: a real HTTP client, a fixed clock, and no waiting."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from collectors.budget import Budget
from collectors.config import configure
from collectors.net import Http, Net, client
from collectors.patience import Patience

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def pages(source, given, cursor=None, now=NOW):
    """All pages that the source's collector gives from that cursor on, on that day."""
    with reaching(now) as net:
        return list(source.collect(net, configure(source, given, "sources.yml", {}), dict(cursor or {})))


@contextmanager
def reaching(now=NOW):
    """What a collector reaches the world with, on that day."""
    patience = Patience(lambda: now, lambda _: None, lambda: 0.0)
    with client() as http:
        yield Net(Http(http, patience), patience, Budget(None, None, 0.0, lambda: now), once=True)


def items(source, found):
    """The items of those pages, in their order."""
    return [item for page in found for document in page.documents for item in source.unpack(document.body)]


def later(days):
    return NOW + timedelta(days=days)
