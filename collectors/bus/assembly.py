"""Pieces → pages, whatever comes between them; and how far the place on the bus may move."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collectors.bus.wire import Carried, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectors.bus.wire import Piece

GIVEN_UP_AFTER_MS = 24 * 3600 * 1000  # brokers and collectors' clocks differ by less


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands; `at` in milliseconds, as the message says."""

    partition: int
    offset: int
    at: int = 0


@dataclass(slots=True)
class _Open:
    """A page of which not all has come."""

    first: int
    at: int
    collector: tuple[int, str, str]
    pieces: dict[int, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Assembly:
    """The pages that are open, of all partitions; `given_up` counts those that never came whole."""

    given_up: int = 0
    _open: dict[tuple[int, str, str, bytes, int], _Open] = field(default_factory=dict)

    def add(self, place: Place, piece: Piece) -> Carried | None:
        """The page, when it is whole now. WireError when its bytes are no page."""
        self._give_up(place)
        collector = (place.partition, piece.source, piece.collector)
        key = (*collector, piece.page, piece.parts)
        held = self._open.setdefault(key, _Open(place.offset, place.at, collector))
        held.pieces[piece.part], held.at = piece.body, place.at
        if len(held.pieces) < piece.parts:
            return None
        del self._open[key]
        self._supersede(held)
        return unpack(b"".join(body for _, body in sorted(held.pieces.items())), piece.page)

    def resume_at(self, partition: int, after: int) -> int:
        """From where the partition must be read again after a kill: `after`, or the oldest open page."""
        return min([held.first for held in self._open.values() if held.collector[0] == partition] + [after])

    def forget(self, partitions: Iterable[int]) -> None:
        """The partitions went to another loader, or are read again."""
        gone = set(partitions)
        self._open = {key: held for key, held in self._open.items() if held.collector[0] not in gone}

    def _supersede(self, whole: _Open) -> None:
        """A collector sends one page after another: what it began before a whole one was cut, and is sent again."""
        self._drop(
            [
                k
                for k, held in self._open.items()
                if held.collector == whole.collector and held.first < whole.first
            ]
        )

    def _give_up(self, place: Place) -> None:
        """A collector that never came back must not hold the place for ever."""
        self._drop([
            key
            for key, held in self._open.items()
            if held.collector[0] == place.partition and place.at - held.at > GIVEN_UP_AFTER_MS
        ])  # fmt: skip

    def _drop(self, keys: list[tuple[int, str, str, bytes, int]]) -> None:
        for key in keys:
            del self._open[key]
        self.given_up += len(keys)
