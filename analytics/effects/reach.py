"""How far a denial got against the rumour, and how long after it: from the posts of a claim."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from analytics.posts import UTC, instants

STATES, DENIES = "STATES", "DENIES"


@dataclass(frozen=True, slots=True)
class Reach:
    """posts, people (distinct accounts), audience (followers of these, each counted once for each account that it
    follows: an upper bound; 0 where no count is known), the first and last instant.
    """

    posts: int
    people: int
    audience: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class DenialReach:
    """Rumour and denial, and what one is of the other; a ratio is None where the rumour has none, the delay (in
    seconds, negative when the denial came first) where one of them has no post.
    """

    rumour: Reach
    denial: Reach

    @property
    def posts(self) -> float | None:
        return _ratio(self.denial.posts, self.rumour.posts)

    @property
    def people(self) -> float | None:
        return _ratio(self.denial.people, self.rumour.people)

    @property
    def audience(self) -> float | None:
        return _ratio(self.denial.audience, self.rumour.audience)

    @property
    def delay_s(self) -> float | None:
        if self.rumour.first_at is None or self.denial.first_at is None:
            return None
        return (self.denial.first_at - self.rumour.first_at).total_seconds()


def denial_reach(posts: pl.DataFrame, *, as_of: datetime | None = None) -> DenialReach:
    """Reach of a rumour and of its denials.

    posts  `uid, author_uid, created_at, relation` (STATES or DENIES), `followers` where known; a post counts once
           for each relation, whatever number of rows it has
    as_of  nothing from this instant on is read
    """
    told = _read(posts, as_of)
    return DenialReach(*(_reach(told.filter(pl.col("relation") == name)) for name in (STATES, DENIES)))


def followed(posts: pl.DataFrame, *, every: str = "1h", as_of: datetime | None = None) -> pl.DataFrame:
    """The same as it grows: at, rumour, denial (posts so far, at the end of each step), ratio."""
    told = _read(posts, as_of).unique(["uid", "relation"], maintain_order=True).sort("at", "uid", "relation")
    if told.is_empty():
        return pl.DataFrame(schema={"at": UTC, "rumour": pl.Int64, "denial": pl.Int64, "ratio": pl.Float64})
    steps = told.group_by_dynamic("at", every=every).agg(
        rumour=(pl.col("relation") == STATES).sum(), denial=(pl.col("relation") == DENIES).sum()
    )
    grown = steps.upsample("at", every=every).with_columns(
        pl.col("rumour", "denial").fill_null(0).cum_sum().cast(pl.Int64)
    )
    ratio = pl.when(pl.col("rumour") > 0).then(pl.col("denial") / pl.col("rumour"))
    return grown.with_columns(ratio=ratio)


def _read(posts: pl.DataFrame, as_of: datetime | None) -> pl.DataFrame:
    followers = pl.col("followers") if "followers" in posts.columns else pl.lit(None)
    told = posts.select(
        "uid", "author_uid", "relation", followers.cast(pl.Int64).alias("followers")
    ).with_columns(at=instants(posts["created_at"]))
    return told if as_of is None else told.filter(pl.col("at") < as_of)


def _reach(told: pl.DataFrame) -> Reach:
    people = told.drop_nulls("author_uid").group_by("author_uid").agg(pl.col("followers").max())
    first, last = told.select(pl.col("at").min().alias("first"), pl.col("at").max().alias("last")).row(0)
    return Reach(told["uid"].n_unique(), people.height, int(people["followers"].sum()), first, last)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
