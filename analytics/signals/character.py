"""What an alert is like, as named components beside those that made it one: burst, drift, popularity, stories.

They decide nothing: which alerts there are, and their figures, stay as they were. Each looks at the alert's own
series (its topic where it was counted; for a panic all posts there; for a claim the posts that state it), and at
nothing from its instant of detection on.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from analytics.signals.ewma import ewma
from analytics.signals.judgement import MINUTE, judged
from analytics.signals.past import HISTORY, Past, burst, micros, past, stories
from analytics.signals.popularity import popularity
from analytics.signals.series import ALL, EVERYWHERE, counts

__all__ = ["HISTORY", "with_character"]

DIGITS = 2  # significant, of a level: with more of them it would tell the last counts
FELLOWS = 4  # topics that are compared, at least
HOUR = timedelta(hours=1)
EVENT = "event:"
PLAIN = ("need", "volume")
Figures = dict[str, Any]


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
    judged_ = windows or _windows(alerts, members)
    told = dict.fromkeys(range(alerts.height), "")
    for (instant,), own in alerts.with_row_index("row").group_by("detected_at", maintain_order=True):
        assert isinstance(instant, datetime)
        known = past(instant, members, posts)
        for alert in own.iter_rows(named=True):
            told[alert["row"]] = _with(alert["why"], _character(alert, known, judged_))
    return alerts.with_columns(why=pl.Series(list(told.values()), dtype=pl.String))


def _windows(alerts: pl.DataFrame, members: pl.DataFrame) -> dict[int, pl.DataFrame]:
    until = max((micros(instant) for instant in alerts["detected_at"]), default=0)
    plain = members.filter(pl.col("kind").is_in(PLAIN))
    lengths = alerts["minutes"].unique().sort().to_list()
    return {m: judged(counts(plain, timedelta(minutes=m)), until, m) for m in lengths}


def _with(why: str, more: Figures) -> str:
    parts = json.loads(why)
    parts["components"] |= more
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False)


def _character(alert: Figures, known: Past, windows: Mapping[int, pl.DataFrame]) -> Figures:
    kind = "volume" if alert["kind"] == "panic" else alert["kind"]
    key = {"kind": kind, "topic": alert["topic"], "location_code": alert["counted_in"]}
    own = known.members.filter(**key)
    if own.is_empty():
        return {}
    minutes = alert["minutes"]
    told = stories(own.filter(pl.col("at") >= alert["start_at"]), known)
    found = {
        "burst": _burst(own, known, key, minutes * MINUTE),
        "drift": _drift(_told(known, key, minutes, windows), known, minutes),
        "popularity": _popularity(known, key),
        "stories": told and told._asdict(),
    }
    return {name: figures for name, figures in found.items() if figures}


def _burst(own: pl.DataFrame, known: Past, key: Figures, length: int) -> Figures:
    there = (
        known.posts
        if key["location_code"] == EVERYWHERE
        else known.posts.filter(departement=key["location_code"])
    )
    alike = key["topic"] == ALL or key["topic"].startswith(EVENT)
    among = there if key["kind"] == "diffusion" else there.filter(~pl.col("relay"))
    found = burst(own, None if alike else among, known, length)
    return {"level": found.level, "since": found.since and f"{found.since:%Y-%m-%dT%H:%M:%SZ}"}


def _told(known: Past, key: Figures, minutes: int, windows: Mapping[int, pl.DataFrame]) -> pl.DataFrame:
    """The windows of a series with what each was expected to hold, those that are over."""
    if key["kind"] in PLAIN:
        return windows[minutes].filter(
            pl.col("at") < known.instant, pl.col("at") >= known.instant - HISTORY, **key
        )
    alike = known.members.filter(kind=key["kind"])
    counted = counts(alike, timedelta(minutes=minutes))
    return judged(counted, micros(known.instant), minutes).filter(**key)


def _drift(told: pl.DataFrame, known: Past, minutes: int) -> Figures | None:
    """A window that held nothing is held against what was expected of the last one that did."""
    if told.is_empty():
        return None
    length = minutes * MINUTE
    window = told["at"].to_physical().to_numpy() // length
    every = np.arange(window[0], micros(known.instant) // length)
    observed = np.zeros(every.size)
    observed[window - window[0]] = told["observed"].to_numpy()
    latest = np.searchsorted(window, every, "right") - 1
    expected, shape = (
        told[name].cast(pl.Float64).fill_null(np.nan).to_numpy()[latest] for name in ("expected", "shape")
    )
    chart = ewma(observed, expected, np.sqrt(expected + expected**2 / shape))
    if not chart.limit[-1]:
        return None  # nothing was expected of any window
    level, limit = (float(f"{line[-1]:.{DIGITS}g}") for line in (chart.level, chart.limit))
    return {"level": level, "limit": limit, "above": bool(chart.above[-1])}


def _popularity(known: Past, key: Figures) -> Figures | None:
    if key["topic"] == ALL:
        return None
    kind, topic = key["kind"], pl.col("topic")
    alike = known.members.filter(kind=kind, location_code=key["location_code"]).filter(
        topic != ALL, topic.str.starts_with(EVENT) == key["topic"].startswith(EVENT)
    )
    hourly = counts(alike, HOUR).rename({"topic": "series"})
    found = popularity(hourly, known.instant)
    if found.height < FELLOWS:
        return None
    own = found.filter(series=key["topic"])
    rank = 1 + int((found["popularity"] > own["popularity"][0]).sum())
    return {"signal": own["signal"][0], "rank": rank, "of": found.height}
