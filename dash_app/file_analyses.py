"""What can be computed from a post frame alone, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import results

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from analytics.stages import Options


def _cascades(posts: pl.DataFrame, options: Options) -> pl.DataFrame:
    return results.cascade_figures(posts, draws=options.draws, seed=options.seed)


def _parents(posts: pl.DataFrame, options: Options) -> pl.DataFrame:
    return results.edges(
        posts, options.method, follows=options.follows, draws=options.draws, seed=options.seed
    )


def _communities(posts: pl.DataFrame, options: Options) -> pl.DataFrame:
    return results.community_members(posts, seed=options.seed)


def _coordination(posts: pl.DataFrame, options: Options) -> pl.DataFrame:
    return results.coordinated(
        posts,
        window_s=options.window_s,
        min_participation=options.min_participation,
    )


ANALYSES: Mapping[str, Callable[[pl.DataFrame, Options], pl.DataFrame]] = {
    "cascades": _cascades,
    "parents": _parents,
    "claims": lambda posts, _: results.claims(posts),
    "communities": _communities,
    "coordination": _coordination,
}
