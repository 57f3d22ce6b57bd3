"""How near the watch comes to the true signals of an exercise: what it saw, how early, and how much else it said."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, TypeAlias

import polars as pl

from analytics.posts import instants
from analytics.scoring.truth import Truth, ratio

CROWDED = ("volume", "panic", "crowd")  # kinds that tell of a place's crisis, not of one true signal
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


Alert: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, str]  # kind and topic of a true signal


@dataclass(frozen=True, slots=True)
class SignalScore:
    """What the alerts of a watch are worth.

    alerts, right   alerts; those that are true, see `signals`
    abroad          of the others, those placed outside the exercise's département
    neighbours      of these, needs that were truly expressed there during the crisis
    true, seen      true signals; those that an alert is about
    located         those of them that an alert placed in their own département
    hours           of each kind of true signal: hours from the start of a signal seen to its first alert
    quiet_alerts    alerts before the crisis, all wrong, in so many quiet_days
    days            days watched
    """

    alerts: int
    right: int
    abroad: int
    neighbours: int
    true: int
    seen: int
    located: int
    hours: Mapping[str, tuple[float, ...]]
    quiet_alerts: int
    quiet_days: float
    days: float

    @property
    def precision(self) -> float:
        """Right alerts among all, nan without any."""
        return ratio(self.right, self.alerts)

    @property
    def precision_here(self) -> float:
        """Right alerts among those that are not placed in another département."""
        return ratio(self.right, self.alerts - self.abroad)

    @property
    def recall(self) -> float:
        """True signals seen among all."""
        return ratio(self.seen, self.true)

    @property
    def median_hours(self) -> float:
        """From the start of a signal to its first alert, nan when none was seen."""
        every = [hour for hours in self.hours.values() for hour in hours]
        return median(every) if every else float("nan")

    @property
    def alerts_a_day(self) -> float:
        """Alerts by day of the whole watch."""
        return self.alerts / self.days


def signals(found: pl.DataFrame, truth: Truth, days: float) -> SignalScore:
    """Score the alerts of a watch of so many days (analytics.signals.detect.SIGNALS).

    Reads signals, claims, needs_by_departement, departement, crisis_at, starts_at. An alert is right when it comes
    after the start of a true signal, in its département, in a commune of it or in no place in particular, and
    need       is of the same need class
    diffusion  most of its evidence states the rumour or fraud
    volume, panic, crowd  comes once the crisis has begun; they make no signal seen
    """
    alerts = _alerts(found)
    seen = _seen(alerts, truth)
    crisis, place = _instant(truth["crisis_at"]), truth["departement"]
    right = [alert for alert in alerts if _of_crisis(alert, crisis, place) or _in(alert, seen.values())]
    abroad = [alert for alert in alerts if not _here(alert, place)]
    starts = {(s["kind"], s["topic"]): _instant(s["start_at"]) for s in truth["signals"]}
    first = {key: min(alert["detected_at"] for alert in own) for key, own in seen.items() if own}
    return SignalScore(
        alerts=len(alerts),
        right=len(right),
        abroad=len(abroad),
        neighbours=sum(_true_abroad(alert, crisis, truth["needs_by_departement"]) for alert in abroad),
        true=len(starts),
        seen=len(first),
        located=sum(any(alert["location_code"] for alert in own) for own in seen.values()),
        hours={
            kind: tuple((first[key] - starts[key]) / HOUR for key in sorted(first) if key[0] == kind)
            for kind in sorted({kind for kind, _ in first})
        },
        quiet_alerts=sum(alert["detected_at"] < crisis for alert in alerts),
        quiet_days=(crisis - _instant(truth["starts_at"])) / DAY,
        days=days,
    )


def standing(found: pl.DataFrame, truth: Truth) -> pl.Series:
    """What each alert is, in the order of the rows: right, neighbour (a need that was true elsewhere) or false."""
    alerts = _alerts(found)
    seen = _seen(alerts, truth)
    crisis, place = _instant(truth["crisis_at"]), truth["departement"]
    told = [
        "right"
        if _of_crisis(alert, crisis, place) or _in(alert, seen.values())
        else "neighbour"
        if not _here(alert, place) and _true_abroad(alert, crisis, truth["needs_by_departement"])
        else "false"
        for alert in alerts
    ]
    return pl.Series("standing", told, dtype=pl.String)


def _alerts(found: pl.DataFrame) -> list[Alert]:
    return [*found.select("kind", "topic", "location_code", "detected_at", "evidence").to_dicts()]


def _seen(alerts: list[Alert], truth: Truth) -> dict[Key, list[Alert]]:
    """The alerts about each true signal, in its place and after its start."""
    claim_of = {uid: name for name, claim in truth["claims"].items() for uid in claim["posts"]}
    about = [(alert, _about(alert, claim_of)) for alert in alerts]
    return {
        (s["kind"], s["topic"]): [
            alert
            for alert, topic in about
            if topic == s["topic"]
            and _here(alert, s["location_code"])
            and alert["detected_at"] >= _instant(s["start_at"])
        ]
        for s in truth["signals"]
    }


def _about(alert: Alert, claim_of: Mapping[str, str]) -> str | None:
    """The true topic of an alert: its need class, or the claim that most of its evidence states; None for others."""
    if alert["kind"] == "need":
        return str(alert["topic"])
    if alert["kind"] != "diffusion":
        return None
    stated = Counter(claim_of.get(uid, "") for uid in alert["evidence"])
    claim, posts = stated.most_common(1)[0] if stated else ("", 0)
    return claim if 2 * posts > stated.total() else None


def _of_crisis(alert: Alert, crisis: datetime, place: str) -> bool:
    return alert["kind"] in CROWDED and alert["detected_at"] >= crisis and _here(alert, place)


def _true_abroad(alert: Alert, crisis: datetime, needs: Mapping[str, Mapping[str, int]]) -> bool:
    told = alert["kind"] == "need" and alert["detected_at"] >= crisis
    return told and alert["location_code"] in needs.get(alert["topic"], {})


def _in(alert: Alert, groups: Iterable[list[Alert]]) -> bool:
    return any(alert is other for group in groups for other in group)


def _here(alert: Alert, departement: str) -> bool:
    code = str(alert["location_code"])
    return code in {"", departement} or (alert["kind"] == "crowd" and code.startswith(departement))


def _instant(text: str) -> datetime:
    instant = instants(pl.Series([text]))[0]
    assert isinstance(instant, datetime)
    return instant
