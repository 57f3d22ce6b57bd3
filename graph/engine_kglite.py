"""The embedded store: kglite, in process, one durable file. The only module that imports kglite."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import kglite

from cypher import schema_statements
from graph.errors import QueryFailedError, StoreBusyError, StoreError, StoreFullError
from graph.schema import acquaintances, constraints, indexes, with_identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

kglite.set_query_warning_policy("silent")  # a label that is not loaded yet is no reason to speak


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class KgliteEngine:
    """One `.kgl` file held by this process; every acknowledged write survives a kill or a power cut."""

    name = "kglite"

    def __init__(self, path: Path) -> None:
        self.path, self.address = path, str(path)
        with _explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _found(path)
            self._session = kglite.open_session(str(path), durable="full")

    def write(self, statement: str, params: Mapping[str, object]) -> list[dict[str, object]]:
        with _explained(self.path):
            result = self._session.execute(
                with_identity(statement), params=dict(params) or None, timeout_ms=0
            )
            return list(result.to_list())

    def read(
        self, text: str, params: Mapping[str, object], timeout_s: float | None
    ) -> tuple[list[str], list[Sequence[object]]]:
        limit = int(timeout_s * 1000) if timeout_s else 0
        with _explained(self.path):
            result = self._session.cypher(text, params=dict(params) or None, timeout_ms=limit)
            return list(result.columns), [result.column(name) for name in result.columns]

    def prepare(self) -> None:
        for statement in (*constraints(), *indexes()):
            self.write(statement, {})
        with _explained(self.path):
            for statement in schema_statements("kglite"):
                self._index(statement)

    def refresh_search(self) -> None:
        """Search indexes are rebuilt: kglite misses documents beyond the first thousand new ones."""
        with _explained(self.path):
            for statement in schema_statements("kglite"):
                name = statement.split()[3]
                self._session.execute(f"DROP INDEX {name} IF EXISTS")
                self._index(statement)

    def _index(self, statement: str) -> None:
        """Kglite refuses an index over nodes of which none carries a text: there is nothing to find in it."""
        try:
            self._session.execute(statement)
        except kglite.CypherExecutionError as error:
            if "nothing to index" not in str(error):
                raise

    def close(self) -> None:
        with _explained(self.path):
            self._session.close()


def _found(path: Path) -> None:
    """Make a new graph that knows every declared property; under its own name only when it is whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    session = kglite.open_session(str(temporary), durable="full")
    for statement in acquaintances():
        session.execute(with_identity(statement), timeout_ms=0)
    session.close()
    temporary.replace(path)
    for left in path.parent.glob(f"{temporary.name}*"):
        left.unlink()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except kglite.WriterLeaseHeldError as error:
        holder: dict[str, Any] = getattr(error, "holder", None) or {}
        raise StoreBusyError(
            f"{path} is in use by process {holder.get('pid', '?')} since {holder.get('since', '?')}",
            "Stop that process (an interface or a schedule, perhaps), or use Neo4j for several processes: "
            "CYBERIMPACT_GRAPH=neo4j://…",
        ) from None
    except kglite.CypherTimeoutError as error:
        raise QueryFailedError(
            f"the query was stopped: {error}", "Narrow its window or lower its limit."
        ) from None
    except (kglite.CypherError, kglite.SchemaError, kglite.ConstraintError) as error:
        raise QueryFailedError(str(error)) from error
    except (kglite.KgError, OSError) as error:
        raise _file_error(path, error) from error


def _file_error(path: Path, error: Exception) -> StoreError:
    full = getattr(error, "errno", None) in _FULL or any(f"os error {code}" in str(error) for code in _FULL)
    if full:
        return StoreFullError(
            f"no room left to write {path}", "Free some space and run the same command again."
        )
    return StoreError(f"{path} cannot be opened or written: {error}", "Check the path and your rights on it.")
