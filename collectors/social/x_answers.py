"""What X's v2 endpoints answer → one item per post, with what the answer tells of it beside.

Source: X's API v2 data dictionary and its OpenAPI text of 2026-08, which renames tweets to posts. The parts of
an answer are told by their shape and not by their name, so that another renaming loses nothing: in `includes`,
what has an id and a text is a post, what has a username a user, what has a full name a place.

An item is the post itself and, added here: `author` (the user), `place`, `referenced` (the posts that it
passes on, whole), `mentioned` (users by name, where a mention bears no id), `includes.NAME` (a part of the answer
that nobody knows: drift). Other items: `superseded` (an earlier version of an edited post), `compliance`
(a deletion, a departure …), `problem` (an error that came with the answer), `unreadable` (a line of a file).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from collectors.json_values import obj, objs, text
from collectors.reading import decode
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.json_values import Json

ANSWER = frozenset({"data", "includes", "errors", "meta", "matching_rules", "__twarc"})
HISTORY = ("edit_history_tweet_ids", "edit_history_post_ids")
KNOWN_PARTS = frozenset({"tweets", "posts", "users", "media", "places", "polls", "topics"})
NOT_PASSED_ON = frozenset({"replied_to", "quoted"})  # references whose text is not the post's own


@dataclass(slots=True)
class Includes:
    """The objects that came along with an answer, by id."""

    posts: dict[str, Json] = field(default_factory=dict)
    users: dict[str, Json] = field(default_factory=dict)
    places: dict[str, Json] = field(default_factory=dict)
    unknown: dict[str, object] = field(default_factory=dict)


def unpack(body: bytes) -> list[Json]:
    """Items of one answer, of one line of the stream, or of a file with one answer a line.

    Posts that came along (the parents) are items too. Raises DocumentError when nothing of it can be read.
    """
    return [
        item for answer in _answers(decode(body.removeprefix(b"\xef\xbb\xbf"))[0]) for item in _items(answer)
    ]


def is_reference(value: object) -> bool:
    """Whether a value looks like references to other posts: objects with an id and a type."""
    entries = objs(value) if isinstance(value, list) else [obj(value)]
    return any("id" in entry and "type" in entry for entry in entries)


def _answers(body: str) -> list[object]:
    """The JSON values of a document: a single one, a list, or one a line."""
    try:
        whole: object = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        lines = [line for line in body.split("\n") if line.strip()]
        if len(lines) < 2:
            raise DocumentError(f"not JSON: {error}") from error
        return [_line(line) for line in lines]
    return whole if isinstance(whole, list) else [whole]


def _line(line: str) -> object:
    try:
        found: object = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return {"unreadable": f"{error}: {line[:200]}"}
    return found


def _items(answer: object) -> Iterator[Json]:
    if not isinstance(answer, dict):
        raise DocumentError(f"an answer of X is a JSON object, not {type(answer).__name__}")
    if "unreadable" in answer or ("id" in answer and "data" not in answer):
        yield answer  # a line that is no JSON, or a post by itself, as twarc flattens them
        return
    if not ANSWER & answer.keys():
        raise DocumentError(
            f"neither data nor errors nor meta in the answer; its keys are {', '.join(answer)[:200]}"
        )
    data = answer.get("data")
    if data is None and obj(answer.get("meta")).get("result_count"):
        raise DocumentError(
            f"the answer counts posts and has no data; its keys are {', '.join(answer)[:200]}"
        )
    yield from _data_items(data, _includes(answer))
    for problem in objs(answer.get("errors")):
        yield {"problem": problem}


def _data_items(data: object, includes: Includes) -> Iterator[Json]:
    entries: list[object] = data if isinstance(data, list) else [] if data is None else [data]
    told: set[str] = set()
    for entry in [*entries, *includes.posts.values()]:
        if not isinstance(entry, dict):
            raise DocumentError(f"a post is a JSON object, not {type(entry).__name__}")
        key = text(entry.get("id"))
        if key is None and (event := _compliance(entry)):
            yield event
        elif key is None or key not in told:
            told.add(key or "")
            yield _with_context(entry, includes)
            yield from _superseded(entry, key)


def _compliance(entry: Json) -> Json | None:
    """`{"delete": {"tweet": {…}, "event_at": …}}` and the like: one key, whose value bears a time."""
    if len(entry) != 1:
        return None
    name, event = next(iter(entry.items()))
    return {"compliance": name, "event": event} if "event_at" in obj(event) else None


def _superseded(post: Json, key: str | None) -> Iterator[Json]:
    """Each edit of a post has an id of its own; the versions before it are no longer what its author says."""
    for name in HISTORY:
        versions = post.get(name)
        for version in versions if isinstance(versions, list) else []:
            if version == key:
                break
            yield {"superseded": version, "by": key, "created_at": post.get("created_at")}


def _with_context(post: Json, includes: Includes) -> Json:
    added: Json = {}
    if (user := includes.users.get(text(post.get("author_id")) or "")) and "author" not in post:
        added["author"] = user
    if place := includes.places.get(text(obj(post.get("geo")).get("place_id")) or ""):
        added["place"] = place
    if passed_on := _passed_on(post, includes):
        added["referenced"] = passed_on
    if any("id" not in mention for mention in objs(obj(post.get("entities")).get("mentions"))):
        added["mentioned"] = {str(u.get("username", "")).lower(): key for key, u in includes.users.items()}
    return post | added | includes.unknown


def _passed_on(post: Json, includes: Includes) -> Json:
    """The posts that this one reposts, under whatever name the answer refers to them."""
    entries = (
        entry
        for value in post.values()
        if isinstance(value, list) and is_reference(value)
        for entry in objs(value)
    )
    wanted = [text(e.get("id")) or "" for e in entries if e.get("type") not in NOT_PASSED_ON]
    return {key: includes.posts[key] for key in wanted if key in includes.posts}


def _includes(answer: Json) -> Includes:
    found = Includes()
    for name, part in obj(answer.get("includes")).items():
        for entry in objs(part):
            _sort(entry, found)
        if name not in KNOWN_PARTS:
            found.unknown[f"includes.{name}"] = len(objs(part))
    found.unknown |= {f"answer.{name}": True for name in answer if name not in ANSWER}
    return found


def _sort(entry: Json, found: Includes) -> None:
    key = text(entry.get("id"))
    if key is None:
        return
    if "username" in entry and "text" not in entry:
        found.users[key] = entry
    elif "full_name" in entry:
        found.places[key] = entry
    elif "text" in entry:
        found.posts[key] = entry
