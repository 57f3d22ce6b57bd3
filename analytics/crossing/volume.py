"""How much is posted and noted hour by hour, in the whole territory or in one département."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.crossing.counts import HOUR
from analytics.needs.suppression import suppress
from analytics.posts import UTC, instants

if TYPE_CHECKING:
    from datetime import datetime

_COUNTS = (
    pl.col("uid").n_unique().cast(pl.Int64).alias("posts"),
    pl.col("who").n_unique().cast(pl.Int64).alias("people"),
)


def volume(
    posts: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    start: datetime,
    end: datetime,
    departement: str | None = None,
    k: int = 11,
) -> pl.DataFrame:
    """Posts of each full hour from start to end, of everywhere or of one département.

    posts     canonical posts with place_insee (null: of no place, counted everywhere alone)
    communes  `code, departement`
    k         an hour in which fewer people wrote is hidden, and whatever would give it away: hours of the other
              départements, other hours of this one
    returns   at, posts (null where hidden), suppressed, one row an hour in order
    """
    first, last = (pl.select(pl.lit(at).cast(UTC).dt.truncate(HOUR)).item() for at in (start, end))
    known = communes.select(place_insee="code", departement="departement").unique("place_insee")
    told = posts.select("uid", "place_insee", who="author_uid", at=instants(posts["created_at"]))
    inside = told.filter(pl.col("at") >= first, pl.col("at") < last).join(known, on="place_insee", how="left")
    hourly = inside.with_columns(at=pl.col("at").dt.truncate(HOUR))
    found = _everywhere(hourly, k) if departement is None else _within(hourly, departement, k)
    hours = pl.DataFrame({"at": pl.datetime_range(first, last, HOUR, closed="left", eager=True).cast(UTC)})
    every = hours.join(found, on="at", how="left", maintain_order="left")
    hidden = pl.col("suppressed").fill_null(value=False)
    shown = pl.when(~hidden).then(pl.col("posts").fill_null(0))
    return every.select("at", shown.alias("posts"), hidden.alias("suppressed"))


def _everywhere(hourly: pl.DataFrame, k: int) -> pl.DataFrame:
    return hourly.group_by("at").agg(*_COUNTS).with_columns(suppressed=pl.col("people") < k)


def _within(hourly: pl.DataFrame, departement: str, k: int) -> pl.DataFrame:
    """One département, judged among all: what one view hides another must not give."""
    counts = (
        hourly.drop_nulls("departement").group_by("departement", "at").agg(*_COUNTS).sort("departement", "at")
    )
    cells = counts.with_columns(
        level=pl.lit("departement"),
        parent=pl.lit("FR"),
        code="departement",
        topic=pl.col("at").cast(pl.String),
    )
    return suppress(cells, k).filter(code=departement)
