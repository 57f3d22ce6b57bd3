"""Does a source answer? Its first page is asked for, unpacked and normalised; nothing of it is kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from collectors.collect import must_be_open
from collectors.documents import items_of_page
from collectors.gathering import line_of
from collectors.records import RecordError
from collectors.source import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectors.config import Config
    from collectors.net import Page
    from collectors.reading import Raw
    from collectors.source import Source


def reach(config: Config, states: Path) -> Iterator[str]:
    """What was found, in words, line by line.

    raises  SourceClosed when a setting or the gate is missing; SourceUnavailable, SourceRefused
    """
    source = config.source
    if source.collect is None:
        yield f"{source.name} is imported, not collected: cyberimpact import FILE --as {source.name}"
        return
    line = line_of(config, states, threading.Event(), once=True)
    try:
        must_be_open(line)
        yield "configuration: complete"
        page = next(iter(source.collect(line.net, config, {})), None)
    finally:
        line.net.http.client.close()
    yield from ["it answers, and has nothing at the moment"] if page is None else _told(source, page)


def _told(source: Source, page: Page) -> Iterator[str]:
    items = items_of_page(source, page)
    problems = [problem for item in items if (problem := _problem(source, item))]
    size = sum(len(document.body) for document in page.documents)
    yield f"it answers: {len(page.documents):,} documents, {size:,} bytes, {len(items):,} items in the first page"
    yield f"{len(items) - len(problems):,} items can be read" + (
        f"; the first that cannot: {problems[0]}" if problems else ""
    )
    if unknown := source.unknown({name for item in items for name in item.row or ()}):
        yield f"fields that nobody declared: {', '.join(unknown)}"


def _problem(source: Source, item: Raw) -> str | None:
    if item.row is None or item.error is not None:
        return str(item.error)
    try:
        source.normalise(Row(item.row, source.fields))
    except RecordError as error:
        return str(error)
    return None
