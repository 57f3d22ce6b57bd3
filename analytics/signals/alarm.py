"""What the words of a crowd do, as named components: urgency, questions and denials, newcomers. Never one score.

No validated index of digital panic exists. Each component is the share of a place's posts in a window against the
share that was usual there; the reader sees all of them. They are of a place and a window, never of a person.
"""

import polars as pl

from analytics.signals.options import WatchOptions
from analytics.signals.series import ALL, EVERYWHERE
from analytics.signals.shares import share_surprise

COMPONENTS = {"urgency": "written", "doubt": "written", "newcomers": "authors"}


def alarmed(posts: pl.DataFrame, told: pl.DataFrame, minutes: int, options: WatchOptions) -> pl.DataFrame:
    """The windows of "all" in `told` (analytics.signals.judgement), as kind panic, with COMPONENTS and `loud`.

    posts    analytics.signals.watched
    returns  the columns of told; for each component {name}, {name}_usual, {name}_p, {name}_bits: the share of
             urgent texts, of questions and denials among texts, of people never seen before among people; loud:
             how many components speak (p ≤ options.speaks)
    """
    every = told.filter(pl.col("topic") == ALL, pl.col("kind") == "volume")
    shares = _shares(_by_place(posts), minutes)
    loud = sum((pl.col(f"{name}_p") <= options.speaks for name in COMPONENTS), pl.lit(0))
    joined = every.join(shares, on=["location_code", "at"], how="left", maintain_order="left")
    return joined.with_columns(kind=pl.lit("panic"), loud=loud.fill_null(0))


def _by_place(posts: pl.DataFrame) -> pl.DataFrame:
    first = pl.int_range(pl.len()).over("author") == 0
    written = posts.with_columns(newcomer=first).filter(~pl.col("relay"))
    rows = written.select(
        "departement",
        "at",
        "author",
        "newcomer",
        readable=pl.col("urgent").is_not_null(),
        urgency=pl.col("urgent"),
        doubt=pl.col("query") | pl.col("denial"),
    )
    whole = rows.with_columns(location_code=pl.lit(EVERYWHERE))
    placed = rows.drop_nulls("departement").with_columns(location_code="departement")
    return pl.concat([whole, placed], how="diagonal").drop("departement")


def _shares(rows: pl.DataFrame, minutes: int) -> pl.DataFrame:
    """location_code, at and the figures of each component, one row a place and window."""
    start = pl.col("at").dt.truncate(f"{minutes}m")
    sums = (
        rows.group_by("location_code", start)
        .agg(
            written=pl.col("readable").sum(),
            authors=pl.col("author").n_unique(),
            urgency=pl.col("urgency").sum(),
            doubt=pl.col("doubt").sum(),
            newcomers=pl.col("author").filter("newcomer").n_unique(),
        )
        .sort("location_code", "at")
        .with_columns(pl.col("written", "authors", *COMPONENTS).cast(pl.Int64))
    )
    counted = [*COMPONENTS, "written", "authors"]
    before = sums.select((pl.col(counted).cum_sum() - pl.col(counted)).over("location_code"))
    told = sums.select("location_code", "at")
    for name, whole in COMPONENTS.items():
        part, of = sums[name].to_numpy(), sums[whole].to_numpy()
        share = share_surprise(part, of, before[name].to_numpy(), before[whole].to_numpy())
        told = told.with_columns(
            sums.select(pl.col(name) / pl.col(whole)).to_series(), **share.columns(f"{name}_usual", name)
        )
    return told
