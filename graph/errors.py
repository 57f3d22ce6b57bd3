"""What can go wrong with a store, each with its cure."""

from __future__ import annotations


class StoreError(Exception):
    """A store that does not do what was asked; `cure` says what the reader can do about it."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.message, self.cure = message, cure

    def __str__(self) -> str:
        return f"{self.message}\n  {self.cure}" if self.cure else self.message


class StoreBusyError(StoreError):
    """Another process holds the embedded graph."""


class StoreUnreachableError(StoreError):
    """No Neo4j answers at that address."""


class StoreRefusedError(StoreError):
    """Neo4j does not accept the user or the password."""


class StoreFullError(StoreError):
    """There is no room left to write."""


class QueryFailedError(StoreError):
    """The engine refused or stopped a statement."""
