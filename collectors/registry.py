"""The sources, by name: those of this distribution and of any other, through one entry-point group.

A source is loaded when it is asked for: a listing of names imports none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points

from collectors.source import Source

GROUP = "cyberimpact.collectors"


class UnknownSourceError(Exception):
    """No source of that name."""


class BrokenSourceError(Exception):
    """A plug-in that cannot be loaded: names its distribution and what went wrong."""


class Registry(Mapping[str, Source]):
    """Source name → source, of every distribution that is installed."""

    @cached_property
    def points(self) -> dict[str, EntryPoint]:
        """The entry points, by name; of two with one name, this distribution's own stands."""
        found = entry_points(group=GROUP)
        return {
            point.name: point
            for point in sorted(found, key=lambda p: (p.name, self.origin(p) == "cyberimpact"))
        }

    @staticmethod
    def origin(point: EntryPoint) -> str:
        """The distribution that a source comes with."""
        return point.dist.name if point.dist else "?"

    def __getitem__(self, name: str) -> Source:
        point = self.points[name]
        try:
            found = point.load()
        except (ImportError, AttributeError) as error:
            raise BrokenSourceError(
                f"the source {name} of {self.origin(point)} cannot be loaded: {error}"
            ) from error
        if not isinstance(found, Source) or found.name != name:
            raise BrokenSourceError(f"{point.value} of {self.origin(point)} is no source named {name}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.points))

    def __len__(self) -> int:
        return len(self.points)

    def __contains__(self, name: object) -> bool:
        return name in self.points


SOURCES = Registry()


def source(name: str) -> Source:
    """The source of that name; UnknownSourceError with the close ones if there is none."""
    if name in SOURCES:
        return SOURCES[name]
    close = get_close_matches(name, SOURCES, n=1)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise UnknownSourceError(f"there is no source {name!r}.{meant}\n  Known: {', '.join(SOURCES)}")
