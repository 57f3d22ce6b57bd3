"""What follows what: how many times the usual counts one source shows some hours after another."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl
from scipy import sparse

from analytics.crossing.counts import POSTS, counted, event_rows, post_rows
from analytics.signals.discovery import bh

if TYPE_CHECKING:
    from analytics.arrays import Floats, Int64s

DAY: Final = 24
FEWEST_DAYS: Final = 7
SCHEMA: Final = {
    "source": pl.String, "kind": pl.String, "other_source": pl.String, "other_kind": pl.String, "lag_h": pl.Int64,
    "lift": pl.Float64, "observed": pl.Float64, "expected": pl.Float64, "p": pl.Float64, "q": pl.Float64,
}  # fmt: skip


class Series(NamedTuple):
    """One source and kind: counts as (days, communes × 24), hours of a commune side by side."""

    source: str
    kind: str
    counts: sparse.csr_array


def lift(
    events: pl.DataFrame,
    posts: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    as_of: datetime | None = None,
    lags: tuple[int, int] = (-6, 12),
    permutations: int = 999,
    seed: int = 0,
) -> pl.DataFrame:
    """For every kind of event, the lag at which each other source stands out most in the same commune.

    events, posts  as `unusual` takes them; communes: `code, departement, lat, lon`
    as_of          nothing later is used
    lags           first and last lag in hours; positive: the other source comes after the event
    returns        source, kind (of the events), other_source, other_kind, lag_h, lift = observed / expected: the other
                   source's counts around the events, against its own mean at these hours of the day in these communes;
                   p: a lift so large at any lag when whole days of the events are shuffled among working days and
                   among weekends, alike in all communes (null below FEWEST_DAYS days); q after Benjamini and
                   Hochberg over the pairs; by p, then lift

    Shuffling days keeps each source's rhythm, its bursts within a day, and what communes have in common; so two
    sources that a third thing moves on the same days do stand out. A lift tells of company, not of cause.
    """
    rows = pl.concat([event_rows(events, communes), post_rows(posts, communes)], how="diagonal")
    if as_of is not None:
        rows = rows.filter(pl.col("at") <= as_of)
    counts = counted(rows, "commune")
    if counts.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    series, weekend = _series(counts)
    order = _shuffles(weekend, permutations, seed)
    found = [
        (
            one.source,
            one.kind,
            other.source,
            other.kind,
            *_strongest(one, other, range(lags[0], lags[1] + 1), order),
        )
        for one, other in _pairs(series)
    ]
    table = pl.DataFrame(found, schema=list(SCHEMA)[:-1], orient="row").cast(
        {n: SCHEMA[n] for n in list(SCHEMA)[:-1]}
    )
    table = table.with_columns(_discovered(table["p"]))
    return table.sort("p", "lift", *list(SCHEMA)[:4], descending=[False, True, *[False] * 4], nulls_last=True)


def _series(counts: pl.DataFrame) -> tuple[list[Series], Int64s]:
    """Each source and kind; and of each day whether it is Saturday or Sunday."""
    day = counts["at"].dt.truncate("1d")
    first, last = day.min(), day.max()
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    days = pl.Series([first + timedelta(days=number) for number in range((last - first).days + 1)])
    place = counts["code"].rank("dense").cast(pl.Int64).to_numpy() - 1
    columns = place * DAY + counts["at"].dt.hour().to_numpy()
    numbered = counts.with_columns(day=(day - first).dt.total_days(), column=pl.Series(columns))
    shape = (len(days), int((place.max() + 1) * DAY))
    series = [
        Series(
            str(source),
            str(kind),
            sparse.csr_array(
                (
                    own["observed"].to_numpy().astype(np.float64),
                    (own["day"].to_numpy(), own["column"].to_numpy()),
                ),
                shape=shape,
            ),
        )
        for (source, kind), own in numbered.group_by("source", "kind", maintain_order=True)
    ]
    return series, (days.dt.weekday() >= 6).cast(pl.Int64).to_numpy()


def _pairs(series: list[Series]) -> list[tuple[Series, Series]]:
    """Events with events of another kind, once; events with posts."""
    told = [s for s in series if s.source != POSTS]
    said = [s for s in series if s.source == POSTS]
    return [*combinations(told, 2), *((one, other) for one in told for other in said)]


def _shuffles(weekend: Int64s, permutations: int, seed: int) -> Int64s:
    """Which day's events stand on each day (1 + permutations, days): first as they are, then shuffled."""
    rng = np.random.default_rng(seed)
    days = np.arange(weekend.size)
    order = np.tile(days, (permutations + 1, 1))
    for kind in (0, 1):
        own = days[weekend == kind]
        order[1:, own] = rng.permuted(np.tile(own, (permutations, 1)), axis=1)
    return order


def _strongest(
    one: Series, other: Series, lags: range, order: Int64s
) -> tuple[int, float, float, float, float | None]:
    """lag, lift, observed, expected at the lag of the largest lift; p over all lags."""
    days = np.arange(order.shape[1])
    usual = np.asarray(other.counts.sum(axis=0)).ravel() / days.size
    seen, due = np.empty((len(lags), order.shape[0])), np.empty((len(lags), order.shape[0]))
    for row, lag in enumerate(lags):
        together, expected = _meetings(one.counts, other.counts, usual, lag)
        seen[row], due[row] = (table[order, days].sum(axis=1) for table in (together, expected))
    ratio = np.divide(seen, due, out=np.zeros_like(seen), where=due > 0)
    best = int(ratio[:, 0].argmax())
    highest = ratio.max(axis=0)
    enough = days.size >= FEWEST_DAYS and order.shape[0] > 1
    p = float((highest >= highest[0] * (1 - 1e-12)).mean()) if enough else None
    return lags[best], float(ratio[best, 0]), float(seen[best, 0]), float(due[best, 0]), p


def _meetings(
    one: sparse.csr_array, other: sparse.csr_array, usual: Floats, lag: int
) -> tuple[Floats, Floats]:
    """Products of counts `lag` hours apart, (days, days): the events of day i if they stood on day j, with the other
    source as it was around day j; the same with what that source usually shows.
    """
    days, width = one.shape
    carry, hour = np.divmod(np.arange(width) % DAY + lag, DAY)  # which day and hour is `lag` later
    place = np.arange(width) - np.arange(width) % DAY + hour
    together, expected = np.zeros((days, days)), np.zeros((days, days))
    for step in np.unique(carry):
        own = np.flatnonzero(carry == step)
        inside = np.flatnonzero((np.arange(days) + step >= 0) & (np.arange(days) + step < days))
        events = one[:, own]
        together[:, inside] += (events @ other[inside + step][:, place[own]].T).toarray()
        expected[:, inside] += np.asarray(events @ usual[place[own]])[:, None]
    return together, expected


def _discovered(p: pl.Series) -> pl.Series:
    known = p.is_not_null().to_numpy()
    q = np.full(p.len(), np.nan)
    if known.any():
        q[known] = bh(p.drop_nulls().to_numpy()).q
    return pl.Series("q", q).fill_nan(None)
