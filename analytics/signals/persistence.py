"""From surprising windows to alerts: what persists, how surprising it is as a whole, once an episode."""

from datetime import timedelta

import polars as pl

from analytics.signals.options import WatchOptions
from analytics.signals.series import KEY
from analytics.signals.surprise import surprise

ADDED = ("start_at", "detected_at", "observed", "expected", "before", "shape", "minutes")
EPISODE = (*KEY, "detected_at")


def persistent(told: pl.DataFrame, speaks: pl.Expr, minutes: int, options: WatchOptions) -> pl.DataFrame:
    """Windows at which a series has spoken in `persist` windows of the last `of`, itself among them.

    told     KEY, at, observed, expected, shape (of the belief) and any others: one row a series and window that
             holds anything; of a stream, the new windows and the `of` − 1 before them
    returns  the rows of those windows with start_at (of the first window that spoke among them), detected_at (the
             end of the last: nobody can know it earlier), observed and expected summed from the one to the other,
             before and shape (the belief before the first one), minutes; the other columns are those of the last window
    """
    window = timedelta(minutes=minutes)
    summed = told.sort(*KEY, "at", maintain_order=True).with_columns(
        row=pl.int_range(pl.len()).over(KEY),
        **{f"counted{n}": _last(n, pl.col("observed")) for n in range(options.of)},
        **{f"hoped{n}": _last(n, pl.col("expected").fill_null(0)) for n in range(options.of)},
    )
    spoken = summed.filter(speaks)
    first = {
        name: _earliest(name, window * options.of, range(options.of - 1, options.persist - 2, -1))
        for name in ("at", "row", "expected", "shape")
    }
    rows = pl.col("row") - first["row"]
    silent = (pl.col("at") - first["at"]).dt.total_minutes() // minutes - rows  # windows that held nothing
    held = spoken.with_columns(
        start_at=first["at"],
        detected_at=pl.col("at") + window,
        observed=_of(rows, "counted", options.of) + pl.col("observed"),
        expected=_of(rows, "hoped", options.of)
        + pl.col("expected").fill_null(0)
        + silent * first["expected"],
        before=first["expected"],
        shape=first["shape"],
        minutes=pl.lit(minutes, pl.Int64),
    )
    return held.drop_nulls("start_at").select(*told.columns, *(c for c in ADDED if c not in told.columns))


def _last(count: int, figure: pl.Expr) -> pl.Expr:
    """Sum of so many rows of the series before each one: few enough that a stream need not keep more."""
    return sum((figure.shift(back).over(KEY) for back in range(1, count + 1)), pl.lit(0))


def _of(rows: pl.Expr, name: str, of: int) -> pl.Expr:
    return pl.coalesce(pl.when(rows == n).then(pl.col(f"{name}{n}")) for n in range(of))


def _earliest(name: str, within: timedelta, backs: range) -> pl.Expr:
    """A column of the earliest of the rows before that lie `within` a span; null where none of them does."""
    there = [(pl.col("at") - pl.col("at").shift(back) < within).over(KEY) for back in backs]
    held = [pl.col(name).shift(back).over(KEY) for back in backs]
    return pl.coalesce(pl.when(near).then(value) for near, value in zip(there, held, strict=True))


def as_a_whole(held: pl.DataFrame) -> pl.DataFrame:
    """Persistent rows with p and bits of all that was observed, by the belief from before the first window.

    held  observed, expected, before, shape; windows of one span share one unknown rate, so
          their chances are not multiplied
    """
    before, shape = held["before"].to_numpy(), held["shape"].to_numpy()
    seen = surprise(held["observed"].to_numpy(), shape, shape / before, held["expected"].to_numpy() / before)
    return held.with_columns(
        p=pl.Series(seen.p, dtype=pl.Float64), bits=pl.Series(seen.bits, dtype=pl.Float64)
    )


def episodes(
    found: pl.DataFrame, options: WatchOptions, before: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The first alert of each topic and place, and each that comes after `quiet_h` without any: one row an episode.

    found   KEY, detected_at, minutes and any others; a claim is one topic wherever it goes
    before  what the last call remembered: those of `found` come after it
    returns in order of detection; and what is to be remembered, the last alert of each topic and place
    """
    key = ["kind", "topic", pl.when(pl.col("kind") != "diffusion").then("location_code")]
    rows = found.sort("detected_at", *KEY, "minutes", maintain_order=True)
    earlier = rows.select(EPISODE).clear() if before is None else before
    every = pl.concat([earlier, rows.select(EPISODE)])
    last = pl.col("detected_at").shift(1).over(key)
    silence = pl.col("detected_at") - last >= timedelta(hours=options.quiet_h)
    new = every.select(silence.fill_null(value=True)).to_series().slice(earlier.height)
    latest = every.filter(pl.int_range(pl.len()).over(key) == pl.len().over(key) - 1)
    recent = pl.col("detected_at") > pl.col("detected_at").max() - timedelta(hours=options.quiet_h)
    return rows.filter(new), latest.filter(recent)
