"""The stage of weak signals: which topics rise, as of the last post of a window."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from analytics.posts import instants
from analytics.signals.watched import watched
from analytics.signals.weak import WEAK, weak_signals
from analytics.stages.signals import KNOWN_CLAIMS, NEEDS_OF_POSTS, with_needs
from analytics.stages.windows import WORDS, posts_of
from graph import loads
from graph.runs import Result, Stage

if TYPE_CHECKING:
    from graph.runs import Frames

READS = (*WORDS, NEEDS_OF_POSTS)


def rising(frames: Frames, as_of: datetime | None = None) -> tuple[pl.DataFrame, datetime | None]:
    """WEAK of the posts in the graph at an instant, and that instant: by default the last post's, None without one.

    frames  READS and KNOWN_CLAIMS
    """
    posts = posts_of({name: frames[name] for name in WORDS})
    last = as_of or (instants(posts["created_at"]).max() if posts.height else None)
    if not isinstance(last, datetime):
        return pl.DataFrame(schema=WEAK), None
    seen = watched(with_needs(posts, frames), last)
    stated = frames[KNOWN_CLAIMS].filter(relation="STATES").select("uid", "claim_id")
    return weak_signals(seen, stated, last), last


def _weak(frames: Frames) -> list[Result]:
    found, as_of = rising(frames)
    return [Result(loads.WEAK_SIGNALS, _rows(found, as_of))] if found.height else []


def _rows(found: pl.DataFrame, as_of: datetime | None) -> pl.DataFrame:
    """One WeakSignal a row, linked to its territory and to the need or claim that it is."""
    nothing = pl.lit([], dtype=pl.List(pl.String))
    code, topic = pl.col("location_code"), pl.concat_list("topic")
    linked = {
        name: pl.when(pl.col("kind") == name).then(topic).otherwise(nothing) for name in ("need", "claim")
    }
    return found.with_columns(
        uid=pl.format("weak:{}:{}", "kind", "topic"),
        rank=pl.int_range(pl.len()),
        as_of=pl.lit(as_of),
        place=pl.when(code != "").then(pl.concat_list(pl.format("departement:{}", code))).otherwise(nothing),
        needs=linked["need"],
        claims=linked["claim"],
    )


WEAK_SIGNALS = Stage(
    name="weak-signals",
    version="1",
    reads=READS,
    compute=_weak,
    owns=("WeakSignal",),
    recalls=(KNOWN_CLAIMS,),
)
