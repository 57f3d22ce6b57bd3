"""What one source brings to the conformance suite."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from collectors.source import Source

Item = dict[str, object]


@dataclass(frozen=True)
class Faults:
    """What goes wrong in the first answers of a server: each entry is one spoilt answer.

    `(429, {"Retry-After": "7"})` and `(503, {})` are statuses with headers; `"truncated"` promises more bytes
    than come; `"reset"` closes the connection without an answer; `"bad UTF-8"` answers with one é spoilt.
    """

    first: Sequence[tuple[int, dict[str, str]] | str] = ()


@dataclass(frozen=True)
class Case:
    """One source with golden records in its wire form, and a local server (or a file writer) that speaks it.

    items     at least five golden records, invented: replies, reposts, quotes … where the source has them
    serve     starts a local server for such items and faults; gives its base address
    config    base address → what sources.yml would say
    records   how many records the items make (what is skipped not counted)
    deletion  an item that deletes items[0]
    bad       an item that must become a dead letter
    names     raw account names, handles, e-mail addresses in the items: none may reach the graph
    file      for importers: writes the items as the file that users have, returns its path
    spoil     the item with a field that nobody knows (default: a new top-level key)
    faults    False where the source's transport has no HTTP answers to spoil
    """

    source: Source
    items: list[Item]
    records: int
    serve: Callable[[list[Item], Faults], AbstractContextManager[str]] | None = None
    config: Callable[[str], dict[str, object]] = lambda _: {}
    deletion: Item | None = None
    bad: Item | None = None
    names: tuple[str, ...] = ()
    file: Callable[[list[Item], Path], Path] | None = None
    spoil: Callable[[Item], Item] = field(default=lambda item: {**item, "a_new_field": 1})
    faults: bool = True
    late: bool = True  # False where the source never tells a deletion before what it deletes
    drifts: bool = True  # False where the format has no room for an unknown field
