"""What an alert is like, as named components beside those that made it one: burst, drift, popularity, stories.

They decide nothing: which alerts there are, and their figures, stay as they were. Each looks at the alert's own
series (its topic where it was counted; for a panic all posts there; for a claim the posts that state it), and at
nothing from its instant of detection on.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.signals.ewma import ewma
from analytics.signals.judgement import MINUTE, judged
from analytics.signals.kleinberg import states
from analytics.signals.options import WATCH
from analytics.signals.people import EXPECTED, SHARE
from analytics.signals.popularity import popularity
from analytics.signals.series import ALL, EVERYWHERE, counts
from analytics.signals.stories import KEEP, Stories

HISTORY = timedelta(days=28)  # what is older is not read
LEVELS = 4  # of bursts: 2, 4, 8 and 16 times as usual
ALIKE = 1000  # of windows that are a share of nothing: how much larger than the fullest each is taken to be
FELLOWS = 4  # topics that are compared, at least
HOUR = timedelta(hours=1)
EVENT = "event:"
PLAIN = ("need", "volume")
Figures = dict[str, Any]


class Past(NamedTuple):
    """What was known at an instant: MEMBERS and posts of HISTORY before it, and the day's texts with their stories."""

    instant: datetime
    members: pl.DataFrame
    posts: pl.DataFrame
    stories: pl.DataFrame


def with_character(
    alerts: pl.DataFrame,
    members: pl.DataFrame,
    posts: pl.DataFrame,
    windows: Mapping[int, pl.DataFrame] | None = None,
) -> pl.DataFrame:
    """The same alerts; `why` names more components, each where something can be said.

    alerts   kind, topic, counted_in, start_at, detected_at, minutes, why (JSON), and any others; there are few
    members  analytics.signals.series.MEMBERS of every kind of alert, of HISTORY at least: claims too
    posts    analytics.signals.watched, of HISTORY at least: at, relay, departement; text of the last day
    windows  by length in minutes, the needs and volumes as analytics.signals.judgement.judged tells them; by default
             they are judged here, from all `members`. A stream that has its beliefs gives them

    burst       level: state of the series' share of the place's posts at detection (Kleinberg; 0 as usual, each
                level twice the one below), since: start of the first window of its run, null at 0. Events, and all
                posts of a place, are no share: their windows count alike
    drift       level, limit, above: EWMA of the series against its own baseline
    popularity  signal (noise, weak, strong), rank (1: the most popular), of: so many topics of its kind where it was
                counted. Not for all posts
    stories     texts counted, how many are the first of their story, how many stories they tell, among all texts of
                a day; share (first / texts), each (stories / texts)

    Figures are as rough as analytics.signals.people asks: ranks for what would be a count of few, and numbers of
    texts only where none of them is of few.
    """
    known = windows or _windows(alerts, members)
    told = dict.fromkeys(range(alerts.height), "")
    for (instant,), own in alerts.with_row_index("row").group_by("detected_at", maintain_order=True):
        assert isinstance(instant, datetime)
        past = _past(instant, members, posts)
        for alert in own.iter_rows(named=True):
            told[alert["row"]] = _with(alert["why"], _character(alert, past, known))
    return alerts.with_columns(why=pl.Series(list(told.values()), dtype=pl.String))


def _windows(alerts: pl.DataFrame, members: pl.DataFrame) -> dict[int, pl.DataFrame]:
    until = max((_micros(instant) for instant in alerts["detected_at"]), default=0)
    plain = members.filter(pl.col("kind").is_in(PLAIN))
    lengths = alerts["minutes"].unique().sort().to_list()
    return {m: judged(counts(plain, timedelta(minutes=m)), until, m) for m in lengths}


def _past(instant: datetime, members: pl.DataFrame, posts: pl.DataFrame) -> Past:
    at = pl.col("at")
    before = (at < instant) & (at >= instant - HISTORY)
    recent = posts.filter(before)
    texts = recent.filter(at >= instant - KEEP, ~pl.col("relay")).drop_nulls("text")
    placed = Stories().add(texts["text"], texts["at"])
    stories = texts.select("uid").with_columns(placed["story"], first=placed["distance"].is_null())
    return Past(instant, members.filter(before), recent, stories.drop_nulls("story"))


def _with(why: str, more: Figures) -> str:
    parts = json.loads(why)
    parts["components"] |= more
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False)


def _character(alert: Figures, past: Past, windows: Mapping[int, pl.DataFrame]) -> Figures:
    kind = "volume" if alert["kind"] == "panic" else alert["kind"]
    key = {"kind": kind, "topic": alert["topic"], "location_code": alert["counted_in"]}
    own = past.members.filter(**key)
    if own.is_empty():
        return {}
    minutes = alert["minutes"]
    found = {
        "burst": _burst(own, past, key, minutes * MINUTE),
        "drift": _drift(_told(past, key, minutes, windows), past, minutes),
        "popularity": _popularity(past, key),
        "stories": _stories(own.filter(pl.col("at") >= alert["start_at"]), past),
    }
    return {name: figures for name, figures in found.items() if figures}


