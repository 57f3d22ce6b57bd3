"""What is unusual here now, from the graph."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.crossing import unusual
from analytics.crossing.unusual import WINDOW
from cypher import query
from dash_app.crisis.board import posts
from dash_app.reads import TIMEOUT
from graph.territory import communes, departements

if TYPE_CHECKING:
    from dash_app.crisis.moment import Moment
    from graph.store import Store

__all__ = ["WINDOW", "ranked"]
PAST: Final = timedelta(days=28)  # what the usual is learnt from
MOST_Q: Final = 0.1  # share of false alarms that is accepted among the places shown


def ranked(store: Store, moment: Moment) -> pl.DataFrame:
    """Rows of `unusual` up to MOST_Q: what is unusual in the last full window, the most unusual first."""
    past = {"from": moment.hour - PAST, "to": moment.hour}
    events = store.read(query("windows/events"), past, timeout_s=TIMEOUT)
    said = posts(store, past["from"], past["to"], texts=False)
    names = departements().select(departement="code", departement_name="name")
    places = communes().join(names, on="departement", how="left", maintain_order="left")
    return unusual(events, said, places, as_of=moment.hour).filter(pl.col("q") <= MOST_Q)
