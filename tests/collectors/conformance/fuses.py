"""Real parts that stop dead at their n-th use, before or after it, as a process does that is killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectors.archive import Archive
from collectors.state import Counted, StateFile
from graph.store import Batch, Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from collectors.net import Page


class Killed(BaseException):
    """The process is gone."""


class Fuse:
    """Blows at the n-th use (1 is the first), before or after what it guards."""

    def __init__(self, use: int, *, before: bool) -> None:
        self.left, self.before = use, before

    def burn(self, *, before: bool) -> None:
        if before != self.before:
            return
        self.left -= 1
        if self.left == 0:
            raise Killed


class FusedArchive(Archive):
    __slots__ = ("__dict__",)

    def guarded(self, fuse: Fuse) -> FusedArchive:
        object.__setattr__(self, "fuse", fuse)
        return self

    def keep_page(self, source: str, sequence: int, page: Page) -> None:
        self.fuse.burn(before=True)
        super().keep_page(source, sequence, page)
        self.fuse.burn(before=False)


@dataclass(frozen=True, slots=True)
class FusedStore(Store):
    fuse: Fuse

    def put(self, batch: Batch) -> None:
        self.fuse.burn(before=True)
        Store.put(self, batch)
        self.fuse.burn(before=False)


class FusedState(StateFile):
    def __init__(self, path: Path, fuse: Fuse) -> None:
        self.fuse = fuse
        super().__init__(path)

    def commit(self, cursor: dict[str, object], now: datetime, counted: Counted) -> None:
        self.fuse.burn(before=True)
        super().commit(cursor, now, counted)
        self.fuse.burn(before=False)
