"""The series of a metric around T0: events counted by step, where the records say anything at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from analytics.posts import UTC

K = 11  # distinct people behind any figure that is shown


@dataclass(frozen=True, slots=True)
class Grid:
    """Steps of `step` from T0 on (0, 1 …) and back (-1 …): those that lie wholly in the window and between the first
    record and `until`; an empty step out there would be silence of the records, not of people.
    """

    at: datetime
    step: timedelta
    start: datetime
    end: datetime

    def steps(self, first_record: datetime, until: datetime) -> pl.DataFrame:
        """step, at (when it starts), for each step that counts."""
        start, end = max(self.start, first_record), min(self.end, until)
        first, last = -((self.at - start) // self.step), (end - self.at) // self.step
        number = pl.int_range(first, max(first, last), dtype=pl.Int64)
        begun = pl.lit(self.at, UTC) + pl.col("step") * pl.lit(self.step, pl.Duration("us"))
        return pl.select(step=number).with_columns(at=begun)

    def number(self) -> pl.Expr:
        """The step of the column `at`."""
        length = self.step // timedelta(microseconds=1)
        return (pl.col("at").cast(UTC) - pl.lit(self.at, UTC)).dt.total_microseconds() // length


def counted(events: pl.DataFrame, grid: Grid, steps: pl.DataFrame, *, people: bool) -> pl.DataFrame:
    """step, at, value, people: events (or, with `people`, distinct persons) of each step, 0 where there is none.

    events  `person, at`
    """
    told = events.with_columns(step=grid.number()).group_by("step")
    found = told.agg(events=pl.len(), people=pl.col("person").n_unique())
    value = pl.col("people" if people else "events").cast(pl.Float64).alias("value")
    return steps.join(found, on="step", how="left").select(
        "step", "at", value.fill_null(0.0), pl.col("people").fill_null(0).cast(pl.Int64)
    )


def shared(events: pl.DataFrame, grid: Grid, steps: pl.DataFrame) -> pl.DataFrame:
    """step, at, value, people: share of the events that are `chosen`; null in a step without any.

    events  `person, at, chosen` (bool)
    """
    told = events.with_columns(step=grid.number()).group_by("step")
    found = told.agg(value=pl.col("chosen").mean(), people=pl.col("person").n_unique())
    return steps.join(found, on="step", how="left").select(
        "step", "at", "value", pl.col("people").fill_null(0).cast(pl.Int64)
    )


def small(events: pl.DataFrame, steps: pl.DataFrame, grid: Grid, k: int = K) -> bool:
    """Whether one side of T0 speaks of 1 to k − 1 people: nothing is told of them then, the effect neither."""
    known = events.with_columns(step=grid.number()).join(steps, on="step", how="semi")
    sides = known.group_by(pl.col("step") < 0).agg(people=pl.col("person").n_unique())
    return bool((sides["people"] < k).any())


def shown(series: pl.DataFrame, k: int = K) -> bool:
    """Whether the steps can be shown one by one: none of 1 to k − 1 people."""
    return not series["people"].is_between(1, k - 1).any()
