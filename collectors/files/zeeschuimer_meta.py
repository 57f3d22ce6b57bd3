"""Instagram and Threads, whose pages receive the same kind of object.

Source: modules/instagram.js and threads.js of Zeeschuimer, search_instagram.py and search_threads.py of 4CAT. Older
Instagram items are GraphQL nodes (`shortcode`), newer ones entries of a list (`code`). An account is its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text, whole
from collectors.records import Post, RecordError

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.json_values import Json

REDIRECTS = frozenset({"l.threads.com", "l.threads.net", "l.instagram.com", "l.facebook.com"})


def instagram(data: Json) -> Post | None:
    """One post of Instagram → one post; None for an advertisement."""
    link = text(data.get("link")) or ""
    if data.get("product_type") == "ad" or link.startswith("https://www.facebook.com/ads/"):
        return None
    code = _code(data)
    user = obj(data.get("user")) or obj(data.get("owner"))
    tagged = (obj(entry.get("user")) for entry in objs(obj(data.get("usertags")).get("in")))
    lat, lon = _point(obj(data.get("location")))
    return Post(
        uid=f"instagram:{code}",
        author=f"instagram:{_name(user)}",
        platform="instagram",
        followers=whole(user.get("follower_count")),
        text=_caption(data),
        created_at=_taken_at(data),
        mentions=sorted({f"instagram:{name.lower()}" for u in tagged if (name := text(u.get("username")))}),
        lat=lat,
        lon=lon,
        url=f"https://www.instagram.com/p/{code}/",
    )


def threads(data: Json) -> Post:
    """One post of Threads → one post. What it answers is known only by its author, who is mentioned."""
    code, name = _code(data), _name(obj(data.get("user")))
    app = obj(data.get("text_post_app_info"))
    shared = obj(app.get("share_info"))
    repost, quote = _shared(shared, "reposted_post", code), _shared(shared, "quoted_post", code)
    answered = text(obj(app.get("reply_to_author")).get("username"))
    is_reply = answered is not None or app.get("is_reply") is True
    written = _caption(obj(shared.get("reposted_post"))) if repost else _caption(data)
    return Post(
        uid=f"threads:{code}",
        author=f"threads:{name}",
        platform="threads",
        text=written,
        created_at=_taken_at(data),
        kind="repost" if repost else "reply" if is_reply else "quote" if quote else "post",
        urls=_links(app),
        mentions=[f"threads:{answered.lower()}"] if answered else None,
        repost_of_uid=repost,
        quote_of_uid=None if repost else quote,
        url=f"https://www.threads.com/@{name}/post/{code}",
    )


def _code(data: Json) -> str:
    code = text(data.get("code")) or text(data.get("shortcode"))
    if code is None:
        raise RecordError("data.code", "is missing or empty")
    return code


def _name(user: Json) -> str:
    name = text(user.get("username"))
    if name is None:
        raise RecordError("data.user.username", "is missing or empty")
    return name.lower()


def _caption(data: Json) -> str:
    """The words under the picture; a post without any has an empty text."""
    node = next(iter(objs(obj(data.get("edge_media_to_caption")).get("edges"))), {})
    found = obj(data.get("caption")).get("text", obj(node.get("node")).get("text"))
    return found if isinstance(found, str) else ""


def _taken_at(data: Json) -> datetime:
    name = "taken_at" if data.get("taken_at") is not None else "taken_at_timestamp"
    return iso_or_epoch(name, data.get(name))[0]


def _shared(shared: Json, key: str, code: str) -> str | None:
    found = text(obj(shared.get(key)).get("code"))
    return f"threads:{found}" if found and found != code else None


def _links(app: Json) -> list[str]:
    """The address of the preview and those in the text, without the platform's redirect."""
    preview = text(obj(app.get("link_preview_attachment")).get("url"))
    fragments = objs(obj(app.get("text_fragments")).get("fragments"))
    written = [text(obj(part.get("link_fragment")).get("uri")) for part in fragments]
    return list(dict.fromkeys(_direct(url) for url in (preview, *written) if url))


def _direct(url: str) -> str:
    try:
        parts = urlsplit(url)
        target = parse_qs(parts.query).get("u", [url])[0]
    except ValueError:
        return url
    return target if parts.hostname in REDIRECTS else url


def _point(place: Json) -> tuple[float | None, float | None]:
    lat, lon = place.get("lat"), place.get("lng")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None, None
    return (float(lat), float(lon)) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)
