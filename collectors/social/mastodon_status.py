"""Mastodon: statuses as an instance tells them → posts.

Source: Mastodon's API documentation (Status, Quote, streaming events), 4.5. An instance gives each status a number of
its own (`id`), and names parents by that number; the `uri` is the same on all instances. A post is therefore kept
under its `uri`, without the account's name that is in it: `mastodon:HOST/NUMBER` for the addresses of Mastodon itself
(HOST and NUMBER are those of the instance where the post was written). A parent that is only known by its number at the
instance that was asked is `mastodon:INSTANCE/NUMBER`: for what was written there, that is its very key; for others
the collector asks for the parent's `uri` and writes it into the document's first line.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text, whole
from collectors.records import Deletion, Post, RecordError
from collectors.social.html_text import plain
from collectors.social.mastodon_documents import quoted, quoted_id
from collectors.social.mastodon_keys import nameless_address, uid_of

if TYPE_CHECKING:
    from collectors.json_values import Json
    from collectors.records import Record
    from collectors.source import Row

PUBLIC: Final = frozenset({"public", "unlisted"})
OTHER_EVENTS: Final = frozenset({
    "notification", "filters_changed", "conversation", "announcement", "announcement.reaction", "announcement.delete",
    "encrypted_message", "notifications_merged",
})  # fmt: skip


def normalise(row: Row) -> Record | None:
    """One status → a post; a deletion; None for what is not public, or no status. RecordError as everywhere."""
    if row.get("deleted") is not None:
        at, _ = iso_or_epoch("deleted_at", row.get("deleted_at"))
        return Deletion(uid=_parent(row, "uri", "deleted") or "", deleted_at=at)
    event = row.get("event")
    if event is not None:
        if text(event) in OTHER_EVENTS:
            return None
        raise RecordError("event", f"{event!r:.40} is not an event that is known")
    if text(row.get("visibility")) not in PUBLIC:
        return None
    return _post(row)


def _post(row: Row) -> Post:
    uri = row.need("uri")
    original = obj(row.get("reblog"))
    said = original or {name: row.raw(name) for name in ("content", "spoiler_text", "mentions", "tags")}
    repost, quote = uid_of(text(original.get("uri")) or "") if original else None, _quote(row)
    reply = None if original else _parent(row, "parent_uri", "reply_to")
    account = obj(row.get("account"))
    mentions = _mentions(row, said)
    created_at, repair = iso_or_epoch("created_at", row.get("created_at"))
    content = text(said.get("content")) or ""
    return Post(
        uid=uid_of(uri),
        author=_account(row, account),
        platform="mastodon",
        followers=whole(account.get("followers_count")),
        text="\n".join(part for part in (text(said.get("spoiler_text")), plain(content)) if part),
        created_at=created_at,
        kind="repost" if repost else "reply" if reply else "quote" if quote else "post",
        lang=row.text("language") or text(original.get("language")),
        hashtags=[tag for entry in objs(said.get("tags")) if (tag := text(entry.get("name")))],
        urls=links(content),
        mentions=sorted(set(mentions.values())),
        handles=mentions | _own_handles(row, account),
        reply_to_uid=reply,
        repost_of_uid=repost,
        quote_of_uid=quote,
        url=nameless_address(uri),
        repairs=(*row.repairs, *([repair] if repair else [])),
    )


def _parent(row: Row, address: str, number: str) -> str | None:
    """The key of a post by its uri where that is known, else by its number at the instance that was asked."""
    if isinstance(uri := row.get(address), str):
        return uid_of(uri)
    found = text(row.get(number))
    return f"mastodon:{row.need('at_instance').lower()}/{found}" if found else None


def _quote(row: Row) -> str | None:
    status = {"quote": row.get("quote"), "quote_id": row.get("quote_id")}
    if uri := text(quoted(status).get("uri")):
        return uid_of(uri)
    number = quoted_id(status)
    if number and not isinstance(row.get("quoted_uri"), str):
        return f"mastodon:{row.need('at_instance').lower()}/{number}"
    return uid_of(str(row.get("quoted_uri"))) if number else None


def _account(row: Row, account: Json) -> str:
    """`mastodon:name@host`, also for the instance's own accounts, which it gives without a host."""
    name = text(account.get("acct"))
    if name is None:
        raise RecordError("account", "has no acct")
    host = text(row.get("at_domain"))
    if "@" not in name and host is None:
        raise RecordError("account", "has no host")
    return f"mastodon:{name if '@' in name else f'{name}@{host}'}".lower()


def _mentions(row: Row, said: Json) -> dict[str, str]:
    """Handle as texts have it, with and without its host → account."""
    found: dict[str, str] = {}
    for mention in objs(said.get("mentions")):
        if text(mention.get("acct")):
            found |= _own_handles(row, mention)
    return found


def _own_handles(row: Row, account: Json) -> dict[str, str]:
    whole_name = _account(row, account)
    full = whole_name.removeprefix("mastodon:")
    return {full: whole_name, full.split("@")[0]: whole_name}


class _Links(HTMLParser):
    """The addresses of links that are neither mentions nor hashtags."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        href = given.get("href") or ""
        if (
            tag == "a"
            and href.startswith(("http://", "https://"))
            and not {"mention", "hashtag"} & {*classes}
        ):
            self.found[href] = None


def links(markup: str) -> list[str]:
    """Addresses that a text links to, in order, each once."""
    parser = _Links()
    parser.feed(markup)
    parser.close()
    return list(parser.found)
