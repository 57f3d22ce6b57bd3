"""The canonical post table: `uid, author_uid, text, created_at` and what else is known.

Times are ISO 8601 or epoch seconds; lists are lists, or `|` between in CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from collectors.files.cells import on_the_globe, told_moment
from collectors.records import Post, RecordError, fitting
from collectors.source import NULLS, declare

if TYPE_CHECKING:
    from collectors.source import Row


class Table(msgspec.Struct, gc=False):
    """The fields of a row, trimmed; what only says that it is empty is None."""

    uid: str
    author_uid: str
    text: str
    created_at: Any  # as sources write times: iso_or_epoch reads it
    platform: str | None = None
    author_followers: Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)] | None = None
    reply_to_uid: str | None = None
    repost_of_uid: str | None = None
    quote_of_uid: str | None = None
    root_uid: str | None = None
    lang: str | None = None
    urls: list[str] | None = None
    hashtags: list[str] | None = None
    place_insee: str | None = None
    lat: float | None = None
    lon: float | None = None
    source: str | None = None
    url: str | None = None
    deleted_at: Any = None


def normalise(row: Row) -> Post:
    """One row → one post. Its author, text and time must be there; the text may be empty."""
    given = _as_it_stands(row) or _read(row)
    fitting("uid", given.uid)
    if given.created_at is None:
        raise RecordError("created_at", "is missing or empty")
    created_at = told_moment(row, "created_at", given.created_at)
    deleted_at = None if given.deleted_at is None else told_moment(row, "deleted_at", given.deleted_at)
    reposted, replied, quoted = given.repost_of_uid, given.reply_to_uid, given.quote_of_uid
    if given.uid in (reposted, replied, quoted):
        row.repairs.append("its own parent: relation dropped")
        reposted, replied, quoted = (None if p == given.uid else p for p in (reposted, replied, quoted))
    lat, lon = on_the_globe(row, given.lat, given.lon)
    return Post(
        uid=given.uid,
        author=account(given.author_uid, given.platform),
        platform=given.platform,
        followers=given.author_followers,
        text=given.text,
        created_at=created_at,
        kind="repost" if reposted else "reply" if replied else "quote" if quoted else "post",
        lang=given.lang,
        hashtags=given.hashtags,
        urls=given.urls,
        root_uid=None if given.root_uid == given.uid else given.root_uid,
        place_insee=given.place_insee,
        lat=lat,
        lon=lon,
        source=given.source or "post",
        url=given.url,
        deleted_at=deleted_at,
        repairs=tuple(row.repairs),
        reply_to_uid=replied,
        repost_of_uid=reposted,
        quote_of_uid=quoted,
    )


def _as_it_stands(row: Row) -> Table | None:
    """A row that spells its fields as declared, has the right types and nothing to trim: read three times sooner."""
    if row.spelling is not SOURCE.fields:
        return None
    try:
        given = msgspec.convert(row.values, Table)
    except msgspec.ValidationError:
        return None
    for text in (
        given.uid, given.author_uid, given.platform, given.reply_to_uid, given.repost_of_uid, given.quote_of_uid,
        given.root_uid, given.lang, given.place_insee, given.source, given.url,
    ):  # fmt: skip
        if text is not None and (text in NULLS or text != text.strip()):
            return None
    for at in (given.created_at, given.deleted_at):
        if isinstance(at, str) and at.strip() in NULLS:
            return None
    return None if "" in (given.urls or ()) or "" in (given.hashtags or ()) else given


def _read(row: Row) -> Table:
    """Any row, field by field; RecordError for the first that cannot be read."""
    return Table(
        uid=row.need("uid"),
        author_uid=row.need("author_uid"),
        text=_text(row),
        created_at=row.get("created_at"),
        author_followers=row.whole("author_followers"),
        platform=row.text("platform"),
        reply_to_uid=row.text("reply_to_uid"),
        repost_of_uid=row.text("repost_of_uid"),
        quote_of_uid=row.text("quote_of_uid"),
        root_uid=row.text("root_uid"),
        lang=row.text("lang"),
        place_insee=row.text("place_insee"),
        source=row.text("source"),
        url=row.text("url"),
        urls=row.texts("urls"),
        hashtags=row.texts("hashtags"),
        lat=row.number("lat"),
        lon=row.number("lon"),
        deleted_at=row.get("deleted_at"),
    )


def account(author: str, platform: str | None) -> str:
    """`platform:name` in lower case, whether the name came with its platform, with an @ or plain."""
    name = author.strip().lower().removeprefix(f"{platform}:".lower() if platform else "").lstrip("@")
    return f"{platform.lower()}:{name}" if platform else name


def _text(row: Row) -> str:
    value = row.raw("text")
    if not isinstance(value, str):
        raise RecordError("text", "is missing" if value is None else f"{value!r:.40} is not a text")
    return value


SOURCE = declare("collectors.files", "post_table.yml", normalise)