def _burst(own: pl.DataFrame, past: Past, key: Figures, length: int) -> Figures:
    end = _micros(past.instant) // length
    first = int(past.members["at"].to_physical().to_numpy().min()) // length
    relevant = _batches(own.unique("uid"), length, first, end)
    alike = key["topic"] == ALL or key["topic"].startswith(EVENT)
    if alike:
        total = np.full(relevant.size, ALIKE * relevant.max())
    else:
        everywhere = key["location_code"] == EVERYWHERE
        there = past.posts if everywhere else past.posts.filter(departement=key["location_code"])
        asked = there if key["kind"] == "diffusion" else there.filter(~pl.col("relay"))
        total = _batches(asked, length, first, end)
    state = states(relevant, total, levels=LEVELS)
    level = int(state[-1])
    since = int(np.flatnonzero(np.append(0, state) == 0)[-1]) + first
    began = pl.Series([since * length], dtype=own["at"].dtype)[0] if level else None
    return {"level": level, "since": began and f"{began:%Y-%m-%dT%H:%M:%SZ}"}


def _batches(rows: pl.DataFrame, length: int, first: int, end: int) -> Int64s:
    """How many rows each window from `first` until `end` holds."""
    window = rows["at"].to_physical().to_numpy() // length - first
    held: Int64s = np.bincount(window[window >= 0], minlength=end - first)
    return held


def _told(past: Past, key: Figures, minutes: int, windows: Mapping[int, pl.DataFrame]) -> pl.DataFrame:
    """The windows of a series with what each was expected to hold, those that are over."""
    if key["kind"] in PLAIN:
        return windows[minutes].filter(
            pl.col("at") < past.instant, pl.col("at") >= past.instant - HISTORY, **key
        )
    alike = past.members.filter(kind=key["kind"])
    counted = counts(alike, timedelta(minutes=minutes))
    return judged(counted, _micros(past.instant), minutes).filter(**key)


def _drift(told: pl.DataFrame, past: Past, minutes: int) -> Figures | None:
    """A window that held nothing is held against what was expected of the last one that did."""
    if told.is_empty():
        return None
    length = minutes * MINUTE
    window = told["at"].to_physical().to_numpy() // length
    every = np.arange(window[0], _micros(past.instant) // length)
    observed = np.zeros(every.size)
    observed[window - window[0]] = told["observed"].to_numpy()
    latest = np.searchsorted(window, every, "right") - 1
    expected, shape = (
        told[name].cast(pl.Float64).fill_null(np.nan).to_numpy()[latest] for name in ("expected", "shape")
    )
    chart = ewma(observed, expected, np.sqrt(expected + expected**2 / shape))
    if not chart.limit[-1]:
        return None  # nothing was expected of any window
    level, limit = (round(float(line[-1]), EXPECTED) for line in (chart.level, chart.limit))
    return {"level": level, "limit": limit, "above": bool(chart.above[-1])}


def _popularity(past: Past, key: Figures) -> Figures | None:
    if key["topic"] == ALL:
        return None
    kind, topic = key["kind"], pl.col("topic")
    alike = past.members.filter(kind=kind, location_code=key["location_code"]).filter(
        topic != ALL, topic.str.starts_with(EVENT) == key["topic"].startswith(EVENT)
    )
    hourly = counts(alike, HOUR).rename({"topic": "series"})
    found = popularity(hourly, past.instant)
    if found.height < FELLOWS:
        return None
    own = found.filter(series=key["topic"])
    rank = 1 + int((found["popularity"] > own["popularity"][0]).sum())
    return {"signal": own["signal"][0], "rank": rank, "of": found.height}


def _stories(counted: pl.DataFrame, past: Past) -> Figures | None:
    texts = past.stories.join(counted.select("uid").unique(), on="uid", how="semi")
    if texts.is_empty():
        return None
    whole, first, stories = texts.height, int(texts["first"].sum()), texts["story"].n_unique()
    parts = (first, whole - first, stories, whole - stories)
    shown = all(part == 0 or part >= WATCH.crowd for part in parts)
    numbers = (whole, first, stories) if shown else (None, None, None)
    shares = (round(part / whole, SHARE) for part in (first, stories))
    return dict(zip(("texts", "first", "stories", "share", "each"), (*numbers, *shares), strict=True))


def _micros(instant: datetime) -> int:
    return int(pl.Series([instant], dtype=pl.Datetime("us", "UTC")).to_physical()[0])
