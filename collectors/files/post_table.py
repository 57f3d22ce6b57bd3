"""The canonical post table: `uid, author_uid, text, created_at` and what else is known.

Times are ISO 8601 or epoch seconds; lists are lists, or `|` between in CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.records import Post, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.source import Row

KEY_LENGTH = 1_000
_KINDS = (("repost_of_uid", "repost"), ("reply_to_uid", "reply"), ("quote_of_uid", "quote"))


def normalise(row: Row) -> Post:
    """One row → one post. Its author, text and time must be there; the text may be empty."""
    uid = row.need("uid")
    if len(uid) > KEY_LENGTH:
        raise RecordError("uid", f"is {len(uid)} characters long (at most {KEY_LENGTH} are accepted)")
    created_at = _time(row, "created_at")
    if created_at is None:
        raise RecordError("created_at", "is missing or empty")
    parents = {name: _parent(row, name, uid) for name, _ in _KINDS}
    root = row.text("root_uid")
    platform = row.text("platform")
    lat, lon = _point(row)
    return Post(
        uid=uid,
        author=account(row.need("author_uid"), platform),
        platform=platform,
        followers=row.whole("author_followers"),
        text=_text(row),
        created_at=created_at,
        kind=next((kind for name, kind in _KINDS if parents[name]), "post"),
        lang=row.text("lang"),
        hashtags=row.texts("hashtags"),
        urls=row.texts("urls"),
        root_uid=None if root == uid else root,
        place_insee=row.text("place_insee"),
        lat=lat,
        lon=lon,
        source=row.text("source") or "post",
        url=row.text("url"),
        deleted_at=_time(row, "deleted_at"),
        repairs=tuple(row.repairs),
        reply_to_uid=parents["reply_to_uid"],
        repost_of_uid=parents["repost_of_uid"],
        quote_of_uid=parents["quote_of_uid"],
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


def _time(row: Row, name: str) -> datetime | None:
    value = row.get(name)
    if value is None:
        return None
    moment, repair = iso_or_epoch(name, value)
    if repair:
        row.repairs.append(repair)
    return moment


def _parent(row: Row, name: str, uid: str) -> str | None:
    value = row.text(name)
    if value == uid:
        row.repairs.append("its own parent: relation dropped")
        return None
    return value


def _point(row: Row) -> tuple[float | None, float | None]:
    lat, lon = row.number("lat"), row.number("lon")
    if lat is None or lon is None:
        return None, None
    if abs(lat) > 90 or abs(lon) > 180:
        row.repairs.append("coordinates out of range: dropped")
        return None, None
    return lat, lon


SOURCE = declare("collectors.files", "post_table.yml", normalise)
