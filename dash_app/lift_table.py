"""The work of `cyberimpact crisis lift`: which source stands out some hours after, or before, which events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.crossing import lift
from analytics.crossing.counts import POSTS, post_rows
from dash_app.signal_table import instant, read_events
from graph.territory import communes

if TYPE_CHECKING:
    from pathlib import Path

FEWEST: Final = 11  # people who wrote
COLUMNS: Final = ("source", "kind", "other_source", "other_kind", "lag_h", "lift", "p", "q")
NO_POSTS: Final = pl.DataFrame(schema=dict.fromkeys(("uid", "author_uid", "created_at"), pl.String))
NOTHING: Final = "nothing to compare: two kinds of events with a commune, or events and posts, are needed"


def crossed(events: Path, posts: pl.DataFrame, as_of: str | None) -> pl.DataFrame:
    """Pairs of sources, the surest first: COLUMNS. ValueError for what is no instant or no table of events.

    What fewer than FEWEST people wrote of in all is left out, with its figures.
    """
    told, places = read_events(events), communes()
    try:
        found = lift(told, posts, places, as_of=instant(as_of)).select(COLUMNS)
    except pl.exceptions.InvalidOperationError as error:
        raise ValueError(f"{events}: {str(error).splitlines()[0]}. Correct that column.") from error
    voices = post_rows(posts, places).group_by("kind").agg(people=pl.col("who").n_unique())
    few = voices.filter(pl.col("people") < FEWEST).select(other_source=pl.lit(POSTS), other_kind="kind")
    return found.join(few, on=["other_source", "other_kind"], how="anti", maintain_order="left")
