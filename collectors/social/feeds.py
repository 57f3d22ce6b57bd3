"""RSS and Atom: warnings and articles of organisations, as posts of the kind `article`.

Each feed is asked with its ETag and its Last-Modified; what it answers repeats most of its entries, and an
entry is known again by its identifier. Names of journalists are not kept: the author is the organisation.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.enrichment.text import canonical_url, domain
from collectors.json_values import obj, objs, text
from collectors.net import Document, Page
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.records import KEY_LENGTH, Post, RecordError
from collectors.social.feed_documents import unpack
from collectors.social.html_text import plain
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.config import Config
    from collectors.net import Cursor, Net
    from collectors.source import Row

_WORLDWIDE = re.compile(r"tag:|urn:", re.IGNORECASE)


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """One page for each feed that has changed; a feed that fails is told after the others were read."""
    failed: SourceUnavailable | SourceRefused | None = None
    for url in config.texts("feeds"):
        known = obj(cursor.get(url))
        try:
            answer = net.http.get(url, etag=text(known.get("etag")), modified=text(known.get("modified")))
        except (SourceUnavailable, SourceRefused) as error:
            failed = failed or error
            continue
        if not answer.not_modified:
            marks = {"etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified")}
            cursor = cursor | {url: {name: mark for name, mark in marks.items() if mark}}
            yield Page([Document(answer.body, net.clock(), url)], cursor)
    if failed is not None:
        raise failed


def article(row: Row, source: str) -> Post:
    """One entry → one article of the organisation that publishes the feed."""
    if wrong := row.text("malformed"):
        row.repairs.append(f"malformed feed: {wrong}")
    link, host = _link(row), feed_host(row)
    uid = f"{source}:{_identity(row, link, host)}"
    if len(uid) > KEY_LENGTH:
        raise RecordError(
            "guid", f"the identifier has {len(uid)} characters (at most {KEY_LENGTH} are accepted)"
        )
    return Post(
        uid=uid,
        author=f"{source}:{host}" if host else None,
        platform="web",
        text="\n".join(part for part in (words(row, "title"), _summary(row)) if part),
        created_at=moment(row),
        kind="article",
        lang=language(row),
        hashtags=_hashtags(row),
        urls=[link] if link else None,
        source=source,
        url=link,
        repairs=tuple(row.repairs),
    )


def moment(row: Row) -> datetime:
    """When the entry was published, else last changed; RecordError for an entry without any date.

    The feed's own date would not do: it moves with every entry, and so would the post.
    """
    for name in ("published", "updated"):
        if (value := row.text(name)) is not None:
            return iso_or_epoch(name, value)[0]
    raise RecordError("published", "the entry has no date, neither of publication nor of change")


def words(row: Row, name: str) -> str | None:
    """A text construct of feedparser (`type`, `value`) as plain text."""
    found = obj(row.get(name))
    value = text(found.get("value"))
    return value if value is None or found.get("type") == "text/plain" else plain(value) or None


def language(row: Row) -> str | None:
    """`fr-FR` → `fr`, as the feed declares it."""
    declared = row.text("language")
    return declared.replace("_", "-").split("-")[0].lower() if declared else None


def feed_host(row: Row) -> str | None:
    """Host of the feed's site, else of the entry's page."""
    return domain(row.text("site") or "") or domain(row.text("link") or "") or None


def _link(row: Row) -> str | None:
    link = row.text("link")
    return canonical_url(link) if link and domain(link) else None


def _identity(row: Row, link: str | None, host: str | None) -> str:
    """What names the entry in all the world: an address or a tag URI; a bare number counts within its host."""
    guid = row.text("guid")
    if guid and domain(guid):
        return canonical_url(guid)
    if guid and (_WORLDWIDE.match(guid) or host is None):
        return guid
    if guid:
        return f"{host}/{guid}"
    if link is None:
        raise RecordError("guid", "the entry has neither an identifier nor a link")
    return link


def _summary(row: Row) -> str | None:
    """The summary; the content only where there is none, for some feeds put whole articles there."""
    if summary := words(row, "summary"):
        return summary
    contents = (text(part.get("value")) for part in objs(row.get("content")))
    return next((plain(content) or None for content in contents if content), None)


def _hashtags(row: Row) -> list[str] | None:
    """Categories as people write them as hashtags: `Faits divers` → `faitsdivers`."""
    terms = (text(tag.get("term")) or "" for tag in objs(row.get("categories")))
    joined = (re.sub(r"\W+", "", unicodedata.normalize("NFC", term)).lower() for term in terms)
    return list(dict.fromkeys(tag for tag in joined if tag)) or None


def _articles(name: str) -> tuple[str, partial[Post]]:
    return f"{name.replace('-', '_')}.yml", partial(article, source=name)


CYBERMALVEILLANCE = declare(
    "collectors.social", *_articles("cybermalveillance"), unpack=unpack, collect=collect
)
CERT_FR = declare("collectors.social", *_articles("cert-fr"), unpack=unpack, collect=collect)
PRESS = declare("collectors.social", *_articles("press"), unpack=unpack, collect=collect)
