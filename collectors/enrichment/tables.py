"""Records of any kinds → batches for the graph, kind by kind: what is withdrawn comes after what is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from collectors.enrichment.accounts import without_contacts
from collectors.enrichment.enrich import PLACE, place_entries, rows
from collectors.enrichment.keys import nameless_keys
from collectors.enrichment.places import locate
from collectors.records import Deletion, Departure, Event, FactCheck, Feedback, Offer, Post, Record, frame
from graph import loads, schema
from graph.store import Batch, batches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.privacy import Pseudonyms

_ENRICHED = (Post, Feedback, Offer)


@dataclass(frozen=True, slots=True)
class Tables:
    """What to load, in order; how many place names were left open."""

    batches: list[Batch]
    ambiguous: int


def tables(records: Sequence[Record], pseudonyms: Pseudonyms, run: str) -> Tables:
    """Located, pseudonymous rows of one batch of records, ready for the store."""
    nameless_keys(records, pseudonyms)
    made: list[Batch] = []
    ambiguous = 0
    kinds = {type(record) for record in records}
    for kind in _ENRICHED:
        if kind in kinds:
            found = rows([r for r in records if type(r) is kind], pseudonyms, run)
            made += batches(found.shape, found.frame)
            ambiguous += found.ambiguous
    for other, make in _OTHERS.items():
        if other in kinds:
            made += make(frame([r for r in records if type(r) is other], other), pseudonyms, run)
    return Tables(made, ambiguous)


def _events(events: pl.DataFrame, _: Pseudonyms, run: str) -> list[Batch]:
    """Events where they are; a région that is declared stands, whatever place the text names."""
    said = pl.concat_str("title", "text", separator=". ", ignore_nulls=True)
    words = pl.when(pl.col("region").is_null()).then(said)
    placed = place_entries(locate(events.with_columns(text=words)).frame)
    shown = events.with_columns(
        without_contacts(pl.col("title")),
        without_contacts(pl.col("text")),
        place=pl.when(placed.list.len() == 0).then(_region()).otherwise(placed),
        run=pl.lit(run),
    )
    return list(batches(loads.EVENTS, shown.drop("place_insee", "postal_code", "departement", "region")))


def _region() -> pl.Expr:
    entry = pl.struct(
        key=pl.lit("region:") + pl.col("region"), method=pl.lit("declared"), precision=pl.lit("region")
    )
    none = pl.lit([], dtype=pl.List(PLACE))
    return pl.when(pl.col("region").is_null()).then(none).otherwise(pl.concat_list(entry))


def _fact_checks(found: pl.DataFrame, _: Pseudonyms, run: str) -> list[Batch]:
    return list(batches(loads.FACT_CHECKS, found.with_columns(run=pl.lit(run))))


def _deletions(gone: pl.DataFrame, _: Pseudonyms, run: str) -> list[Batch]:
    """Tombstones; where a source tells creations first and all deletions after, of known posts only."""
    known_only = pl.col("known_only")
    told = gone.drop("known_only").with_columns(run=pl.lit(run)).filter(~gone["known_only"])
    of_known = gone.filter(known_only).select("uid", pl.col("deleted_at").dt.to_string("iso:strict"))
    known = [Batch(schema.deletions_of_known(), of_known.to_dicts())] if of_known.height else []
    return [*batches(loads.TOMBSTONES, told), *known] if told.height else known


def _departures(gone: pl.DataFrame, pseudonyms: Pseudonyms, _: str) -> list[Batch]:
    left = [{"uid": pseudonyms.of(author), "deleted_at": at.isoformat()} for author, at in gone.iter_rows()]
    return [Batch(schema.departures(), left)]


_OTHERS: dict[type[Record], Callable[[pl.DataFrame, Pseudonyms, str], list[Batch]]] = {
    Event: _events,
    FactCheck: _fact_checks,
    Deletion: _deletions,
    Departure: _departures,
}
