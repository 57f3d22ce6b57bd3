"""X posts as snscrape and twscrape write them, one JSON object a line; the names of old versions too.

Source: the dataclasses of snscrape/modules/twitter.py and twscrape/models.py. An id is a whole number there:
one that came as a fraction (a spreadsheet, a data frame) has lost digits and is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text, whole
from collectors.records import Post, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.json_values import Json
    from collectors.source import Row

MODULE = "snscrape.modules.twitter."
NO_POST = frozenset({"User", "UserRef", "TweetRef", "Tombstone", "Trend"})
NAME_ONLY = "account known by its name alone (written before snscrape 0.3.5)"
ITSELF = "its own parent: relation dropped"


def normalise(row: Row) -> Post | None:
    """One post → one post, `x:<id>`; None for the lines that hold an account, a trend or a mere reference.

    Raises RecordError for the posts of snscrape's other modules (Reddit, Mastodon …).
    """
    kind = row.text("type") or MODULE
    if not kind.startswith(MODULE):
        raise RecordError("_type", f"{kind:.60} is not read: only posts of X are")
    if kind.removeprefix(MODULE) in NO_POST:
        return None
    uid = f"x:{_need(row, 'id')}"
    retweeted, quoted = obj(row.get("retweeted")), obj(row.get("quoted"))
    parents = _parents(row, uid, retweeted, quoted)
    shown = retweeted or dict(row.values)
    named, (lat, lon) = _named(row, shown), _point(row)
    root = _id(row, "conversation")
    return Post(
        uid=uid,
        author=_author(row),
        platform="x",
        followers=whole(obj(row.get("user")).get("followersCount")),
        text=_text(row, retweeted),
        created_at=iso_or_epoch("date", row.get("date"))[0],
        kind=next((kind for kind, parent in parents.items() if parent), "post"),
        lang=row.text("lang"),
        hashtags=_texts(shown.get("hashtags")),
        urls=_links(shown),
        mentions=sorted(set(named.values())) if shown.get("mentionedUsers") is not None else None,
        handles=named | _own_name(row),
        repost_of_uid=parents["repost"],
        reply_to_uid=parents["reply"],
        quote_of_uid=parents["quote"],
        root_uid=None if root is None or f"x:{root}" == uid else f"x:{root}",
        lat=lat,
        lon=lon,
        source="snscrape",
        url=f"https://x.com/i/status/{uid[2:]}",
        repairs=tuple(row.repairs),
    )


def _id(row: Row, name: str) -> str | None:
    value = row.get(name)
    if isinstance(value, float):
        raise RecordError(name, f"{value!r} is a rounded number: its last digits are lost")
    return text(value)


def _need(row: Row, name: str) -> str:
    value = _id(row, name)
    if value is None:
        raise RecordError(name, "is missing or empty")
    return value


def _parents(row: Row, uid: str, retweeted: Json, quoted: Json) -> dict[str, str | None]:
    """The parent of each kind; a retweet answers and quotes nothing itself."""
    repost = _nested(retweeted)
    reply = None if repost else _id(row, "reply_to")
    quote = None if repost else _nested(quoted)
    found = {"repost": repost, "reply": reply and f"x:{reply}", "quote": quote}
    if uid in found.values():
        row.repairs.append(ITSELF)
    return {kind: None if parent == uid else parent for kind, parent in found.items()}


def _nested(post: Json) -> str | None:
    found = text(post.get("id_str")) or text(post.get("id.str")) or text(post.get("id"))
    return f"x:{found}" if found else None


def _author(row: Row) -> str:
    user = obj(row.get("user"))
    if account := text(user.get("id_str")) or text(user.get("id.str")) or text(user.get("id")):
        return f"x:{account}"
    name = text(user.get("username")) or row.text("username")
    if name is None:
        raise RecordError("user", "has neither id nor username")
    row.repairs.append(NAME_ONLY)
    return f"x:{name.lower()}"


def _text(row: Row, retweeted: Json) -> str:
    """The whole text: that of the retweeted post, since a retweet's own is cut."""
    found = (retweeted.get(name) for name in ("rawContent", "content", "renderedContent"))
    whole_text = next((value for value in found if isinstance(value, str)), None)
    own = row.raw("text")
    if whole_text is None and not isinstance(own, str):
        raise RecordError("rawContent", "is missing or no text")
    return whole_text if whole_text is not None else str(own)


def _texts(value: object) -> list[str] | None:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else None


def _links(post: Json) -> list[str] | None:
    """`links` are objects, the older `outlinks` plain addresses."""
    if isinstance(post.get("links"), list):
        return [url for link in objs(post["links"]) if (url := text(link.get("url")))]
    return _texts(post.get("outlinks"))


def _named(row: Row, shown: Json) -> dict[str, str]:
    """Name in lower case → account, of who is mentioned and of who is answered."""
    users = [*objs(shown.get("mentionedUsers")), obj(row.get("reply_to_user"))]
    return {str(user["username"]).lower(): f"x:{_user_id(user)}" for user in users if _is_named(user)}


def _is_named(user: Json) -> bool:
    return text(user.get("username")) is not None and _user_id(user) is not None


def _user_id(user: Json) -> str | None:
    return text(user.get("id_str")) or text(user.get("id.str")) or text(user.get("id"))


def _own_name(row: Row) -> dict[str, str]:
    user = obj(row.get("user"))
    return {str(user["username"]).lower(): f"x:{_user_id(user)}"} if _is_named(user) else {}


def _point(row: Row) -> tuple[float | None, float | None]:
    """(lat, lon) of the post itself; a place's box is no point and is not taken."""
    found = obj(row.get("coordinates"))
    lat, lon = found.get("latitude"), found.get("longitude")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None, None
    if isinstance(lat, bool) or isinstance(lon, bool) or abs(lat) > 90 or abs(lon) > 180:
        row.repairs.append("coordinates out of range: dropped")
        return None, None
    return float(lat), float(lon)


SOURCE = declare("collectors.files", "snscrape.yml", normalise)
