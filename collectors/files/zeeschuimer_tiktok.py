"""TikTok's videos and comments, as its web pages receive them.

Source: modules/tiktok.js and tiktok-comments.js of Zeeschuimer, search_tiktok.py and search_tiktok_comments.py of
4CAT. An account is its name (uniqueId), which is what other exports of TikTok have too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text, whole
from collectors.records import Post, RecordError

if TYPE_CHECKING:
    from collectors.json_values import Json


def video(data: Json) -> Post | None:
    """One video → one post, quoting the video that it is a duet with; None for an advertisement."""
    if data.get("isAd") is True:
        return None
    number, name = _need(data, "id"), _name(data)
    extra = objs(data.get("textExtra"))
    duet = text(obj(data.get("duetInfo")).get("duetFromId"))
    quoted = f"tiktok:{duet}" if duet and duet not in {"0", number} else None
    return Post(
        uid=f"tiktok:{number}",
        author=f"tiktok:{name.lower()}",
        platform="tiktok",
        followers=whole(obj(data.get("authorStats")).get("followerCount")),
        text=_text(data, "desc"),
        created_at=iso_or_epoch("createTime", data.get("createTime"))[0],
        kind="quote" if quoted else "post",
        lang=_language(data.get("textLanguage")),
        hashtags=[tag for entry in extra if (tag := text(entry.get("hashtagName")))],
        mentions=sorted({f"tiktok:{n.lower()}" for entry in extra if (n := text(entry.get("userUniqueId")))}),
        quote_of_uid=quoted,
        url=f"https://www.tiktok.com/@{name}/video/{number}",
    )


def comment(data: Json) -> Post:
    """One comment → a reply to the comment that it answers, or to the video."""
    number, video_id = _need(data, "cid"), _need(data, "aweme_id")
    answered = (text(data.get("reply_to_reply_id")), text(data.get("reply_id")), video_id)
    parent = next(found for found in answered if found and found != "0")
    name = text(obj(data.get("user")).get("unique_id"))
    if name is None:
        raise RecordError("data.user.unique_id", "is missing or empty")
    return Post(
        uid=f"tiktok:{number}",
        author=f"tiktok:{name.lower()}",
        platform="tiktok",
        text=_text(data, "text"),
        created_at=iso_or_epoch("create_time", data.get("create_time"))[0],
        kind="reply",
        lang=_language(data.get("comment_language")),
        reply_to_uid=f"tiktok:{parent}",
        root_uid=f"tiktok:{video_id}",
    )


def _need(data: Json, name: str) -> str:
    value = text(data.get(name))
    if value is None:
        raise RecordError(f"data.{name}", "is missing or empty")
    return value


def _name(data: Json) -> str:
    """The author's name: in an object where it came by the interface, plain where it came with the page."""
    name = text(obj(data.get("author")).get("uniqueId")) or text(data.get("author"))
    if name is None:
        raise RecordError("data.author", "is missing or empty")
    return name.lstrip("@")


def _text(data: Json, name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise RecordError(f"data.{name}", "is missing or no text")
    return value


def _language(value: object) -> str | None:
    """TikTok writes `un` for a language that it does not know."""
    found = text(value)
    return None if found == "un" else found
