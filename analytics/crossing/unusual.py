"""What is unusual here now: every source against its own baseline, crossed place by place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from scipy.special import gammaincc

from analytics.crossing.counts import POSTS, TALK, counted, event_rows, post_rows
from analytics.needs.suppression import ALL, suppress
from analytics.posts import UTC
from analytics.signals.baseline import baseline
from analytics.signals.discovery import bh
from analytics.signals.surprise import surprise

if TYPE_CHECKING:
    from datetime import datetime

    from analytics.arrays import Floats

NEED: Final = "need"  # the kind of posts that express any need: one class alone has too few people
WINDOW: Final = timedelta(hours=3)  # in one hour few places have k people who write
LEVELS: Final = ("commune", "departement")
COLUMNS: Final = (
    "level", "code", "name", "start_at", "end_at", "score_bits", "p", "q", "sources", "severity", "contributions",
    "why",
)  # fmt: skip
PART: Final = pl.Struct(
    {
        "source": pl.String, "kind": pl.String, "observed": pl.Int64, "expected": pl.Float64, "bits": pl.Float64,
        "share": pl.Float64,
    }
)  # fmt: skip


def unusual(
    events: pl.DataFrame,
    posts: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    as_of: datetime,
    window: timedelta = WINDOW,
    k: int = 11,
) -> pl.DataFrame:
    """Communes and départements ranked by how little the last full window before as_of resembles their own past.

    events, posts  see `counts.event_rows` and `counts.post_rows`; what is later than as_of is not looked at
    communes       `code, name, departement, lat, lon`; with `departement_name` where départements are to be named
    window         hours that divide the day; windows start at whole ones since 00:00 UTC
    k              posts count only where k people wrote, and where that cannot be had by subtraction
    returns        COLUMNS, the most unusual first: score_bits is the sum of the sources' surprises (bits over their
                   hour-of-week baselines), p the chance of that where all sources are as usual (`_chance`), q after
                   Benjamini and Hochberg over the places of the level; contributions: source, kind, observed, expected,
                   bits, share (of the sum), the largest first; why: the same in words
    raises         ValueError as the readers of both tables do, and for an as_of without time zone

    Only places where a source shows more than usual are there. Unusual is not dangerous: read the contributions.
    """
    if as_of.tzinfo is None:
        raise ValueError(f"as_of {as_of} has no time zone")
    end = pl.select(pl.lit(as_of).cast(UTC).dt.truncate(window)).item()
    said = post_rows(posts, communes).with_columns(
        kind=pl.when(pl.col("kind") != TALK).then(pl.lit(NEED)).otherwise("kind")
    )
    rows = pl.concat([event_rows(events, communes), said], how="diagonal")
    past = rows.filter(pl.col("at") < end)
    hidden = _hidden(past.filter(pl.col("source") == POSTS, pl.col("at") >= end - window), k)
    parts = [_ranked(_parts(past, level, end, window, hidden), level) for level in LEVELS]
    named = _names(communes)
    found = pl.concat(parts).join(named, on=["level", "code"], how="left")
    found = found.with_columns(
        start_at=pl.lit(end - window).cast(UTC), end_at=pl.lit(end).cast(UTC), why=_why()
    )
    return found.select(COLUMNS).sort(
        "p", "score_bits", "level", "code", descending=[False, True, False, False]
    )


def _hidden(now: pl.DataFrame, k: int) -> pl.DataFrame:
    """level, code, kind of the posts' cells that may not be shown.

    Each kind by itself, and each département too: neither a sum of kinds nor one of France is shown beside them.
    """
    placed = [now.select("who", "kind", "departement", level=pl.lit(level), code=level) for level in LEVELS]
    parent = (
        pl.when(pl.col("level") == LEVELS[0])
        .then("departement")
        .otherwise(pl.format("FR-{}", "code"))
        .first()
    )
    counts = (
        pl.concat(placed)
        .drop_nulls("code")
        .group_by("level", "code", "kind")
        .agg(people=pl.col("who").n_unique(), parent=parent)
    )
    counts = counts.drop_nulls("parent").with_columns(topic=pl.lit(ALL)).sort("level", "code", "kind")
    told = [suppress(own, k) for own in counts.partition_by("kind", maintain_order=True)]
    empty = pl.DataFrame(schema={"level": pl.String, "code": pl.String, "kind": pl.String})
    return pl.concat([empty, *(own.filter("suppressed").select(empty.columns) for own in told)])


def _parts(
    past: pl.DataFrame, level: str, end: datetime, window: timedelta, hidden: pl.DataFrame
) -> pl.DataFrame:
    """source, kind, code, observed, expected, bits, severity, and tests (series watched there), of the last window."""
    counts = counted(past, level, window)
    told = [_judged(own, end, window) for own in counts.partition_by("source", "kind", maintain_order=True)]
    empty = counts.clear().select(
        "source", "kind", "code", "observed", "severity", expected=pl.lit(0.0), bits=pl.lit(0.0)
    )
    now = pl.concat([empty, *told])
    secret = hidden.filter(level=level).select("code", "kind", source=pl.lit(POSTS))
    watched = counts.select("source", "kind", "code").unique().group_by("code").len("tests")
    shown = now.join(secret, on=["source", "kind", "code"], how="anti")
    return shown.join(watched, on="code").with_columns(places=pl.lit(watched.height))


def _judged(counts: pl.DataFrame, end: datetime, window: timedelta) -> pl.DataFrame:
    """The last window of one source and kind, place by place, against the places' own past."""
    judged = baseline(counts.select("at", "observed", series="code"), end, window)
    now = judged.filter(pl.col("at") == end - window).rename({"series": "code"})
    bits = surprise(
        now["observed"].to_numpy(),
        now["shape"].fill_null(np.nan).to_numpy(),
        now["rate"].fill_null(np.nan).to_numpy(),
    ).bits
    told = now.select("code", "observed", "expected", bits=pl.Series(bits))
    of = counts.filter(pl.col("at") == end - window).select("source", "kind", "code", "severity")
    return told.join(of, on="code").select(
        "source", "kind", "code", "observed", "severity", "expected", "bits"
    )


