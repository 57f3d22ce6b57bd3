"""What the words of a crowd do, as named components: urgency, questions and denials, newcomers. Never one score.

No validated index of digital panic exists. Each component is the share of a place's posts in a window against the
share that was usual there; the reader sees all of them. They are of a place and a window, never of a person.
"""

import polars as pl

from analytics.signals.options import WatchOptions
from analytics.signals.series import ALL, EVERYWHERE
from analytics.signals.shares import share_surprise

COMPONENTS = {"urgency": "written", "doubt": "written", "newcomers": "authors"}


Before = pl.DataFrame  # location_code and what all its windows so far held: COUNTED
COUNTED = (*COMPONENTS, "written", "authors")
NOTHING = pl.DataFrame(schema={"location_code": pl.String, **dict.fromkeys(COUNTED, pl.Int64)})


def alarmed(
    posts: pl.DataFrame, told: pl.DataFrame, minutes: int, options: WatchOptions, before: Before = NOTHING
) -> tuple[pl.DataFrame, Before]:
    """The windows of "all" in `told` (analytics.signals.judgement), as kind panic, with COMPONENTS and `loud`.

    posts    analytics.signals.watched, of the windows of `told`
    before   what the windows before them held
    returns  the columns of told; for each component {name}, {name}_usual, {name}_p, {name}_bits: the share of
             urgent texts, of questions and denials among texts, of people never seen before among people; loud:
             how many components speak (p ≤ options.speaks). And what all windows up to them held
    """
    every = told.filter(pl.col("topic") == ALL, pl.col("kind") == "volume")
    sums = _sums(_by_place(posts), minutes)
    shares = _shares(sums, before)
    loud = sum((pl.col(f"{name}_p") <= options.speaks for name in COMPONENTS), pl.lit(0))
    joined = every.join(shares, on=["location_code", "at"], how="left", maintain_order="left")
    now = (
        pl.concat([before, sums.select(before.columns)]).group_by("location_code").sum().sort("location_code")
    )
    return joined.with_columns(kind=pl.lit("panic"), loud=loud.fill_null(0)), now


def _by_place(posts: pl.DataFrame) -> pl.DataFrame:
    rows = posts.filter(~pl.col("relay")).select(
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


def _sums(rows: pl.DataFrame, minutes: int) -> pl.DataFrame:
    """location_code, at and COUNTED, one row a place and window."""
    return (
        rows.group_by("location_code", pl.col("at").dt.truncate(f"{minutes}m"))
        .agg(
            written=pl.col("readable").sum(),
            authors=pl.col("author").n_unique(),
            urgency=pl.col("urgency").sum(),
            doubt=pl.col("doubt").sum(),
            newcomers=pl.col("author").filter("newcomer").n_unique(),
        )
        .sort("location_code", "at")
        .with_columns(pl.col(COUNTED).cast(pl.Int64))
    )


def _shares(sums: pl.DataFrame, before: Before) -> pl.DataFrame:
    """location_code, at and the figures of each component."""
    history = sums.select("location_code").join(before, on="location_code", how="left", maintain_order="left")
    earlier = sums.select((pl.col(COUNTED).cum_sum() - pl.col(COUNTED)).over("location_code"))
    known = {name: (earlier[name] + history[name].fill_null(0)).to_numpy() for name in COUNTED}
    told = sums.select("location_code", "at")
    for name, whole in COMPONENTS.items():
        share = share_surprise(sums[name].to_numpy(), sums[whole].to_numpy(), known[name], known[whole])
        told = told.with_columns(
            sums.select(pl.col(name) / pl.col(whole)).to_series(), **share.columns(f"{name}_usual", name)
        )
    return told
