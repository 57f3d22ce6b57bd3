"""Where short addresses lead, kept in a SQLite file: each is asked once."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_LOG: Final = logging.getLogger(__name__)
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS redirects (url TEXT PRIMARY KEY, target TEXT, asked_at REAL NOT NULL)"
)
_AT_ONCE: Final = 500  # variables of a statement: SQLite allows 999 in its oldest builds
ASK_AGAIN_AFTER_S: Final = 7 * 86_400.0  # for those that led nowhere


def known(path: Path, urls: Iterable[str], now: float) -> dict[str, str | None]:
    """What the file knows of these addresses: target, or None for a recent failure; empty if it cannot be read."""
    wanted, found = list(urls), dict[str, str | None]()
    try:
        with closing(_opened(path)) as file:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = (
                    f"SELECT url, target FROM redirects WHERE url IN ({marks})"  # noqa: S608 - marks only
                    " AND (target IS NOT NULL OR asked_at > ?)"
                )
                found.update(file.execute(query, [*some, now - ASK_AGAIN_AFTER_S]).fetchall())
    except (sqlite3.Error, OSError) as broken:
        _LOG.warning("redirects: %s cannot be read: %s", path, broken)
    return found


def keep(path: Path, targets: Mapping[str, str | None], now: float) -> None:
    """Add what was found; a file that cannot be written is only warned of."""
    rows = [(url, target, now) for url, target in targets.items()]
    try:
        with closing(_opened(path)) as file, file:
            file.executemany("INSERT OR REPLACE INTO redirects VALUES (?, ?, ?)", rows)
    except (sqlite3.Error, OSError) as broken:
        _LOG.warning("redirects: %s cannot be written: %s", path, broken)


def forget(path: Path, before: float) -> int:
    """Delete what was asked before a moment (epoch seconds), at the end of retention; how many were.

    Raises sqlite3.Error when the file cannot be written: a promise to delete is not dropped in silence.
    """
    with closing(_opened(path)) as file, file:
        return file.execute("DELETE FROM redirects WHERE asked_at < ?", [before]).rowcount


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path, timeout=5.0)
    file.execute(_TABLE)
    return file
