"""Hoaxy's table of edges: who passed what on to whom, one row per post and account.

Source: hoaxy-frontend (the columns) and hoaxy-backend, sns/twitter/parsers.py (the direction of an edge): a retweet
or quote goes from the original author to whoever relayed it, every other edge from the author to whom it names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.records import Post, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row

KINDS = {"retweet": "repost", "quote": "quote", "reply": "reply", "mention": "post", "origin": "post"}
RELAYS = frozenset({"retweet", "quote"})


def normalise(row: Row) -> Post:
    """One edge → its post, without text; the account at the other end of the edge is mentioned by it."""
    number, edge = row.need("tweet_id"), row.need("tweet_type").lower()
    if edge not in KINDS:
        raise RecordError("tweet_type", f"{edge!r:.40} is none of {', '.join(KINDS)}")
    ends = [_account(row, "from"), _account(row, "to")]
    if edge in RELAYS and not _is_mention(row):
        ends.reverse()
    (author, name), (other, other_name) = ends
    if author is None:
        raise RecordError("from_user_id", "the author's account is missing")
    moment, repair = iso_or_epoch("tweet_created_at", row.need("created_at"))
    if repair:
        row.repairs.append(repair)
    link = row.text("canonical_url") or row.text("url_raw")
    return Post(
        uid=f"x:{number}",
        author=author,
        platform="x",
        created_at=moment,
        kind=KINDS[edge],
        urls=[link] if link else None,
        mentions=[other] if other and other != author else None,
        handles={key: account for key, account in ((name, author), (other_name, other)) if key and account},
        source="hoaxy",
        url=f"https://x.com/i/status/{number}",
        repairs=tuple(row.repairs),
    )


def _account(row: Row, end: str) -> tuple[str | None, str | None]:
    """The account at one end, by its number where it is given, and its name in lower case."""
    name = (row.text(f"{end}_name") or "").lstrip("@").lower() or None
    known = row.text(f"{end}_id") or name
    return (f"x:{known}" if known else None), name


def _is_mention(row: Row) -> bool:
    value = row.get("is_mention")
    return value is True or (isinstance(value, str) and value.strip().lower() in {"true", "1"})


SOURCE = declare("collectors.files", "hoaxy.yml", normalise)
