"""What an instance of Mastodon sends → statuses.

A document is one line written by the collector, `{"instance": …, "domain": …, "known": {number: uri}}`, and behind it
what the instance sent, unchanged: an answer (JSON) or an event of the stream (text/event-stream).

An item is a status and, added here: `at_instance` and `at_domain` (who was asked), `parent_uri` and `quoted_uri` (of
parents that the status names by number, where they are known). What a status reblogs or quotes is an item too. Other
items: `deleted` (a number), `event` (of another kind).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from collectors.json_values import obj, text
from collectors.reading import decode
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.json_values import Json

STATUS_EVENTS: Final = frozenset({"update", "status.update"})


def unpack(body: bytes) -> list[Json]:
    """Statuses, what they reblog and quote, and deletions of one document. DocumentError when it cannot be read."""
    first, _, rest = body.partition(b"\n")
    context = obj(_json(first))
    if text(context.get("instance")) is None:
        raise DocumentError("the first line does not say which instance answered")
    if re.match(rb"\s*(?:event|data|id)\s*:|:", rest):
        return _event(decode(rest)[0], context)
    answer = _json(rest)
    return _statuses(answer if isinstance(answer, list) else [answer], context)


def _json(part: bytes | str) -> object:
    try:
        found: object = msgspec.json.decode(decode(part)[0] if isinstance(part, bytes) else part)
    except msgspec.DecodeError as error:
        raise DocumentError(f"not JSON: {error}") from error
    return found


def _event(block: str, context: Json) -> list[Json]:
    """One event: lines `event: NAME` and `data: …`, several of which are one text; `: …` says nothing."""
    fields: dict[str, list[str]] = {}
    for line in block.splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name, []).append(value.removeprefix(" "))
    name, data = "".join(fields.get("event", [])), "\n".join(fields.get("data", []))
    if name in STATUS_EVENTS:
        return _statuses([_json(data)], context)
    if name == "delete":
        uri = obj(context.get("known")).get(data)
        return [
            {"deleted": data, "deleted_at": context.get("at"), "uri": uri, "at_instance": context["instance"]}
        ]
    return [{"event": name}]


def _statuses(entries: list[object], context: Json) -> list[Json]:
    found: dict[str, Json] = {}
    for entry in entries:
        if not isinstance(entry, dict):
            raise DocumentError(f"a status is a JSON object, not {type(entry).__name__}")
        for status in _with_inner(entry):
            found.setdefault(text(status.get("uri")) or f"#{len(found)}", status)
    known = obj(context.get("known")) | {i: s.get("uri") for s in found.values() if (i := text(s.get("id")))}
    return [_with_context(status, context, known) for status in found.values()]


def _with_inner(status: Json) -> Iterator[Json]:
    """The status, and those that it passes on or quotes: parents are posts too."""
    yield status
    for inner in (obj(status.get("reblog")), quoted(status)):
        if inner:
            yield from _with_inner(inner)


def quoted(status: Json) -> Json:
    """The quoted status where it is given whole: inside a quote since 4.4, directly in forks."""
    quote = obj(status.get("quote"))
    return obj(quote.get("quoted_status")) or (quote if "uri" in quote else {})


def quoted_id(status: Json) -> str | None:
    """The number of a quoted status that is not given whole."""
    return text(obj(status.get("quote")).get("quoted_status_id")) or text(status.get("quote_id"))


def _with_context(status: Json, context: Json, known: Json) -> Json:
    parents = {
        "parent_uri": known.get(text(status.get("in_reply_to_id")) or ""),
        "quoted_uri": known.get(quoted_id(status) or ""),
    }
    at = {
        "at_instance": context.get("instance"),
        "at_domain": context.get("domain") or context.get("instance"),
    }
    return status | at | {name: uri for name, uri in parents.items() if uri}
