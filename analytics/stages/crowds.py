"""The stages of crowds: communities that relay each other, accounts that share the same things at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.results.crowds import community_events, community_members, community_table, coordinated
from analytics.stages.windows import WORDS, on_posts
from graph import loads
from graph.runs import Result, Stage

if TYPE_CHECKING:
    from analytics.stages.options import Options
    from graph.runs import Frames


def communities(options: Options) -> Stage:
    @on_posts
    def compute(posts: pl.DataFrame, frames: Frames) -> list[Result]:
        members = community_members(posts, seed=options.seed)
        if members.is_empty():
            return []
        told = frames["windows/community_events"]
        events = community_events(members, frames["windows/communities"], told)
        table = community_table(members, posts).join(
            events, on="community", how="left", maintain_order="left"
        )
        return [
            Result(loads.COMMUNITIES, table.rename({"community": "uid"})),
            Result(loads.MEMBERS, members.rename({"author": "source", "community": "target"})),
        ]

    return Stage(
        name="communities",
        version="1",
        reads=WORDS,
        compute=compute,
        owns=("Community",),
        owns_relations=(("MEMBER_OF", "User"),),
        parameters=f"seed {options.seed}",
        recalls=("windows/communities", "windows/community_events"),
    )


def coordination(options: Options) -> Stage:
    @on_posts
    def compute(posts: pl.DataFrame, _: Frames) -> list[Result]:
        found = coordinated(
            posts,
            window_s=options.window_s,
            min_participation=options.min_participation,
        )
        return [Result(loads.COORDINATION, found.with_columns(pl.col("weight").cast(pl.Float64)))]

    return Stage(
        name="coordination",
        version="1",
        reads=WORDS,
        compute=compute,
        owns=(),
        owns_relations=(("COORDINATED_WITH", "User"),),
        parameters=f"{options.window_s} s, at least {options.min_participation}",
    )
