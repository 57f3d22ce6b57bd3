"""The stages that `cyberimpact analyse` runs: which windows each reads, what it computes, what it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.cascades import measure, trees
from analytics.needs import rates
from graph import loads
from graph.runs import Result, Stage
from graph.territory import communes, departements

if TYPE_CHECKING:
    from graph.runs import Frames

FEEDBACK = "feedback"  # the topic that counts whoever gave feedback, with or without a need
_RELATIONS = {"REPLY_TO": "reply_to_uid", "REPOST_OF": "repost_of_uid", "QUOTES": "quote_of_uid"}


def canonical(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of windows/posts (one a post and parent) as the canonical columns of `measure`.

    A post that both answers and quotes is one row; only a second parent of one relation makes a second row.
    """
    nth = pl.int_range(pl.len()).over("uid", "relation").alias("nth")
    parents = [
        pl.col("parent_uid").filter(pl.col("relation") == relation).first().alias(column)
        for relation, column in _RELATIONS.items()
    ]
    posts = rows.with_columns(nth).group_by("uid", "nth", maintain_order=True)
    return posts.agg(pl.col("author_uid", "at_ms", "root_uid").first(), *parents).select(
        "uid",
        "author_uid",
        pl.from_epoch("at_ms", time_unit="ms").dt.replace_time_zone("UTC").alias("created_at"),
        "root_uid",
        *_RELATIONS.values(),
    )


def _cascades(frames: Frames) -> list[Result]:
    posts = canonical(frames["windows/posts"])
    if posts.is_empty():
        return []
    members = trees(posts).select(
        source="uid", target="cascade_id", depth="depth", parent_uid="parent_uid", repair="repair"
    )
    return [
        Result(loads.CASCADES, measure(posts).rename({"cascade_id": "uid"})),
        Result(loads.CASCADE_POSTS, members),
    ]


def _needs(frames: Frames) -> list[Result]:
    feedback = _placed(frames["windows/needs_of_feedback"])
    needs = pl.concat(
        [_placed(frames["windows/needs_of_posts"]), feedback.filter(pl.col("topic").is_not_null())]
    )
    offers = _placed(frames["windows/offers"])
    voices = feedback.select("person", pl.lit(FEEDBACK).alias("topic"), "commune", "departement").unique()
    if needs.is_empty() and offers.is_empty() and voices.is_empty():
        return []
    of_needs = rates(needs, offers, _territory())
    anyone = offers.with_columns(pl.lit(None, dtype=pl.String).alias("topic")).unique()
    of_voices = rates(voices, anyone, _territory()).filter(pl.col("topic") == FEEDBACK)
    found = pl.concat([of_needs, of_voices])
    return [Result(loads.NEED_RATES, _rate_rows(found))]


def _placed(rows: pl.DataFrame) -> pl.DataFrame:
    """kind, code, parent → commune (where known) and departement; what is only known by région is left out."""
    commune, departement = pl.col("kind") == "commune", pl.col("kind") == "departement"
    return rows.filter(commune | departement).select(
        pl.exclude("kind", "code", "parent"),
        pl.when(commune).then("code").alias("commune"),
        pl.when(commune).then("parent").otherwise("code").alias("departement"),
    )


def _territory() -> pl.DataFrame:
    """level, code, name, parent, population of every commune and département."""
    columns = ["level", "code", "name", "parent", "population"]
    lower = communes().with_columns(pl.lit("commune").alias("level"), parent="departement")
    upper = departements().with_columns(pl.lit("departement").alias("level"), pl.lit("FR").alias("parent"))
    return pl.concat([lower.select(columns), upper.select(columns)], how="vertical_relaxed")


def _rate_rows(found: pl.DataFrame) -> pl.DataFrame:
    """One NeedRate per row, linked to its territory and, for a class of the taxonomy, to its need."""
    place = pl.concat_list(pl.format("{}:{}", "level", "code"))
    about = pl.when(pl.col("topic").is_in(["all", FEEDBACK])).then(pl.lit([], dtype=pl.List(pl.String)))
    return found.with_columns(
        uid=pl.format("{}:{}:{}", "level", "code", "topic"),
        place=place,
        about=about.otherwise(pl.concat_list("topic")),
    )


STAGES: tuple[Stage, ...] = (
    Stage(
        name="cascades",
        version="1",
        reads=("windows/posts",),
        compute=_cascades,
        owns=("Cascade",),
        owns_relations=(("IN_CASCADE", "Post"),),
    ),
    Stage(
        name="needs",
        version="1",
        reads=("windows/needs_of_posts", "windows/needs_of_feedback", "windows/offers"),
        compute=_needs,
        owns=("NeedRate",),
    ),
)
