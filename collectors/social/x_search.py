"""X: search of the last seven days, search of the archive, reposts and quotes of chosen posts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from collectors.config import ConfigError
from collectors.social.x_client import connect, wishes
from collectors.social.x_pages import Question, pages
from collectors.social.x_v2 import normalise, speaks_v2
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.config import Config
    from collectors.net import Cursor, Net, Page

REACH: Final = timedelta(days=6, hours=23)  # seven days, and an hour to ask in
PAGE_TOKEN: Final = "pagination_token"  # noqa: S105 - a parameter's name
_STATUS: Final = re.compile(r"(?:.*/status(?:es)?/)?(\d{1,20})(?:[/?#].*)?")


def recent(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """What is newer than the last round, of the last seven days."""
    asked = wishes(config)
    yield from _each(
        net,
        config,
        cursor,
        [
            Question(query, "/2/tweets/search/recent", {"query": query, **asked}, reach=REACH)
            for query in config.texts("queries")
        ],
    )


def archive(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """From the newest back to `from`; later, what is newer. X allows one such request a second."""
    asked = {**wishes(config), "start_time": config.text("from")}
    if until := config.optional("to"):
        asked["end_time"] = until
    yield from _each(
        net,
        config,
        cursor,
        [
            Question(query, "/2/tweets/search/all", {"query": query, **asked}, pause=1.0)
            for query in config.texts("queries")
        ],
    )


def reposts(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Reposts and quotes of the chosen posts, back to the first page that holds a known one."""
    asked = wishes(config)
    routes = [
        f"{_id(config, post)}/{_kind(config, kind)}"
        for post in config.texts("posts")
        for kind in config.texts("kinds")
    ]
    questions = [
        Question(route, f"/2/tweets/{route}", asked, token=PAGE_TOKEN, since=False) for route in routes
    ]
    yield from _each(net, config, cursor, questions)


def _each(net: Net, config: Config, cursor: Cursor, questions: list[Question]) -> Iterator[Page]:
    """One question after the other; the cursor forgets what is no longer asked."""
    keys = {question.key for question in questions}
    cursor = {key: place for key, place in cursor.items() if key in keys}
    client = connect(config)
    with client.session:
        for question in questions:
            cursor = yield from pages(client, net, question, cursor)


def _id(config: Config, post: str) -> str:
    match = _STATUS.fullmatch(post.strip())
    if match is None:
        raise ConfigError(
            f"{config.file}: x-reposts.posts: {post!r} is neither the id nor the address of a post"
        )
    return match[1]


def _kind(config: Config, kind: str) -> str:
    if kind not in {"retweets", "quote_tweets"}:
        raise ConfigError(
            f"{config.file}: x-reposts.kinds: there are retweets and quote_tweets, not {kind!r}"
        )
    return kind


RECENT_SEARCH = speaks_v2(declare("collectors.social", "x_recent_search.yml", normalise, collect=recent))
FULL_ARCHIVE = speaks_v2(declare("collectors.social", "x_full_archive.yml", normalise, collect=archive))
REPOSTS = speaks_v2(declare("collectors.social", "x_reposts.yml", normalise, collect=reposts))
