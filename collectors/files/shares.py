"""Tables of shares of the two coordination tools: CooRTweet (R) and the QUT Coordination Network Toolkit.

Source: CooRTweet's documentation of `prep_data` and its data sets; coordination_network_toolkit/preprocess.py.

(:User)-[:POSTED]->(:Post)-[:LINKS_TO]->(:Link)  every share of one object links to the same Link, so that accounts
that share the same things at the same time are found in the graph as they are from shared addresses.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.records import Post
from collectors.source import declare

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.source import Row

OBJECT = "urn:shared-object:"
LONGEST_ID = 200  # an object that is longer, or has white space in it, is itself the text that was shared
ITSELF = "its own parent: relation dropped"


def normalise_coortweet(row: Row) -> Post:
    """One share → one post `coortweet:<content_id>` that links to what was shared."""
    shared = row.need("object_id")
    is_text = len(shared) > LONGEST_ID or len(shared.split()) > 1
    return Post(
        uid=f"coortweet:{row.need('content_id')}",
        author=f"coortweet:{row.need('account_id').lower()}",
        platform="coortweet",
        text=shared if is_text else "",
        created_at=_seconds(row, "timestamp_share"),
        urls=[address(shared)],
        source="coortweet",
        repairs=tuple(row.repairs),
    )


def address(shared: str) -> str:
    """The Link of a shared object: a web address as it is, an identifier as a URN, a text as its digest."""
    if shared.lower().startswith(("http://", "https://")):
        return shared
    if len(shared) > LONGEST_ID or len(shared.split()) > 1:
        return f"{OBJECT}text:{hashlib.sha256(shared.encode()).hexdigest()[:32]}"
    return f"{OBJECT}{shared}"


def normalise_qut(row: Row) -> Post:
    """One message → one post `qut:<message_id>`, with its text, its links and what it reposts or answers."""
    uid = f"qut:{row.need('message_id')}"
    author = f"qut:{row.need('user_id').lower()}"
    repost, reply = _parent(row, "repost_id", uid), _parent(row, "reply_id", uid)
    name = (row.text("username") or "").lstrip("@").lower()
    written = row.raw("message")
    return Post(
        uid=uid,
        author=author,
        platform="qut",
        text=written if isinstance(written, str) else "",
        created_at=_seconds(row, "timestamp"),
        kind="repost" if repost else "reply" if reply else "post",
        urls=(row.text("urls") or "").split(),
        handles={name: author} if name else None,
        repost_of_uid=repost,
        reply_to_uid=None if repost else reply,
        source="qut",
        repairs=tuple(row.repairs),
    )


def _seconds(row: Row, name: str) -> datetime:
    moment, repair = iso_or_epoch(name, row.get(name))
    if repair:
        row.repairs.append(repair)
    return moment


def _parent(row: Row, name: str, uid: str) -> str | None:
    value = row.text(name)
    if value is not None and f"qut:{value}" == uid:
        row.repairs.append(ITSELF)
        return None
    return value and f"qut:{value}"


COORTWEET = declare("collectors.files", "coortweet.yml", normalise_coortweet)
QUT = declare("collectors.files", "qut.yml", normalise_qut)
