"""A cascade drawn as a tree over time: x is time, y the lane of each branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dash_app.figures.forest import Forest, forest
from dash_app.figures.lanes import lanes
from dash_app.figures.marks import to_svg
from dash_app.figures.propagation_marks import drawing
from dash_app.figures.time_axis import TimeAxis, duration, time_axis
from dash_app.texts import Lang, say, say_count

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

LIMIT = 2_000
_GAP, _SPREAD = 16.0, 1500.0  # room of a post on its lane, in units of x: at least, and over the root of n
_KINDS = ("reply", "repost", "quote")
_TEXT = 280  # characters of a post on its card


@dataclass(frozen=True, slots=True)
class Propagation:
    """A laid-out cascade. `table`: all its posts in order of time, the folded ones too."""

    title: str
    sentence: str
    table: pl.DataFrame
    posts: Forest
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    radius: NDArray[np.float64]
    kinds: tuple[str, ...]
    axis: TimeAxis
    lang: Lang

    def columns(self) -> dict[str, Any]:
        """Lists of one entry a post, ready for JSON, and the ticks and names that the drawing needs.

        ids, x (0 to 1000, time), y (lanes, 0 in the middle), parent (row, -1 for the root), kind, depth,
        radius, hidden (posts folded below), author, text (cut), at (ISO, UTC), repair; ticks [x, label].
        """
        rows = self.posts.rows
        return {
            "ids": rows["uid"].to_list(),
            "x": self.x.round(1).tolist(),
            "y": self.y.round(1).tolist(),
            "parent": self.posts.parent.tolist(),
            "kind": list(self.kinds),
            "depth": rows["depth"].to_list(),
            "radius": self.radius.round(1).tolist(),
            "hidden": self.posts.hidden.tolist(),
            "author": rows["author"].to_list(),
            "text": rows["text"].str.slice(0, _TEXT).to_list(),
            "at": rows["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_list(),
            "repair": rows["repair"].to_list(),
            "ticks": self.axis.ticks(self.lang),
            "axis": axis_name(self.axis, self.lang),
        }

    def svg(self) -> str:
        """A standalone SVG document with title, description, axis and legend, for reports and exports."""
        head = self.posts.rows["text"].head(1).to_list()
        mark = drawing(
            x=self.x, y=self.y, parent=self.posts.parent, radius=self.radius, kinds=self.kinds,
            ticks=self.axis.ticks(self.lang), axis=axis_name(self.axis, self.lang),
            title=self.title, sentence=self.sentence, quote=(head or [None])[0], lang=self.lang,
        )  # fmt: skip
        return to_svg(mark)


def propagation(tree: pl.DataFrame, *, limit: int = LIMIT, lang: Lang = "fr") -> Propagation:
    """Lay out one cascade; beyond `limit` posts the smallest branches are folded, and the sentence says so.

    tree  rows of `rumours/cascade_tree`: uid, parent_uid, depth, at (UTC), author, kind, text, repair
    """
    posts = forest(tree, limit)
    delays = _delays(posts.rows["at"])
    axis = time_axis(delays if len(delays) else np.zeros(1))
    x = axis.place(delays)
    lane = lanes(posts.parent, x, max(_GAP, _SPREAD / np.sqrt(max(len(x), 1))))
    return Propagation(
        title=say("propagation.title", lang),
        sentence=_sentence(tree, posts, lang),
        table=tree.sort("at", "uid", nulls_last=False),
        posts=posts,
        x=x,
        y=lane.astype(np.float64) * _spacing(lane),
        radius=_radius(posts.size),
        kinds=_kinds(posts.rows),
        axis=axis,
        lang=lang,
    )


def axis_name(axis: TimeAxis, lang: Lang) -> str:
    return say("propagation.axis" if axis.scale is None else "propagation.axis_log", lang)


def _delays(at: pl.Series) -> NDArray[np.float64]:
    """Seconds since the first post; never negative, even where a child is dated before its parent."""
    instants: NDArray[np.float64] = at.dt.epoch("ms").to_numpy() / 1000.0
    return instants - float(instants.min(initial=np.inf))


def _spacing(lane: NDArray[np.int64]) -> float:
    """Height of a lane: a small cascade is not stretched, a large one fits about half its width."""
    count = int(lane.max() - lane.min()) if len(lane) else 0
    return min(40.0, 480.0 / max(count, 1))


def _radius(size: NDArray[np.int64]) -> NDArray[np.float64]:
    """Area by posts in the branch, within limits; smaller discs where there are many."""
    crowd = float(np.clip(np.sqrt(300 / max(len(size), 1)), 0.5, 1.0))
    return np.minimum(3.5 + 1.2 * np.sqrt(size - 1), 13.0) * crowd


def _kinds(rows: pl.DataFrame) -> tuple[str, ...]:
    """root, reply, repost, quote; unknown for a post that is only known as somebody's parent."""
    kinds = [kind if kind in _KINDS else "reply" for kind in rows["kind"].to_list()]
    absent = (rows["text"].is_null() & rows["author"].is_null()).to_list()
    named = ["unknown" if gone else kind for kind, gone in zip(kinds, absent, strict=True)]
    return ("root" if named[:1] != ["unknown"] else "unknown", *named[1:]) if named else ()


def _sentence(tree: pl.DataFrame, posts: Forest, lang: Lang) -> str:
    dated = tree.drop_nulls("at")
    if dated.is_empty():
        return say("propagation.nothing", lang)
    start = _written(dated["at"].sort()[0], lang)
    if tree.height == 1:
        return say("propagation.alone", lang, start=start)
    delays = _delays(dated["at"])
    said = say(
        "propagation.sentence", lang, start=start, posts=say_count("posts", tree.height, lang),
        accounts=say_count("accounts", tree["author"].drop_nulls().n_unique(), lang),
        span=duration(float(delays.max()), lang), half=duration(float(np.median(delays)), lang),
        depth=say_count("hops", posts.rows["depth"].sort()[-1], lang),
    )  # fmt: skip
    more = (("propagation.folded", int(posts.hidden.sum())), ("propagation.repaired", _repairs(tree)))
    return " ".join([said, *(say_count(key, count, lang) for key, count in more if count)])


def _repairs(tree: pl.DataFrame) -> int:
    return int(tree["repair"].cast(pl.String).fill_null("").ne("").sum())


def _written(at: datetime, lang: Lang) -> str:
    return at.strftime("%d/%m/%Y %H:%M" if lang == "fr" else "%Y-%m-%d %H:%M")
