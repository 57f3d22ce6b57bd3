"""What people said, counted by commune and département, with small cells hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.needs.suppression import ALL, suppress
from analytics.posts import UTC

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def full_hour(as_of: datetime) -> datetime:
    """The full hour before: figures of two moments within an hour would tell what one person said."""
    moment: datetime = pl.select(pl.lit(as_of).cast(UTC).dt.truncate("1h")).item()
    return moment


def at_levels(told: pl.DataFrame, territory: pl.DataFrame) -> pl.DataFrame:
    """Each row of `told` (with place_insee) twice: at its commune and at its département, as level and code.

    territory  `level, code, parent` of communes; rows about no known commune are left out
    """
    communes = territory.filter(pl.col("level") == "commune").select(place_insee="code", departement="parent")
    placed = told.join(communes, on="place_insee")
    levels = [
        placed.with_columns(level=pl.lit("commune"), code="place_insee"),
        placed.with_columns(level=pl.lit("departement"), code="departement"),
    ]
    return pl.concat(levels).drop("place_insee", "departement")


def hidden_counts(
    people: pl.DataFrame, territory: pl.DataFrame, topics: Sequence[str], k: int
) -> pl.DataFrame:
    """One row a territory where somebody said something: level, code, name, one column a topic, people, suppressed.

    people     person, level, code, said (one of `topics`), each once; who said two things counts in both, and
               once in `people`
    territory  `level, code, name, parent` of communes and départements
    k          fewer distinct people are hidden (null), and whatever would give them away
    """
    counted = people.group_by("level", "code").agg(
        *((pl.col("said") == topic).sum().cast(pl.Int64).alias(topic) for topic in topics),
        pl.col("person").n_unique().cast(pl.Int64).alias(ALL),
    )
    long = counted.unpivot(
        [*topics, ALL], index=["level", "code"], variable_name="topic", value_name="people"
    )
    named = territory.select("level", "code", "name", "parent").unique(["level", "code"])
    cells = long.join(named, on=["level", "code"]).sort("level", "code", "topic")
    shown = [
        pl.col("people").filter(pl.col("topic") == topic).first().alias(name)
        for topic, name in (*((topic, topic) for topic in topics), (ALL, "people"))
    ]
    wide = suppress(cells, k).group_by("level", "code", "name").agg(pl.col("suppressed").any(), *shown)
    return wide.sort("level", "code")
