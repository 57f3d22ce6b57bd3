"""What was known of a series at an instant: its posts of the weeks before, its burst, the stories of its texts."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.posts import UTC
from analytics.signals.kleinberg import states
from analytics.signals.options import WATCH
from analytics.signals.people import SHARE
from analytics.signals.stories import KEEP, Stories

HISTORY = timedelta(days=28)  # what is older is not read
LEVELS = 4  # of bursts: 2, 4, 8 and 16 times as usual
ALIKE = 1000  # of windows that are a share of nothing: how much larger than the fullest each is taken to be


class Past(NamedTuple):
    """What was known at an instant: MEMBERS and posts of HISTORY before it, and the day's texts with their stories."""

    instant: datetime
    members: pl.DataFrame
    posts: pl.DataFrame
    stories: pl.DataFrame


class Burst(NamedTuple):
    """level: 0 as usual, each twice the one below; since: start of the first window of its run, None at 0."""

    level: int
    since: datetime | None


class Told(NamedTuple):
    """Texts, those that are the first of their story, and stories: None where one of them is of few; and two shares.

    share  first / texts
    each   stories / texts
    """

    texts: int | None
    first: int | None
    stories: int | None
    share: float
    each: float


def past(instant: datetime, members: pl.DataFrame, posts: pl.DataFrame) -> Past:
    """What was known before an instant.

    members  analytics.signals.series.MEMBERS
    posts    analytics.signals.watched; text of the last day
    """
    at = pl.col("at")
    before = (at < instant) & (at >= instant - HISTORY)
    recent = posts.filter(before)
    texts = recent.filter(at >= instant - KEEP, ~pl.col("relay")).drop_nulls("text")
    placed = Stories().add(texts["text"], texts["at"])
    stories = texts.select("uid").with_columns(placed["story"], first=placed["distance"].is_null())
    return Past(instant, members.filter(before), recent, stories.drop_nulls("story"))


def burst(own: pl.DataFrame, among: pl.DataFrame | None, known: Past, length: int) -> Burst:
    """Kleinberg's state of a series in the window that ends at the instant.

    own     its MEMBERS: posts count, not their units
    among   the posts of which they are a share; None: windows count alike
    length  of the windows, µs, counted back from the instant
    """
    end, begin = micros(known.instant), int(known.members["at"].to_physical().to_numpy().min())
    windows = -((begin - end) // length)
    relevant = _batches(own.unique("uid"), length, end, windows)
    alike = np.full(windows, ALIKE * relevant.max())
    state = states(relevant, alike if among is None else _batches(among, length, end, windows), levels=LEVELS)
    level = int(state[-1])
    run = windows - int(np.flatnonzero(np.append(0, state) == 0)[-1])
    return Burst(level, pl.Series([end - run * length], dtype=UTC)[0] if level else None)


def stories(counted: pl.DataFrame, known: Past) -> Told | None:
    """The stories of the posts that were counted (uid); None where none of them has a text of the last day."""
    texts = known.stories.join(counted.select("uid").unique(), on="uid", how="semi")
    if texts.is_empty():
        return None
    whole, first, several = texts.height, int(texts["first"].sum()), texts["story"].n_unique()
    parts = (first, whole - first, several, whole - several)
    shares = (round(part / whole, SHARE) for part in (first, several))
    if all(part == 0 or part >= WATCH.crowd for part in parts):
        return Told(whole, first, several, *shares)
    return Told(None, None, None, *shares)


def micros(instant: datetime) -> int:
    """Microseconds since 1970."""
    return int(pl.Series([instant], dtype=UTC).to_physical()[0])


def _batches(rows: pl.DataFrame, length: int, end: int, windows: int) -> Int64s:
    """How many rows each of the windows before `end` holds."""
    window = windows - 1 - (end - 1 - rows["at"].to_physical().to_numpy()) // length
    held: Int64s = np.bincount(window[window >= 0], minlength=windows)
    return held
