"""What a graph engine has to do: run a statement, read columns, prepare itself. Two engines do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Engine(Protocol):
    """One open graph. Thread-safe: any thread may read while one writes."""

    name: str
    address: str

    def write(self, statement: str, params: Mapping[str, object]) -> list[dict[str, object]]:
        """Run one statement in one transaction, retried on transient errors; returns its rows."""

    def read(
        self, text: str, params: Mapping[str, object], timeout_s: float | None
    ) -> tuple[list[str], list[Sequence[object]]]:
        """Run one read: column names, and one sequence per column."""

    def prepare(self) -> None:
        """Create constraints, indexes and search indexes where they are missing."""

    def refresh_search(self) -> None:
        """Make all that was loaded searchable."""

    def close(self) -> None:
        """Let go of the graph; what was acknowledged is kept."""
