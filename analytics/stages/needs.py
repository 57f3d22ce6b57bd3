"""The stage of needs: rates by territory and class against what is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.needs import FEEDBACK, rates
from graph import loads
from graph.runs import Result, Stage
from graph.territory import levels

if TYPE_CHECKING:
    from graph.runs import Frames


READS = ("windows/needs_of_posts", "windows/needs_of_feedback")


def needs_of(frames: Frames) -> pl.DataFrame:
    """Who expressed which need where and when: person, topic, commune, departement, at; from READS."""
    rows = pl.concat([_placed(frames[name]) for name in READS])
    return rows.drop_nulls("topic").select("person", "topic", "commune", "departement", "at")


def _needs(frames: Frames) -> list[Result]:
    feedback = _placed(frames["windows/needs_of_feedback"])
    needs = needs_of(frames)
    offers = _placed(frames["windows/offers"])
    voices = feedback.select("person", pl.lit(FEEDBACK).alias("topic"), "commune", "departement").unique()
    if needs.is_empty() and offers.is_empty() and voices.is_empty():
        return []
    of_needs = rates(needs, offers, levels())
    anyone = offers.with_columns(pl.lit(None, dtype=pl.String).alias("topic")).unique()
    of_voices = rates(voices, anyone, levels()).filter(pl.col("topic") == FEEDBACK)
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


def _rate_rows(found: pl.DataFrame) -> pl.DataFrame:
    """One NeedRate per row, linked to its territory where the graph has it and, for a class, to its need."""
    is_located = pl.col("level").is_in(["commune", "departement"])
    place = pl.when(is_located).then(pl.concat_list(pl.format("{}:{}", "level", "code")))
    about = pl.when(pl.col("topic").is_in(["all", FEEDBACK])).then(pl.lit([], dtype=pl.List(pl.String)))
    return found.with_columns(
        uid=pl.format("{}:{}:{}", "level", "code", "topic"),
        place=place.otherwise(pl.lit([], dtype=pl.List(pl.String))),
        about=about.otherwise(pl.concat_list("topic")),
    )


NEEDS = Stage(
    name="needs",
    version="2",
    reads=(*READS, "windows/offers"),
    compute=_needs,
    owns=("NeedRate",),
)
