"""The data of a report, gathered once: every figure it shows comes from these rows."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import polars as pl

from dash_app.report.reading import Reader, Reading, data_hash
from dash_app.texts import Lang, language

if TYPE_CHECKING:
    from datetime import datetime

    from graph.store import Store

RELAYS = 6  # first relays shown for a cascade
ROWS = 100  # languages and sources at most
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{FFFE}\x{FFFF}]"  # neither XML nor paper has them


@dataclass(frozen=True, slots=True)
class Cascade:
    """One cascade: its row of `rumours/top_cascades`, its tree, territories and first relays."""

    row: dict[str, object]
    tree: pl.DataFrame
    territories: pl.DataFrame
    relays: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says; frames have the columns of the queries they come from."""

    lang: Lang
    start: datetime | None
    end: datetime | None
    notice: str | None
    generated_at: datetime
    software: str
    engine: str
    coverage: pl.DataFrame
    languages: pl.DataFrame
    sources: pl.DataFrame
    health: pl.DataFrame
    top: pl.DataFrame
    cascades: tuple[Cascade, ...]
    rates: pl.DataFrame
    communes: pl.DataFrame
    runs: pl.DataFrame
    readings: tuple[Reading, ...]

    @property
    def data_hash(self) -> str:
        """SHA-256 over the rows that the report used; the dates of runs are left out."""
        return data_hash(self.readings)


def rumours(
    store: Store,
    *,
    start: datetime | None,
    end: datetime | None,
    lang: str = "fr",
    limit: int = 10,
    notice: str | None = None,
    generated_at: datetime,
) -> Report:
    """Gather the report on rumours and needs over [start, end); None leaves the window open.

    limit   cascades that are described, 1 to 500
    notice  a banner for every page, as for an exercise
    raises  StoreError when the graph does not answer, QueryError for a limit that is no number
    """
    reader = Reader(store)
    window: dict[str, object] = {"from": start, "to": end}
    coverage = reader.read("quality/coverage", window)
    languages = reader.read("quality/languages", {**window, "limit": ROWS})
    sources = reader.read("quality/sources", {**window, "limit": ROWS})
    health = reader.read("sources/health", {}, dated=True)
    found = reader.read("rumours/top_cascades", {**window, "limit": limit})
    top = _without_control(found.filter(pl.col("size") > 1))
    return Report(
        lang=language(lang),
        start=start,
        end=end,
        notice=notice,
        generated_at=generated_at,
        software=f"CyberImpact {version('cyberimpact')}",
        engine=store.engine.name,
        coverage=coverage,
        languages=languages,
        sources=sources,
        health=health,
        top=top,
        cascades=tuple(_cascade(reader, row) for row in top.iter_rows(named=True)),
        rates=reader.read("needs/rates", {"level": "departement", "topic": "all"}),
        communes=reader.read("needs/rates", {"level": "commune", "topic": "all"}),
        runs=_runs(reader),
        readings=tuple(reader.readings),
    )


def _cascade(reader: Reader, row: dict[str, object]) -> Cascade:
    root = {"root": row["root_uid"]}
    return Cascade(
        row=row,
        tree=_without_control(reader.read("rumours/cascade_tree", root)),
        territories=reader.read("rumours/cascade_territories", root),
        relays=reader.read("rumours/who_relayed", {**root, "limit": RELAYS}),
    )


def _runs(reader: Reader) -> pl.DataFrame:
    """The last run of each analysis: stage, version, parameters (its window), started_at."""
    stages = [
        reader.read("quality/runs", {"stage": stage, "limit": 1}, dated=True)
        for stage in ("cascades", "needs")
    ]
    return pl.concat(stages)


def _without_control(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col("text").str.replace_all(_CONTROL, ""))
