"""The stages of rumours: cascades, inferred parents, claims, fact-checks that may be about them, stances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics import fact_checks, stance
from analytics.cascades import measure, trees
from analytics.cascades.edges import edges
from analytics.claims import find
from analytics.networks.build import once
from analytics.results.rumours import cascade_figures
from analytics.stages.windows import POSTS, WORDS, on_posts
from graph import loads
from graph.runs import Result, Stage

if TYPE_CHECKING:
    from analytics.stages.options import Options
    from graph.runs import Frames

FOLLOWED = (POSTS, "windows/texts")
SHOWN_TEXTS = 20  # of a claim, for the match with fact-checks: its title and its most frequent wordings


def cascades(options: Options) -> Stage:
    @on_posts
    def compute(posts: pl.DataFrame, _: Frames) -> list[Result]:
        members = trees(posts).select(
            source="uid", target="cascade_id", depth="depth", parent_uid="parent_uid", repair="repair"
        )
        figures = cascade_figures(posts, draws=options.draws, seed=options.seed)
        return [
            Result(loads.CASCADES, figures.rename({"cascade_id": "uid"})),
            Result(loads.CASCADE_POSTS, members),
        ]

    return Stage(
        name="cascades",
        version="2",
        reads=FOLLOWED,
        compute=compute,
        owns=("Cascade",),
        owns_relations=(("IN_CASCADE", "Post"),),
        parameters=f"draws {options.draws}, seed {options.seed}",
    )


def parents(options: Options) -> Stage:
    @on_posts
    def compute(posts: pl.DataFrame, _: Frames) -> list[Result]:
        found = edges(posts, options.method, follows=options.follows, draws=options.draws, seed=options.seed)
        inferred = found.filter(pl.col("method") != "observed")
        return [Result(loads.SPREAD_FROM, inferred.rename({"child_uid": "source", "parent_uid": "target"}))]

    return Stage(
        name="parents",
        version="1",
        reads=FOLLOWED,
        compute=compute,
        owns=(),
        owns_relations=(("SPREAD_FROM", "Post"),),
        parameters=f"{options.method}, draws {options.draws}, seed {options.seed}",
    )


def claims(options: Options) -> Stage:
    @on_posts
    def compute(posts: pl.DataFrame, frames: Frames) -> list[Result]:
        known = frames["windows/claim_posts"]
        found = find(posts, known=known if known.height else None, encode=options.encode)
        of_posts = found.posts.rename({"uid": "source", "claim_id": "target"})
        said, denied = (
            of_posts.filter(pl.col("relation") == relation).drop("relation")
            for relation in ("STATES", "DENIES")
        )
        of_claims = found.links.select("source", "target").unique(maintain_order=True)
        return [
            Result(loads.CLAIMS, found.table.rename({"claim_id": "uid"})),
            Result(loads.STATES, said),
            Result(loads.DENIALS, denied),
            Result(loads.DENIED_CLAIMS, of_claims),
            Result(loads.CARRIES, _carried(posts, said)),
        ]

    return Stage(
        name="claims",
        version="1",
        reads=WORDS,
        compute=compute,
        owns=("Claim",),
        owns_relations=(
            ("STATES", "Post"),
            ("DENIES", "Post"),
            ("DENIES", "Claim"),
            ("CARRIES", "Cascade"),
        ),
        recalls=("windows/claim_posts",),
        parameters="meaning" if options.encode else "",
    )


def _carried(posts: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """A cascade carries the claim that its root states: source (cascade), target (claim)."""
    roots = measure(posts).select("cascade_id", "root_uid")
    carried = roots.join(said, left_on="root_uid", right_on="source")
    return carried.select(source="cascade_id", target="target").unique().sort("source", "target")


def fact_check_matches(_: Options) -> Stage:
    def compute(frames: Frames) -> list[Result]:
        checks, claim_table = frames["windows/fact_checks"], frames["windows/claim_wordings"]
        if checks.is_empty() or claim_table.is_empty():
            return []
        found = fact_checks.match(_worded(claim_table), checks)
        names = {"fact_check_uid": "source", "claim_id": "target"}
        return [Result(loads.FACT_CHECK_MATCHES, found.rename(names))]

    return Stage(
        name="fact-checks",
        version="1",
        reads=("windows/fact_checks", "windows/claim_wordings"),
        compute=compute,
        owns=(),
        owns_relations=(("MATCHES", "FactCheck"),),
    )


def _worded(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a claim: its title and its most frequent wordings."""
    counted = rows.group_by("claim_id", "title", "text").agg(pl.len().alias("posts"))
    ranked = counted.sort(["claim_id", "posts", "text"], descending=[False, True, False])
    return ranked.group_by("claim_id", maintain_order=True).agg(
        pl.col("title").first(), pl.col("text").head(SHOWN_TEXTS).alias("texts")
    )


def stances(options: Options) -> Stage:
    @on_posts
    def compute(posts: pl.DataFrame, _: Frames) -> list[Result]:
        if options.stance is None:
            return []
        found = stance.predict(options.stance, posts)
        answered = once(posts).select("uid", target=pl.coalesce("reply_to_uid", "quote_of_uid"))
        rows = found.join(answered, on="uid").drop_nulls("target").rename({"uid": "source"})
        return [Result(loads.STANCES, rows.select("source", "target", "stance", "probability"))]

    return Stage(
        name="stances",
        version="1",
        reads=FOLLOWED,
        compute=compute,
        owns=(),
        owns_relations=(("TAKES_STANCE_ON", "Post"),),
        parameters=f"model {options.stance.digest}" if options.stance else "",
    )
