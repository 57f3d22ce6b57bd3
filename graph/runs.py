"""Stages: read a window as columns, compute, load the results with their run, then sweep what is stale.

New results are written before the old ones go, so a reader never sees a gap. A run is named after its
stage, version, window and data: the same stage on the same data is the same run and changes nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cypher import query
from graph import loads
from graph.schema import stale_nodes, stale_relations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from cypher import Query
    from graph.loads import EdgeLoad, NodeLoad
    from graph.store import Store

Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open [start, end) in UTC; None is open."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of one shape, without their run: the runner adds it."""

    shape: NodeLoad | EdgeLoad
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Stage:
    """`reads` are queries of cypher/windows; `compute` is pure; `owns` are the labels that it replaces.

    `owns_relations` are types with the label of their source; `parameters` say how it was asked to compute;
    `recalls` are queries of what earlier runs wrote: they do not make a run another run.
    """

    name: str
    version: str
    reads: tuple[str, ...]
    compute: Callable[[Frames], Sequence[Result]]
    owns: tuple[str, ...]
    owns_relations: tuple[tuple[str, str], ...] = ()
    parameters: str = ""
    recalls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageReport:
    run: str
    read: int
    loaded: int
    swept: int


def run_stage(
    store: Store,
    stage: Stage,
    window: Window,
    now: datetime,
    progress: Callable[[str], None] | None = None,
) -> StageReport:
    """Run one stage over one window; a stage replaces all that its earlier runs wrote."""
    tell = progress or (lambda _: None)
    tell("reading")
    frames = {name: _read(store, query(name), window) for name in stage.reads}
    run = f"{stage.name}:{_fingerprint(stage, window, frames)}"
    frames |= {name: _read(store, query(name), window) for name in stage.recalls}
    tell("computing")
    results = stage.compute(frames)
    read, loaded = sum(f.height for f in frames.values()), sum(r.frame.height for r in results)
    started = {"uid": run, "stage": stage.name, "version": stage.version, "parameters": _said(stage, window)}
    store.load(loads.IMPORTS, pl.DataFrame({**started, "started_at": now}))
    tell("loading")
    for result in results:
        store.load(result.shape, result.frame.with_columns(pl.lit(run).alias("run")))
    swept = _sweep(store, stage, run)
    store.load(loads.IMPORTS, pl.DataFrame({"uid": run, "finished_at": now, "read": read, "loaded": loaded}))
    return StageReport(run, read, loaded, swept)


def _read(store: Store, asked: Query, window: Window) -> pl.DataFrame:
    """The window of a query that takes one; the whole of one that does not."""
    takes = {param.name for param in asked.params}
    given = {"from": window.start, "to": window.end}
    return store.read(asked, {name: value for name, value in given.items() if name in takes})


def _sweep(store: Store, stage: Stage, run: str) -> int:
    relations = sum(store.sweep(stale_relations(*owned), {"run": run}) for owned in stage.owns_relations)
    return relations + sum(store.sweep(stale_nodes(label), {"run": run}) for label in stage.owns)


def _said(stage: Stage, window: Window) -> str:
    return "; ".join(filter(None, [_words(window), stage.parameters]))


def _words(window: Window) -> str:
    start, end = (moment.isoformat() if moment else "…" for moment in (window.start, window.end))
    return f"{start} to {end}"


def _fingerprint(stage: Stage, window: Window, frames: Mapping[str, pl.DataFrame]) -> str:
    parts = [stage.version, _said(stage, window)]
    for name, frame in frames.items():
        rows = int(frame.hash_rows().sum()) if frame.height else 0
        parts.append(f"{name} {frame.height} {rows}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
