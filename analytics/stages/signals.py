"""The stage of the watch: what is unusual in the posts of a window, as of its last post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.signals.detect import watch
from analytics.stages.windows import WORDS, on_posts
from graph import loads
from graph.runs import Result, Stage
from graph.taxonomy import taxonomy
from graph.territory import departements

if TYPE_CHECKING:
    from graph.runs import Frames

NEEDS_OF_POSTS = "windows/post_needs"
KNOWN_CLAIMS = "windows/claim_posts"


@on_posts
def _signals(posts: pl.DataFrame, frames: Frames) -> list[Result]:
    found = watch(with_needs(posts, frames))
    return [Result(loads.SIGNALS, signal_rows(found, frames[KNOWN_CLAIMS]["claim_id"]))]


def with_needs(posts: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Canonical posts with the need classes that each expresses, as the watch takes them."""
    needs = frames[NEEDS_OF_POSTS].group_by("uid").agg(needs=pl.col("need").sort())
    return posts.join(needs, on="uid", how="left", maintain_order="left")


def signal_rows(found: pl.DataFrame, claims: pl.Series) -> pl.DataFrame:
    """One Signal per row, linked to its territory and to the need or the claim that it is about."""
    nothing = pl.lit([], dtype=pl.List(pl.String))
    code, topic = pl.col("location_code"), pl.concat_list("topic")
    upper = pl.when(code.is_in(departements()["code"].implode())).then(pl.lit("departement"))
    level = upper.otherwise(pl.lit("commune"))
    needs = [need.name for need in taxonomy().needs]
    return found.rename({"signal_id": "uid"}).with_columns(
        place=pl.when(code != "").then(pl.concat_list(pl.format("{}:{}", level, code))).otherwise(nothing),
        needs=pl.when(pl.col("topic").is_in(needs)).then(topic).otherwise(nothing),
        claims=pl.when(pl.col("topic").is_in(claims.implode())).then(topic).otherwise(nothing),
    )


SIGNALS = Stage(
    name="signals",
    version="1",
    reads=(*WORDS, NEEDS_OF_POSTS),
    compute=_signals,
    owns=("Signal",),
    recalls=(KNOWN_CLAIMS,),
)
