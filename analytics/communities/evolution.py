"""What became of communities from one window to the next.

Two communities match when their Jaccard index reaches θ (Greene, Doyle & Cunningham, ASONAM 2010, whose tool
is shown with .3), or when half of either lies in the other (the inclusion of GED, α = β = 50 %, Bródka,
Saganowski & Kazienko 2013): without it a small community that a large one takes in would count as dissolved.
Inclusion counts from three shared members, as half of a pair is one account. A size is the same within 10 %.
The last two are this project's choices.
"""

import polars as pl

JACCARD = 0.3
INCLUSION = 0.5
ENOUGH = 3  # shared members from which inclusion counts
SAME_SIZE = 0.1
COLUMNS = ("event", "before", "after", "overlap", "before_size", "after_size", "shared")


def evolution(
    before: pl.DataFrame,
    after: pl.DataFrame,
    *,
    jaccard: float = JACCARD,
    inclusion: float = INCLUSION,
    same_size: float = SAME_SIZE,
) -> pl.DataFrame:
    """Events between two partitions: author, community each; an author has one community in a window.

    returns  event, before, after (communities, null where there is none), overlap (Jaccard index of the two, 0
             to 1, null for one alone), before_size, after_size, shared (members); by event, before, after

    born       matches no community before          dissolved  matches none after
    split      one row a match of a community that has several after
    merged     one row a match of a community that has several before; a pair can be both
    grown, shrunk, continued   the only match of each other: larger or smaller by more than 10 %, or neither
    """
    old, new = _sizes(before, "before"), _sizes(after, "after")
    shared = (
        before.select("author", before="community")
        .join(after.select("author", after="community"), on="author")
        .group_by("before", "after")
        .agg(pl.len().cast(pl.Int64).alias("shared"))
    )
    pairs = shared.join(old, on="before").join(new, on="after").with_columns(overlap=_JACCARD)
    within = pl.col("shared") / pl.min_horizontal("before_size", "after_size")
    included = (within >= inclusion) & (pl.col("shared") >= ENOUGH)
    matches = pairs.filter((pl.col("overlap") >= jaccard) | included)
    parts, sources = (pl.len().over(end) for end in ("before", "after"))
    table = pl.concat(
        [
            matches.filter(parts > 1).with_columns(event=pl.lit("split")),
            matches.filter(sources > 1).with_columns(event=pl.lit("merged")),
            matches.filter(parts == 1, sources == 1).with_columns(event=_change(same_size)),
            old.join(matches, on="before", how="anti").with_columns(event=pl.lit("dissolved")),
            new.join(matches, on="after", how="anti").with_columns(event=pl.lit("born")),
        ],
        how="diagonal",
    )
    return table.select(COLUMNS).sort("event", "before", "after")


_JACCARD = pl.col("shared") / (pl.col("before_size") + pl.col("after_size") - pl.col("shared"))


def _sizes(members: pl.DataFrame, end: str) -> pl.DataFrame:
    """Communities and their sizes; raises ValueError when an author stands in the window twice."""
    if members["author"].is_duplicated().any():
        raise ValueError(f"an author has two communities {end}: take one resolution")
    return members.group_by(pl.col("community").alias(end)).agg(pl.len().cast(pl.Int64).alias(f"{end}_size"))


def _change(same_size: float) -> pl.Expr:
    old, new = pl.col("before_size"), pl.col("after_size")
    grown, shrunk = new > old * (1 + same_size), new < old * (1 - same_size)
    return (
        pl.when(grown)
        .then(pl.lit("grown"))
        .when(shrunk)
        .then(pl.lit("shrunk"))
        .otherwise(pl.lit("continued"))
    )
