"""The sources that can be imported, by name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from collectors.files import post_table
from collectors.services import france_services, services_publics_plus
from collectors.social import x_v1

if TYPE_CHECKING:
    from collectors.source import Source

SOURCES: dict[str, Source] = {
    module.SOURCE.name: module.SOURCE for module in (post_table, x_v1, services_publics_plus, france_services)
}


class UnknownSourceError(Exception):
    """No source of that name."""


def source(name: str) -> Source:
    """The source of that name; UnknownSourceError with the close ones if there is none."""
    if name in SOURCES:
        return SOURCES[name]
    close = get_close_matches(name, SOURCES, n=1)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise UnknownSourceError(f"there is no source {name!r}.{meant}\n  Known: {', '.join(SOURCES)}")
