"""X, v1.1 tweet objects, one a line (the wire format of research sets and old archives).

Source: X's v1.1 data dictionary. A retweet's own text is cut, so the retweeted text stands for it; the
numeric ids lose digits in JavaScript, so only the `_str` ids are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.dates import twitter
from collectors.records import Post, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row

Json = dict[str, object]


def normalise(row: Row) -> Post:
    """One tweet → one post. Parents are `x:<id>`; the author is `x:<user id>`."""
    uid = f"x:{row.need('id_str')}"
    retweeted, quoted = _object(row.get("retweeted")), _object(row.get("quoted"))
    user = _object(row.get("user"))
    repost = _uid(retweeted.get("id_str"))
    reply = None if repost else _uid(row.get("reply_to"))
    quote = None if repost else _uid(quoted.get("id_str") or row.get("quoted_id"))
    if uid in {repost, reply, quote}:
        row.repairs.append("its own parent: relation dropped")
        repost, reply, quote = (None if parent == uid else parent for parent in (repost, reply, quote))
    entities = _entities(row, retweeted)
    mentions = _mentions(row, entities)
    return Post(
        uid=uid,
        author=f"x:{_need(user, 'id_str', 'user.id_str')}",
        platform="x",
        followers=_whole(user.get("followers_count")),
        text=_text(row, retweeted),
        created_at=twitter("created_at", row.need("created_at")),
        kind="repost" if repost else "reply" if reply else "quote" if quote else "post",
        lang=row.text("lang"),
        hashtags=[str(tag["text"]) for tag in _objects(entities.get("hashtags")) if tag.get("text")],
        urls=_urls(entities),
        mentions=sorted(set(mentions.values())),
        handles=mentions | _own_handle(user),
        reply_to_uid=reply,
        repost_of_uid=repost,
        quote_of_uid=quote,
        lat=_point(row)[0],
        lon=_point(row)[1],
        source="x-v1",
        url=f"https://x.com/i/status/{uid[2:]}",
        repairs=tuple(row.repairs),
    )


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Json]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _need(found: Json, key: str, field: str) -> str:
    value = found.get(key)
    if not isinstance(value, str | int) or value == "":
        raise RecordError(field, "is missing")
    return str(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _uid(value: object) -> str | None:
    return f"x:{value}" if isinstance(value, str | int) and value != "" else None


def _text(row: Row, retweeted: Json) -> str:
    """The whole text: that of the retweeted post, the extended one, or the plain one."""
    extended = _object(retweeted.get("extended_tweet")) or _object(row.get("extended_tweet"))
    found = extended.get("full_text") or retweeted.get("full_text") or retweeted.get("text")
    if isinstance(found, str):
        return found
    return row.text("text") or ""


def _entities(row: Row, retweeted: Json) -> Json:
    extended = _object(retweeted.get("extended_tweet")) or _object(row.get("extended_tweet"))
    return (
        _object(extended.get("entities"))
        or _object(retweeted.get("entities"))
        or _object(row.get("entities"))
    )


def _urls(entities: Json) -> list[str]:
    """Expanded addresses; the shortened one only where nothing better is known."""
    names = ("unwound_url", "expanded_url", "url")
    found = (next((url[n] for n in names if url.get(n)), None) for url in _objects(entities.get("urls")))
    return [str(url) for url in found if url]


def _mentions(row: Row, entities: Json) -> dict[str, str]:
    """Handle (lower case) → account, from the entities and the reply fields."""
    named = {
        str(user.get("screen_name", "")).lower(): f"x:{user['id_str']}"
        for user in _objects(entities.get("user_mentions"))
        if user.get("id_str") and user.get("screen_name")
    }
    handle, account = row.text("reply_to_name"), row.text("reply_to_user")
    if handle and account:
        named.setdefault(handle.lower(), f"x:{account}")
    return named


def _own_handle(user: Json) -> dict[str, str]:
    name = user.get("screen_name")
    return {str(name).lower(): f"x:{user.get('id_str')}"} if name else {}


def _point(row: Row) -> tuple[float | None, float | None]:
    """GeoJSON order is longitude, latitude."""
    point = _object(row.get("coordinates")).get("coordinates")
    if isinstance(point, list) and len(point) == 2 and all(isinstance(part, int | float) for part in point):
        return float(point[1]), float(point[0])
    return None, None


SOURCE = declare("collectors.social", "x_v1.yml", normalise)
