"""From an index of alerts (Atom or RSS) to the alerts that are new in it, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from collectors.json_values import obj
from collectors.net import Document, Page
from collectors.operations import xml_tree
from collectors.operations.polling import conditional, validators
from collectors.patience import SourceRefused
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from collectors.config import Config
    from collectors.net import Answer, Cursor, Net

BATCH = 20  # alerts on a page: a killed run asks at most for so many again
CAP_TYPE = "application/cap+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an index: where its alert is, and its name, which changes when the alert does."""

    url: str
    name: str


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """What is new at each address.

    Raises SourceRefused at the end, when the others are in, if single alerts of an index were refused: they
    are asked for again at the next poll.
    """
    refused: list[SourceRefused] = []
    known, seen = obj(cursor.get("validators")), obj(cursor.get("seen"))
    for url in config.texts("urls"):
        answer = conditional(net, url, known)
        if answer.not_modified:
            continue
        entries = _entries(answer.body, url)
        told = _told(seen.get(url))
        new = [entry for entry in entries if entry.name not in told]
        failed = len(refused)
        for documents, done in _fetched(net, new, refused):
            told = told | done
            seen = seen | {url: sorted(told)}
            yield Page(documents, {"validators": known, "seen": seen})
        # Validators and the pruned list come last: a run killed before this asks for the whole index again.
        seen = seen | {url: sorted(told & {entry.name for entry in entries})}
        if failed == len(refused):
            known = known | {url: validators(answer)}
        yield Page(_own(net, answer, url, entries), {"validators": known, "seen": seen})
    if refused:
        raise refused[0]


def _fetched(
    net: Net, entries: list[Entry], refused: list[SourceRefused]
) -> Iterator[tuple[list[Document], set[str]]]:
    """Batches of alerts, with the names of those that came."""
    for start in range(0, len(entries), BATCH):
        documents, done = [], set()
        for entry in entries[start : start + BATCH]:
            try:
                body = net.http.get(entry.url, headers={"Accept": CAP_TYPE}).body
            except SourceRefused as error:
                refused.append(error)
                continue
            documents.append(Document(body, net.clock(), entry.url))
            done.add(entry.name)
        yield documents, done


def _own(net: Net, answer: Answer, url: str, entries: list[Entry]) -> list[Document]:
    """The answer itself, unless it was an index that only links."""
    return [] if entries or _is_index(answer.body) else [Document(answer.body, net.clock(), url)]


def _is_index(body: bytes) -> bool:
    """An Atom or RSS feed without alerts inside; what cannot be read is left to `unpack` to refuse."""
    try:
        root = xml_tree.parse(body)
    except DocumentError:
        return False
    return root.tag in {"feed", "rss", "RDF"} and root.find(".//{cap}alert") is None


def _entries(body: bytes, base: str) -> list[Entry]:
    """The entries of an index, the oldest first; none for an alert, or an index with the alerts inside."""
    if not _is_index(body):
        return []
    root = xml_tree.parse(body)
    dated = []
    for order, entry in enumerate(element for element in root.iter() if element.tag in {"entry", "item"}):
        if link := _link(entry):
            when = xml_tree.child(entry, "sent") or xml_tree.child(entry, "updated") or ""
            own = xml_tree.child(entry, "id") or xml_tree.child(entry, "guid") or link
            dated.append((when, -order, Entry(urljoin(base, link), f"{own} {when}".strip())))
    return [entry for _, _, entry in sorted(dated, key=lambda one: one[:2]) if entry.url.startswith("http")]


def _link(entry: Element) -> str | None:
    """The link that says it is CAP, else the first that is not about something else, else the text of an RSS link."""
    links = [link for link in entry.findall("link") if link.get("href")]
    links.sort(key=lambda link: (link.get("type") != CAP_TYPE, link.get("rel", "alternate") != "alternate"))
    return links[0].get("href") if links else xml_tree.child(entry, "link")


def _told(value: object) -> set[str]:
    return {name for name in value if isinstance(name, str)} if isinstance(value, list) else set()
