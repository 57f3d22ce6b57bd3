"""Zeeschuimer: what a browser was shown of a platform, one captured item a line, as the platform's own object.

Source: zs-background.js of Zeeschuimer (the envelope) and 4CAT's mappings of its items. An item is read by the module
of its platform; one of a platform that is not read becomes a dead letter that names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.files import zeeschuimer_meta, zeeschuimer_tiktok, zeeschuimer_x
from collectors.json_values import obj
from collectors.records import RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectors.json_values import Json
    from collectors.records import Post
    from collectors.source import Row

PLATFORMS: dict[str, Callable[[Json], Post | None]] = {
    "twitter.com": zeeschuimer_x.post,
    "x.com": zeeschuimer_x.post,
    "twitter-comments": zeeschuimer_x.post,
    "tiktok.com": zeeschuimer_tiktok.video,
    "tiktok-comments": zeeschuimer_tiktok.comment,
    "instagram.com": zeeschuimer_meta.instagram,
    "threads.net": zeeschuimer_meta.threads,
    "threads.com": zeeschuimer_meta.threads,
}


def normalise(row: Row) -> Post | None:
    """One captured item → one post; None for advertisements and for items without a post in them."""
    platform = row.need("source_platform").lower().removeprefix("www.")
    reader = PLATFORMS.get(platform)
    if reader is None:
        raise RecordError("source_platform", f"{platform:.60} is not read; read are {', '.join(PLATFORMS)}")
    data = obj(row.get("data"))
    if not data:
        raise RecordError("data", "is missing or no object")
    post = reader(data)
    if post is not None:
        post.source = "zeeschuimer"
        post.repairs = (*row.repairs, *post.repairs)
    return post


SOURCE = declare("collectors.files", "zeeschuimer.yml", normalise)
