"""Keys of posts that hold an account: the account in them becomes its pseudonym, like anywhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from collectors.records import Deletion, Post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectors.records import Record
    from graph.privacy import Pseudonyms

# Decentralised identifiers (W3C DID 1.0) are the accounts of Bluesky, and part of its addresses.
_DID = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._%-]+(?::[A-Za-z0-9._%-]+)*")
_PARENTS = ("reply_to_uid", "repost_of_uid", "quote_of_uid", "root_uid")


def nameless_keys(records: Sequence[Record], pseudonyms: Pseudonyms) -> None:
    """Replace the identifiers in the keys of posts, of their parents and of deletions, in place."""
    for record in records:
        if not isinstance(record, Post | Deletion) or "did:" not in record.uid:
            continue
        record.uid = _nameless(record.uid, pseudonyms)
        if isinstance(record, Post):
            for name in _PARENTS:
                key = getattr(record, name)
                if key is not None:
                    setattr(record, name, _nameless(key, pseudonyms))


def _nameless(key: str, pseudonyms: Pseudonyms) -> str:
    platform = key.partition(":")[0]
    return _DID.sub(lambda found: pseudonyms.of(f"{platform}:{found[0]}"), key)
