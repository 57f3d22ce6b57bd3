"""The stage of replies: the message of an action linked to those who had asked before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph import loads
from graph.runs import Result, Stage

if TYPE_CHECKING:
    from graph.runs import Frames

REPLIES, CLAIMS, NEEDS = "windows/asked_by_reply", "windows/asked_of_claims", "windows/asked_of_needs"
FEEDBACK, TAKERS = "windows/asked_in_feedback", "windows/message_takers"
_LINK = ("action", "asked")


def _answers(frames: Frames) -> list[Result]:
    """One link per action and post or feedback that asked: by a direct reply first, else by what both are about."""
    return [
        Result(loads.ANSWERED_POSTS, _edges(_posts(frames))),
        Result(loads.ANSWERED_FEEDBACK, _edges(_feedback(frames[FEEDBACK]))),
    ]


def _posts(frames: Frames) -> pl.DataFrame:
    ways = ((REPLIES, "reply"), (CLAIMS, "claim"), (NEEDS, "need"))
    asked = pl.concat(
        [frames[name].with_columns(method=pl.lit(method)) for name, method in ways], how="diagonal"
    ).unique(_LINK, keep="first", maintain_order=True)
    return asked.join(frames[TAKERS], on=["action", "author_uid"], how="left", maintain_order="left")


def _feedback(rows: pl.DataFrame) -> pl.DataFrame:
    """Feedback has no account: whether its author took the message up is not known."""
    return rows.unique(_LINK, keep="last", maintain_order=True).with_columns(
        reached_at=pl.lit(None, rows.schema["answered_at"])
    )


def _edges(asked: pl.DataFrame) -> pl.DataFrame:
    return asked.select("method", "answered_at", "reached_at", source="action", target="asked")


ANSWERS = Stage(
    name="answers",
    version="1",
    reads=(REPLIES, CLAIMS, NEEDS, FEEDBACK, TAKERS),
    compute=_answers,
    owns=(),
    owns_relations=(("ANSWERS", "Action"),),
)
