"""What can be computed from a post frame alone, by name: what `analyse --from-file` and `export --from-file` write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.cascades import measure
from analytics.cascades.edges import edges
from analytics.cascades.intervals import measure_intervals
from analytics.results import crowds, rumours
from dash_app.exports import CUBE, ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from analytics.methods import Method
    from analytics.stages import Options


def _parents(posts: pl.DataFrame, options: Options) -> pl.DataFrame:
    return _edges(posts, options, options.method)


def _edges(posts: pl.DataFrame, options: Options, method: Method) -> pl.DataFrame:
    return edges(posts, method, follows=options.follows, draws=options.draws, seed=options.seed)


def _coordination(posts: pl.DataFrame, options: Options) -> pl.DataFrame:
    return crowds.coordinated(posts, window_s=options.window_s, min_participation=options.min_participation)


ANALYSES: Mapping[str, Callable[[pl.DataFrame, Options], pl.DataFrame]] = {
    "cascades": lambda posts, asked: rumours.cascade_figures(posts, draws=asked.draws, seed=asked.seed),
    "parents": _parents,
    "claims": lambda posts, asked: rumours.claims(posts, encode=asked.encode),
    "network": lambda posts, _: crowds.relay_network(posts),
    "communities": lambda posts, asked: crowds.community_members(posts, seed=asked.seed),
    "positions": lambda posts, asked: crowds.positions(posts, seed=asked.seed),
    "polarisation": lambda posts, asked: crowds.polarisation(posts, seed=asked.seed),
    "coordination": _coordination,
}
EXPORTED = ("posts", "edges", "claim-posts", CUBE, *ANALYSES)


def computed(
    what: str, posts: pl.DataFrame, method: Method, options: Options, *, intervals: bool = False
) -> pl.DataFrame:
    """The exported table of that name, from a canonical post frame; ExportError where posts do not tell it."""
    if what == "posts":
        return posts
    if what == "edges":
        return _edges(posts, options, method)
    if what == "claim-posts":
        return rumours.claim_posts(posts, encode=options.encode)
    if what == "cascades":
        if intervals:
            return measure_intervals(posts, draws=options.draws, seed=options.seed)
        return measure(posts)
    if what in ANALYSES:
        return ANALYSES[what](posts, options)
    raise ExportError(
        f"{what!r} cannot be computed from posts alone\n  Those that can: {', '.join(EXPORTED)}"
    )
