"""What is declared before anyone looks: the action, the metric, its moment and its window."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from graph.territory import locations

KINDS = ("advice", "prevention", "denial", "procedure", "report", "reply", "hours")
METRICS = {
    "claim-posts": "claim",
    "claim-denials": "claim",
    "need-people": "need",
    "feedback": "service",
    "positive-share": "service",
}
SEASONS = {"none": None, "day": timedelta(days=1), "week": timedelta(days=7)}
_UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class ActionError(Exception):
    """A declaration that does not hold, with its cure."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One action. `at` is T0; steps of `step_s` seconds are counted from it, both ways, within the window.

    `territory` and `control` are uids of Locations; a control is a territory that the action does not touch.
    """

    kind: str
    metric: str
    target: str
    at: datetime
    starts_at: datetime
    ends_at: datetime
    step_s: int
    season: str
    message: str | None = None
    message_uid: str | None = None
    audience: str | None = None
    territory: str | None = None
    control: str | None = None
    signal: str | None = None

    @property
    def uid(self) -> str:
        """A digest of all fields: another word, and it is another action."""
        said = json.dumps(asdict(self), default=datetime.isoformat, sort_keys=True)
        return "action:" + hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def series(self) -> str:
        """What is counted, for the ledger of looks: metric, target, territory."""
        return f"{self.metric}|{self.target}|{self.territory or ''}"

    @property
    def period(self) -> int | None:
        """Steps of a season."""
        season = SEASONS[self.season]
        return None if season is None else season // timedelta(seconds=self.step_s)


def declaration(
    *,
    kind: str,
    metric: str,
    target: str,
    at: datetime,
    before: str = "7d",
    after: str = "2d",
    every: str = "1h",
    season: str | None = None,
    territory: str | None = None,
    control: str | None = None,
    message: str | None = None,
    message_uid: str | None = None,
    audience: str | None = None,
    signal: str | None = None,
) -> Declaration:
    """Check what is declared; durations as "7d", territories as location() reads them.

    Raises ActionError naming what is wrong and what would be right.
    """
    _known("kind of action", kind, KINDS)
    _known("metric", metric, tuple(METRICS))
    step, moment = duration(every), at.replace(microsecond=0)
    return Declaration(
        kind=kind,
        metric=metric,
        target=target,
        at=moment,
        starts_at=moment - duration(before),
        ends_at=moment + duration(after),
        step_s=int(step.total_seconds()),
        season=_season(season, step),
        territory=location(territory),
        control=location(control),
        message=message,
        message_uid=message_uid,
        audience=audience,
        signal=signal,
    )


def again(row: dict[str, Any]) -> Declaration:
    """The declaration as the graph holds it; ActionError where it is not what was declared."""
    fields = {name: row[name] for name in Declaration.__dataclass_fields__}
    found = Declaration(**fields)
    if found.uid != row["uid"]:
        raise ActionError(
            f"{row['uid']} was changed since it was declared\n  Restore the graph from an export, or declare it anew."
        )
    return found


def duration(text: str) -> timedelta:
    """A length of time, written 90min, 48h, 7d or 2w."""
    found = re.fullmatch(r"(\d+)\s*(min|h|d|w)", text.strip())
    if not found or not int(found[1]):
        raise ActionError(f"{text!r} is no duration\n  Write 30min, 48h, 7d or 2w.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def location(text: str | None) -> str | None:
    """The uid of a Location: 44109 is commune:44109, 44 is departement:44, region:52 stays as it is."""
    if text is None:
        return None
    uid = text if ":" in text else f"{'commune' if len(text) == 5 else 'departement'}:{text}"
    if locations().filter(pl.col("uid") == uid).is_empty():
        raise ActionError(
            f"there is no territory {text!r}\n  Write commune:44109, departement:44 or region:52 (INSEE codes)."
        )
    return uid


def _season(given: str | None, step: timedelta) -> str:
    if given is not None:
        _known("season", given, tuple(SEASONS))
        whole = SEASONS[given]
        if whole is not None and (whole % step or whole <= step):
            raise ActionError(
                f"a {given} is not a number of steps of {step}\n  Choose --every so that it is."
            )
        return given
    day = timedelta(days=1)
    if step < day:
        return "none" if day % step else "day"
    return "week" if step == day else "none"


def _known(what: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise ActionError(f"there is no {what} {name!r}\n  There are: {', '.join(names)}.")
