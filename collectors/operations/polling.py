"""Polls of whole answers: each address asked once, and passed over when its answer has not changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectors.json_values import obj, text
from collectors.net import Document, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collectors.net import Answer, Cursor, Net


@dataclass(frozen=True, slots=True)
class Ask:
    """One address. `query` says in the archive what was asked; `context` goes before the answer's bytes."""

    url: str
    query: str = ""
    context: bytes = b""


def poll(
    net: Net, asked: Iterable[Ask], cursor: Cursor, headers: Mapping[str, str] | None = None
) -> Iterator[Page]:
    """One page for each address whose answer has changed since the cursor's validators."""
    known = obj(cursor.get("validators"))
    for ask in asked:
        answer = conditional(net, ask.url, known, headers)
        if not answer.not_modified:
            known = known | {ask.url: validators(answer)}
            document = Document(ask.context + answer.body, net.clock(), ask.query or ask.url)
            yield Page([document], {"validators": known})


def conditional(
    net: Net, url: str, known: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> Answer:
    """The answer, or 304 when the validators known of the address still hold."""
    held = obj(known.get(url))
    return net.http.get(
        url, headers=headers, etag=text(held.get("etag")), modified=text(held.get("modified"))
    )


def validators(answer: Answer) -> dict[str, object]:
    """ETag and Last-Modified of an answer, where it has them."""
    given = {"etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified")}
    return {name: value for name, value in given.items() if value}
