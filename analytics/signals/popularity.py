"""Popularity that fades, and the topics in between: no longer noise, not yet known to all.

After Boutaleb, Picault & Grosjean (2024): a topic's popularity grows with its posts and fades by exp(−.01 d²)
over d days without any. Between the 10th and the 75th percentile and rising it is a weak signal, above a strong
one, below noise.
"""

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled
from analytics.posts import instants

FADING = 0.01  # per day²
NOISE, STRONG = 0.10, 0.75  # percentiles of popularity among all topics
RISE = timedelta(days=1)
MICROSECONDS_A_DAY = 86_400_000_000
SCHEMA = {"series": pl.String, "popularity": pl.Float64, "before": pl.Float64, "signal": pl.String}


def popularity(counts: pl.DataFrame, as_of: datetime, *, rise: timedelta = RISE) -> pl.DataFrame:
    """Popularity of each topic at `as_of`, and whether it is noise, a weak or a strong signal.

    counts   series, at, observed (n rows in any order); those at or after `as_of` are left out
    rise     a topic is rising that is more popular than so long before
    returns  series, popularity, before (`rise` earlier), signal: noise, weak, strong; by series. A topic in
             between that is not rising is noise. Percentiles are among the topics seen before `as_of`

    Raises ValueError for a naive `as_of` or a missing column.
    """
    missing = [name for name in ("series", "at", "observed") if name not in counts.columns]
    if missing:
        raise ValueError(f"counts have no column {', '.join(missing)}; their columns are {counts.columns}")
    if as_of.tzinfo is None:
        raise ValueError(f"as_of {as_of} has no time zone")
    rows = counts.select("series", "observed").with_columns(at=instants(counts["at"]))
    rows = (
        rows.filter((pl.col("at") < as_of) & (pl.col("observed") > 0))
        .group_by("series", "at")
        .agg(pl.sum("observed"))
    )
    if rows.is_empty():
        return pl.DataFrame(schema={**SCHEMA, "series": counts["series"].dtype})
    now, before = _at(rows, as_of), _at(rows, as_of - rise)
    told = now.join(before.rename({"popularity": "before"}), on="series", how="left").with_columns(
        pl.col("before").fill_null(0.0)
    )
    low, high = (pl.col("popularity").quantile(q, "linear") for q in (NOISE, STRONG))
    weak = (pl.col("popularity") >= low) & (pl.col("popularity") > pl.col("before"))
    strong = pl.when(pl.col("popularity") > high).then(pl.lit("strong"))
    return told.with_columns(
        strong.when(weak).then(pl.lit("weak")).otherwise(pl.lit("noise")).alias("signal")
    )


def _at(rows: pl.DataFrame, instant: datetime) -> pl.DataFrame:
    """series, popularity of those seen before an instant, by series."""
    known = rows.filter(pl.col("at") < instant).sort("series", "at")
    ages = (pl.lit(instant) - known["at"]).dt.total_microseconds()
    age = known.select(ages / MICROSECONDS_A_DAY).to_series().to_numpy()
    first = np.flatnonzero(np.diff(known["series"].rle_id().to_numpy().astype(np.int64), prepend=-1))
    bounds = np.append(first, known.height).astype(np.int64)
    faded = _faded(age, known["observed"].to_numpy().astype(np.float64), bounds)
    return pl.DataFrame({"series": known["series"].gather(first), "popularity": faded})


@compiled
def _faded(age: Floats, observed: Floats, bounds: Int64s) -> Floats:
    """Each series' popularity now: its posts, faded over every pause between them and since the last."""
    told = np.zeros(bounds.size - 1)
    for s in range(told.size):
        held, last = 0.0, age[bounds[s]]
        for i in range(bounds[s], bounds[s + 1]):
            held = held * np.exp(-FADING * (last - age[i]) ** 2) + observed[i]
            last = age[i]
        told[s] = held * np.exp(-FADING * last**2)
    return told
