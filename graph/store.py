"""The store: frames in, frames out, over whichever engine holds the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import StoreError
from graph.loads import NodeLoad
from graph.schema import load_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from cypher import Query
    from graph.engine import Engine
    from graph.loads import EdgeLoad

BATCH = 5_000
_TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "int": pl.Int64(),
    "float": pl.Float64(),
    "bool": pl.Boolean(),
    "datetime": pl.Datetime("ms", "UTC"),
    "date": pl.Date(),
    "strings": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as the driver takes them, and the statement that merges them: made apart from where it is sent."""

    statement: str
    rows: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Store:
    """One graph. `with open_store(…) as store:` lets go of it at the end."""

    engine: Engine

    def prepare(self) -> Self:
        self.engine.prepare()
        return self

    def load(
        self, shape: NodeLoad | EdgeLoad, frame: pl.DataFrame, progress: Callable[[int], None] | None = None
    ) -> int:
        """Merge every row of the frame, 5,000 a transaction; the same rows again change nothing.

        Columns are those of the shape; datetimes are any Polars datetime (UTC when naive).
        Returns the number of rows. Raises StoreError; batches acknowledged before it stay.
        """
        for batch in batches(shape, frame):
            self.put(batch)
            if progress:
                progress(len(batch.rows))
        return frame.height

    def put(self, batch: Batch) -> None:
        """Merge one batch in one transaction."""
        self.engine.write(batch.statement, {"rows": batch.rows})

    def read(
        self, query: Query, values: Mapping[str, object] | None = None, *, timeout_s: float | None = None
    ) -> pl.DataFrame:
        """The query's promised columns, typed; parameters are bound and checked by the query itself."""
        names, columns = self.engine.read(query.text, query.bind(values or {}), timeout_s)
        got = dict(zip(names, columns, strict=True))
        return pl.DataFrame([_series(c.name, c.type, got[c.name]) for c in query.columns])

    def write(self, statement: str, params: Mapping[str, object]) -> list[dict[str, object]]:
        return self.engine.write(statement, params)

    def sweep(self, statement: str, params: Mapping[str, object]) -> int:
        """Run a batched delete until it finds nothing; returns how many went."""
        total = 0
        while deleted := _count(self.engine.write(statement, {**params, "batch": BATCH})):
            total += deleted
        return total

    def refresh_search(self) -> None:
        self.engine.refresh_search()

    def close(self) -> None:
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def batches(shape: NodeLoad | EdgeLoad, frame: pl.DataFrame) -> Iterator[Batch]:
    """The frame in batches; ValueError for a column that the shape has no place for, before the first."""
    load_statement(shape, frozenset(frame.columns))
    timed = frame.with_columns(_times(frame))
    for whole in timed.iter_slices(BATCH):
        batch = whole.select(_columns(shape, whole))
        yield Batch(load_statement(shape, frozenset(batch.columns)), batch.to_dicts())


def open_store(
    address: str | Path, *, user: str = "neo4j", password: str = "", database: str | None = None
) -> Store:
    """Open `path/to/graph.kgl` (embedded) or `neo4j://…`, `bolt://…` (server), ready to load and read."""
    text = str(address)
    if text.startswith(("neo4j", "bolt")) and "://" in text:
        from graph.engine_neo4j import Neo4jEngine  # noqa: PLC0415 - the driver costs 0.3 s to import

        return Store(Neo4jEngine(text, user, password, database)).prepare()
    if "://" in text:
        raise StoreError(
            f"{text} is no address of a graph", "Use path/to/graph.kgl, neo4j://host or bolt://host."
        )
    from pathlib import Path  # noqa: PLC0415

    from graph.engine_kglite import KgliteEngine  # noqa: PLC0415 - not needed with a server

    return Store(KgliteEngine(Path(text).expanduser())).prepare()


def _columns(shape: NodeLoad | EdgeLoad, batch: pl.DataFrame) -> list[str]:
    """The columns that say something in this batch: a shorter statement is a quicker one.

    A column of nulls or of empty lists changes nothing, unless the shape replaces what was there.
    """
    if batch.is_empty() or not isinstance(shape, NodeLoad):
        return batch.columns
    lists = [name for name, kind in batch.schema.items() if kind.base_type() is pl.List]
    filled = batch.select(
        pl.col(lists).list.len().fill_null(0).gt(0).any(),
        pl.exclude(lists).is_not_null().any(),
    ).row(0, named=True)
    kept = batch.columns if shape.replaces else [name for name in batch.columns if filled[name]]
    return [name for name in kept if filled[name] or name not in lists]


def _times(frame: pl.DataFrame) -> list[pl.Expr]:
    """Datetimes as ISO 8601 text in UTC, as the load statements expect them."""
    return [
        pl.col(name).dt.to_string("%Y-%m-%dT%H:%M:%S%.6fZ")
        for name, kind in frame.schema.items()
        if kind.base_type() is pl.Datetime
    ]


def _series(name: str, kind: str, values: Sequence[object]) -> pl.Series:
    dtype = _TYPES.get(kind)
    return (
        pl.Series(name, list(values), dtype=dtype, strict=False) if dtype else pl.Series(name, list(values))
    )


def _count(rows: list[dict[str, object]]) -> int:
    value = rows[0].get("deleted", 0) if rows else 0
    return value if isinstance(value, int) else 0
