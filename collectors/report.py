"""What became of every row of one input, and how it is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from collectors.archive import DeadLetter
    from collectors.intake import Made

SHOWN = 5  # dead letters that are shown; the file has them all


@dataclass(slots=True)
class Report:
    """What became of every row of one input."""

    name: str
    source: str
    run: str
    read: int = 0
    loaded: int = 0
    skipped: int = 0
    dead: list[DeadLetter] = field(default_factory=list)
    set_aside: int = 0
    repairs: Counter[str] = field(default_factory=Counter)
    repaired: int = 0
    orphaned: int = 0
    ambiguous: int = 0
    resumed_at: int = 0
    unknown: list[str] = field(default_factory=list)
    truncated: bool = False
    dead_file: Path | None = None

    def add(self, made: Made) -> None:
        """One parcel more."""
        tally = made.counted.tally
        self.read += tally.read
        self.loaded += tally.loaded
        self.skipped += tally.skipped
        self.repaired += tally.repaired
        self.dead += made.dead
        self.set_aside += tally.dead
        self.repairs += made.repairs
        self.ambiguous += made.tables.ambiguous

    def learn(self, unknown: Iterable[str]) -> None:
        """Fields that nobody declared."""
        self.unknown = sorted({*self.unknown, *unknown})

    @property
    def complete(self) -> bool:
        """Every row of a file that was whole is in the graph, set aside with its reason, or has nothing to keep."""
        return not self.truncated and self.read == self.loaded + self.skipped + self.set_aside

    def lines(self) -> list[str]:
        """The account in words: what was read, what became of it, and what to do about the rest."""
        dead = self.set_aside
        counts = (
            f"{self.read:,} read  {self.loaded:,} loaded  {self.repaired:,} repaired  "
            f"{self.orphaned:,} orphaned  {dead:,} set aside"
        )
        lines = [f"{self.name}  {counts}" + (f" → {self.dead_file}" if self.dead_file else "")]
        lines += [f"  {self.skipped:,} items with nothing to keep"] * bool(self.skipped)
        lines += [f"  repaired {count:,}: {reason}" for reason, count in self.repairs.most_common()]
        lines += [f"  {self.ambiguous:,} texts name a place that could be several: left without"] * bool(
            self.ambiguous
        )
        lines += [f"  line {held.line}  {held.field}: {held.error}" for held in self.dead[:SHOWN]]
        lines += [f"  … and {dead - SHOWN:,} more in the file"] * (dead > SHOWN)
        lines += [f"  unknown columns, kept in the archive only: {', '.join(self.unknown)}"] * bool(
            self.unknown
        )
        lines += [f"  went on after row {self.resumed_at:,}, where it was interrupted"] * bool(
            self.resumed_at
        )
        lines += ["  the file ends before its end (truncated): get it again whole"] * self.truncated
        lines += [f"Mend the lines and run:  cyberimpact replay {self.dead_file}"] * bool(self.dead_file)
        return lines
