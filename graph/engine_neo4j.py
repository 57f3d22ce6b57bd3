"""The server store: Neo4j through its official driver. The only module that imports the driver."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from neo4j import READ_ACCESS, GraphDatabase, NotificationMinimumSeverity, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)
from neo4j.time import Date, DateTime

from cypher import schema_statements
from graph.errors import QueryFailedError, StoreFullError, StoreRefusedError, StoreUnreachableError
from graph.schema import constraints, indexes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from neo4j import ManagedTransaction

Table = tuple[list[str], list[list[object]]]


class Neo4jEngine:
    """One driver, managed transactions: transient errors and lost connections are retried by the driver."""

    name = "neo4j"

    def __init__(self, address: str, user: str, password: str, database: str | None = None) -> None:
        self.address, self._database = address, database
        with _explained(address):
            self._driver = GraphDatabase.driver(
                address,
                auth=(user, password),
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                connection_acquisition_timeout=30,
                max_transaction_retry_time=60,
            )
            try:
                self._driver.verify_connectivity()
            except (DriverError, Neo4jError):
                self._driver.close()
                raise

    def write(self, statement: str, params: Mapping[str, object]) -> list[dict[str, object]]:
        def work(tx: ManagedTransaction) -> list[dict[str, object]]:
            return tx.run(cast("Any", statement), dict(params)).data()

        with _explained(self.address), self._driver.session(database=self._database) as session:
            return session.execute_write(work)

    def read(
        self, text: str, params: Mapping[str, object], timeout_s: float | None
    ) -> tuple[list[str], list[Sequence[object]]]:
        @unit_of_work(timeout=timeout_s)
        def work(tx: ManagedTransaction) -> Table:
            result = tx.run(cast("Any", text), dict(params))
            return list(result.keys()), result.values()

        session = self._driver.session(database=self._database, default_access_mode=READ_ACCESS)
        with _explained(self.address), session:
            names, rows = session.execute_read(work)
        columns = list(zip(*rows, strict=True)) if rows else [() for _ in names]
        return names, [_native(column) for column in columns]

    def prepare(self) -> None:
        for statement in (*constraints(), *indexes(), *schema_statements("neo4j")):
            self.write(statement, {})
        self.refresh_search()

    def refresh_search(self) -> None:
        """Wait until the search indexes have caught up (they are eventually consistent)."""
        self.write("CALL db.awaitIndexes(300)", {})
        self.write("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()", {})

    def close(self) -> None:
        self._driver.close()


def _native(column: Sequence[object]) -> Sequence[object]:
    """Driver times → Python's, whole column; columns without times are handed on as they are."""
    first = next((value for value in column if value is not None), None)
    if not isinstance(first, DateTime | Date):
        return column
    return [None if value is None else cast("DateTime", value).to_native() for value in column]


@contextmanager
def _explained(address: str) -> Iterator[None]:
    try:
        yield
    except AuthError as error:
        raise StoreRefusedError(
            f"Neo4j at {address} refuses this user or password", "Set NEO4J_USER and NEO4J_PASSWORD."
        ) from error
    except (ServiceUnavailable, ConfigurationError, DriverError) as error:
        raise StoreUnreachableError(
            f"no Neo4j answers at {address}: {error}",
            "Start it (cyberimpact neo4j start), or mend the address in CYBERIMPACT_GRAPH or NEO4J_URL.",
        ) from error
    except ClientError as error:
        raise QueryFailedError(str(error.message)) from error
    except Neo4jError as error:
        if "space" in str(error.message).lower():
            raise StoreFullError(f"Neo4j at {address} has no room left: {error.message}") from error
        raise QueryFailedError(str(error.message)) from error
