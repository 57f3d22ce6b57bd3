"""What every graph holds before the first record: the territory and the classes of need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cypher import query
from graph import loads
from graph.taxonomy import taxonomy
from graph.territory import locations

if TYPE_CHECKING:
    from graph.store import Store


def ensure_reference(store: Store) -> int:
    """Load régions, départements, communes and need classes where they are missing; returns rows loaded."""
    rows = locations()
    needs = taxonomy().frame()
    held = store.read(query("windows/reference_counts")).row(0, named=True)
    loaded = 0
    if held["locations"] < rows.height:
        parent = pl.concat_list("parent_uid").list.drop_nulls().alias("parent")
        loaded += store.load(loads.LOCATIONS, rows.select(pl.exclude("parent_uid"), parent))
    if held["needs"] < needs.height:
        loaded += store.load(loads.NEEDS, needs)
    return loaded