def _ranked(parts: pl.DataFrame, level: str) -> pl.DataFrame:
    """One row a place: the sum of its surprises, its chance, and who brought what."""
    surprising = parts.filter(pl.col("bits") > 0, pl.col("observed") > pl.col("expected"))
    whole = surprising.sort("bits", "source", "kind", descending=[True, False, False]).with_columns(
        share=pl.col("bits") / pl.col("bits").sum().over("code")
    )
    struct = pl.struct("source", "kind", "observed", "expected", "bits", "share").cast(PART)
    nth = pl.int_range(1, pl.len() + 1)
    places = whole.group_by("code", maintain_order=True).agg(
        score_bits=pl.col("bits").sort().sum(),
        simes=(pl.col("tests") * 0.5 ** pl.col("bits") / nth).min(),
        tests=pl.col("tests").first(),
        places=pl.col("places").first(),
        sources=pl.col("source").n_unique().cast(pl.Int64),
        severity=pl.col("severity").max(),
        contributions=struct,
    )
    p = _chance(places)
    q = bh(p, tests=places["places"][0]).q if p.size else p
    told = places.with_columns(level=pl.lit(level), p=pl.Series(p), q=pl.Series(q))
    return told.select("level", "code", "score_bits", "p", "q", "sources", "severity", "contributions")


def _chance(places: pl.DataFrame) -> Floats:
    """Chance that a place is so unusual while each of its series is as usual (n,): twice the smaller of two.

    Fisher's sum of all surprises sees several series that are each a little high; Simes' smallest chance sees one
    that is very high among many that are silent. Taking the better of two costs the factor.
    """
    fisher = gammaincc(places["tests"].to_numpy(), np.log(2) * places["score_bits"].to_numpy())
    p: Floats = np.minimum(1, 2 * np.minimum(fisher, places["simes"].to_numpy()))
    return p


def _names(communes: pl.DataFrame) -> pl.DataFrame:
    own = communes.select("code", "name", level=pl.lit(LEVELS[0])).unique("code")
    if "departement_name" not in communes.columns:
        return own
    upper = communes.select(code="departement", name="departement_name", level=pl.lit(LEVELS[1])).unique(
        "code"
    )
    return pl.concat([own, upper])


def _why() -> pl.Expr:
    part = pl.element().struct
    line = pl.format(
        "{}{}: {} against {} expected ({} bits, {} %)",
        part["source"],
        pl.when(part["kind"] == part["source"]).then(pl.lit("")).otherwise(" " + part["kind"]),
        part["observed"],
        part["expected"].round(2),
        part["bits"].round(1),
        (100 * part["share"]).round(0).cast(pl.Int64),
    )
    return pl.col("contributions").list.eval(line).list.join("; ")
