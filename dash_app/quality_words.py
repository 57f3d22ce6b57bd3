"""How good the alerts are, in words: shares with their intervals, delays, what each answer changed. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from dash_app.alerts.message import place_name, what_of
from dash_app.alerts.quality import ANYWHERE
from dash_app.texts import number, say, say_count, texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dash_app.alerts.answering import Change
    from dash_app.alerts.quality import Quality
    from dash_app.texts import Lang

HEADS = (
    "kind",
    "place",
    "per_day",
    "answered",
    "precision",
    "recall",
    "missed",
    "detection",
    "rate",
    "threshold",
)
NOTHING = "–"
HOUR_S = 3600
DIGITS = 3
_DATE = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}

Row = dict[str, Any]  # of analytics.learning.measures.measured


def sentence(found: Quality, lang: Lang) -> str:
    """What to know first."""
    whole = found.whole
    if not whole:
        return say("quality.none", lang)
    waiting = say_count("quality.waiting_count", found.waiting.height, lang)
    if not whole["answered"]:
        return say("quality.unanswered", lang, sent=number(whole["sent"], lang))
    told = say(
        "quality.sentence", lang, answered=number(whole["answered"], lang), real=number(whole["real"], lang),
        precision=share(whole["precision"], lang), low=share(whole["precision_low"], lang),
        high=share(whole["precision_high"], lang),
    )  # fmt: skip
    return f"{told} {waiting}"


def facts(found: Quality, lang: Lang) -> list[tuple[str, str]]:
    """The figures of all alerts of the window, by name; none where there was no alert."""
    whole = found.whole
    if not whole:
        return []
    unknown = say("quality.unknown", lang)
    recalled = say(
        "quality.recalled", lang, share=share(whole["recall"], lang), missed=number(whole["missed"], lang),
        held=number(whole["held_real"], lang),
    )  # fmt: skip
    told = {
        "precision": precision(whole, lang) if whole["answered"] else unknown,
        "recall": unknown if whole["recall"] is None else recalled,
        "per_day": number(whole["alerts_per_day"], lang, 1),
        "detection": delay(whole["detection_s"], lang) if whole["detection_s"] is not None else unknown,
        "calibration": unknown if math.isnan(found.error) else _off(found, lang),
    }
    return [(say(f"quality.fact.{name}", lang), value) for name, value in told.items()]


def cells(row: Row, lang: Lang) -> list[str]:
    """One group as a row under HEADS; without a place of its own it covers all of them."""
    kind, place = texts().get(f"signal.kind.{row['kind']}"), row["location_code"]
    return [
        kind[lang] if kind else row["kind"],
        say("quality.everywhere", lang) if place == ANYWHERE else place_name(place, lang),
        number(row["alerts_per_day"], lang, 2),
        say(
            "quality.answered_of",
            lang,
            answered=number(row["answered"], lang),
            sent=number(row["sent"], lang),
        ),
        precision(row, lang),
        share(row["recall"], lang),
        number(row["missed"], lang),
        delay(row["detection_s"], lang),
        share(row["rate"], lang),
        limit(row["threshold"], lang),
    ]


def precision(row: Row, lang: Lang) -> str:
    """The share with its interval."""
    if row["precision"] is None:
        return NOTHING
    figures = {name: share(row[column], lang) for name, column in _PRECISION.items()}
    return say("quality.between", lang, **figures)


def share(value: float | None, lang: Lang) -> str:
    return NOTHING if value is None else say("quality.percent", lang, share=number(100 * value, lang))


def delay(seconds: float | None, lang: Lang) -> str:
    """Minutes below two hours, then hours."""
    if seconds is None:
        return NOTHING
    if seconds < 2 * HOUR_S:
        return say("quality.minutes", lang, minutes=number(seconds / 60, lang))
    return say("quality.hours", lang, hours=number(seconds / HOUR_S, lang, 1))


def headline(alert: Mapping[str, object], lang: Lang) -> str:
    """Kind, topic and territory of an alert, or of a missed event."""
    named = {"title": "", "service": "", **{name: value or "" for name, value in alert.items()}}
    return f"{what_of(named, lang)}, {place_name(str(alert['location_code']), lang)}"


def changed(step: Mapping[str, Any], lang: Lang) -> str:
    """What one answer changed: the alert's probability, and the threshold of its kind and territory if it moved."""
    odds = {"before": step["probability"], "after": step["probability_after"]}
    limits = {"before": limit(step["threshold"], lang), "after": limit(step["threshold_after"], lang)}
    written = {name: number(value, lang, DIGITS) for name, value in odds.items()}
    moved = say("quality.moved", lang, **limits) if limits["before"] != limits["after"] else ""
    return say("quality.changed", lang, at=at(step["at"], lang), **written) + moved


def limit(threshold: float, lang: Lang) -> str:
    """A threshold; 0 holds nothing back."""
    return number(threshold, lang, DIGITS) if threshold else say("quality.no_limit", lang)


def told(change: Change | str, verdict: str | None, lang: Lang) -> str:
    """An answer that was just given, or (without a verdict) taken back, and what it changed."""
    said = say(f"answer.{verdict}", lang) if verdict else ""
    first = say("quality.noted", lang, answer=said) if verdict else say("quality.undone", lang)
    if isinstance(change, str):  # an event that was declared missed
        return first
    limits = {"before": limit(change.before, lang), "after": limit(change.after, lang)}
    kind = texts().get(f"signal.kind.{change.kind}")
    named = {"kind": kind[lang] if kind else change.kind, "place": place_name(change.place, lang)}
    return f"{first} {say('quality.limits', lang, **named, **limits)}"


def at(moment: datetime, lang: Lang) -> str:
    return f"{moment:{_DATE[lang]}}"


def _off(found: Quality, lang: Lang) -> str:
    points = number(100 * found.error, lang, 1)
    return say("quality.off", lang, points=points, answers=number(found.steps.height, lang))


_PRECISION = {"share": "precision", "low": "precision_low", "high": "precision_high"}
