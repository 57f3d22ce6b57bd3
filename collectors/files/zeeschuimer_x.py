"""X's GraphQL objects: what lies in `legacy` is a v1.1 tweet, so it is given its user and its parents and read as one.

Source: modules/twitter.js of Zeeschuimer and datasources/twitter-import of 4CAT. A name is in `core` of the user since
2025 and was in its `legacy` before; a tweet with a notice lies one level deeper, under `tweet`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.json_values import obj, text
from collectors.social import x_v1
from collectors.source import Row

if TYPE_CHECKING:
    from collectors.json_values import Json
    from collectors.records import Post


def post(data: Json) -> Post | None:
    """One captured tweet → one post; None for what was promoted (an advertisement)."""
    if data.get("promoted") is True:
        return None
    made = x_v1.normalise(Row(as_v1(data), x_v1.SOURCE.fields))
    if made.kind == "post" and made.text.startswith("RT @"):
        made.kind = "repost"  # what it relays was withheld or deleted
    root = text(obj(_tweet(data).get("legacy")).get("conversation_id_str"))
    made.root_uid = f"x:{root}" if root and f"x:{root}" != made.uid else None
    return made


def as_v1(data: Json) -> Json:
    """The v1.1 tweet that the object holds: whole text, user, retweeted and quoted tweet put where v1.1 has them."""
    tweet = _tweet(data)
    legacy = obj(tweet.get("legacy"))
    made: Json = {
        **legacy,
        "id_str": legacy.get("id_str") or tweet.get("rest_id"),
        "user": _user(tweet, legacy),
    }
    note = obj(obj(obj(tweet.get("note_tweet")).get("note_tweet_results")).get("result"))
    if isinstance(note.get("text"), str):
        made["full_text"] = note["text"]
        made["entities"] = {**obj(legacy.get("entities")), **obj(note.get("entity_set"))}
    parents = {
        "retweeted_status": (legacy, "retweeted_status"),
        "quoted_status": (tweet, "quoted_status"),
    }
    for name, (holder, key) in parents.items():
        if parent := _parent(holder, legacy, key):
            made[name] = parent
    return made


def _tweet(data: Json) -> Json:
    return obj(data.get("tweet")) or data


def _parent(holder: Json, legacy: Json, key: str) -> Json:
    """The nested tweet, or its number alone where the tweet itself is not shown."""
    nested = _tweet(obj(obj(holder.get(f"{key}_result")).get("result")))
    if obj(nested.get("legacy")):
        return as_v1(nested)
    number = text(nested.get("rest_id")) or text(legacy.get(f"{key}_id_str"))
    return {"id_str": number} if number else {}


def _user(tweet: Json, legacy: Json) -> Json:
    """The author: nested in `core`, or beside the tweet in the older "adaptive" answers."""
    found = obj(obj(obj(tweet.get("core")).get("user_results")).get("result")) or obj(tweet.get("user"))
    old = obj(found.get("legacy")) or found
    return {
        "id_str": text(found.get("rest_id")) or text(legacy.get("user_id_str")) or text(found.get("id_str")),
        "screen_name": text(obj(found.get("core")).get("screen_name")) or text(old.get("screen_name")),
        "followers_count": old.get("followers_count"),
    }
