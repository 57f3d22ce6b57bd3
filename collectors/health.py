"""How a source fares: silent, drifting, repeating itself, failing, too quiet, too loud. Pure.

The state is one word; `why` says what was seen and what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from collectors.state import Tally

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.config import Config
    from collectors.declaration import Declaration
    from collectors.state import SourceState

WEEK = 7
NEWS = timedelta(hours=1)  # a source that is listened to is noted more often
DRIFT_SHOWN_FOR = timedelta(days=7)
ENOUGH = 50  # items, before a share says something
DEAD_SHARE, REPEATED_SHARE = 0.05, 0.5
ALERTS = ("failing", "silent", "drifting", "repeating", "broken", "too few", "too many", "budget spent")
_TIME = pl.Datetime("us", "UTC")
_ROW = pl.Schema({
    "name": pl.String(), "title": pl.String(), "title_fr": pl.String(), "state": pl.String(),
    "why": pl.String(), "good_at": _TIME, "newest_at": _TIME, "committed_at": _TIME, "checked_at": _TIME,
    "fresh_until": _TIME, "loaded_today": pl.Int64(), "expected_low": pl.Float64(),
    "expected_high": pl.Float64(), "dead_share": pl.Float64(), "repeated_share": pl.Float64(),
    "unknown": pl.List(pl.String()), "spent": pl.Float64(), "budget": pl.Float64(), "unit": pl.String(),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Health:
    """One source as it fares at `checked_at`. Shares are of the items of the last seven days."""

    name: str
    title: str
    state: str
    why: str
    checked_at: datetime
    title_fr: str | None = None
    fresh_until: datetime | None = None
    good_at: datetime | None = None
    newest_at: datetime | None = None
    committed_at: datetime | None = None
    loaded_today: int = 0
    expected_low: float | None = None
    expected_high: float | None = None
    dead_share: float | None = None
    repeated_share: float | None = None
    unknown: list[str] = field(default_factory=list)
    spent: float | None = None
    budget: float | None = None
    unit: str | None = None

    @property
    def alert(self) -> bool:
        """Somebody should look at it."""
        return self.state in ALERTS


def judge(config: Config, state: SourceState, now: datetime) -> Health:
    """The health of one source, from what is remembered of it."""
    declared = config.source.declared
    week = _last_days(state, now, WEEK)
    word, why = _verdict(config, state, now, week)
    low, high = declared.plausible or (None, None)
    return Health(
        name=declared.name,
        title=declared.title,
        title_fr=declared.title_fr,
        state=word,
        why=why,
        checked_at=now,
        fresh_until=now + max(NEWS, 2 * (config.every() or NEWS)),
        good_at=state.good_at,
        newest_at=state.newest_at,
        committed_at=state.committed_at,
        loaded_today=state.days.get(f"{now:%Y-%m-%d}", Tally()).loaded,
        expected_low=low,
        expected_high=high,
        dead_share=_share(week.dead, week.read),
        repeated_share=_share(week.repeated, week.loaded),
        unknown=sorted(state.unknown),
        spent=state.spent.get(f"{now:%Y-%m}", 0.0) if declared.price else None,
        budget=config.monthly_budget(),
        unit=declared.price.unit if declared.price else None,
    )


def _verdict(config: Config, state: SourceState, now: datetime, week: Tally) -> tuple[str, str]:
    """The worst that is true of it, and what to do."""
    declared = config.source.declared
    if config.source.collect is None:
        return "import", ""
    if reason := config.closed():
        return "off", reason
    if state.failures:
        again = f"; asked again after {state.retry_at:%Y-%m-%d %H:%M} UTC" if state.retry_at else ""
        return "failing", f"{state.failures} times in a row: {state.failure}{again}"
    if spent := _spent(config, state, now):
        return spent
    if state.committed_at is None:
        return "ready", f"never run: cyberimpact collect {declared.name}"
    problem = _silence(declared, state, now) or _drift(declared, state, now) or _shares(declared, week)
    return problem or _counts(declared, state, now) or ("ok", "")


def _spent(config: Config, state: SourceState, now: datetime) -> tuple[str, str] | None:
    price, monthly = config.source.declared.price, config.monthly_budget()
    spent = state.spent.get(f"{now:%Y-%m}", 0.0)
    if price is None or monthly is None or spent + price.per_record <= monthly:
        return None
    return (
        "budget spent",
        f"{spent:.2f} of {monthly:.2f} {price.unit} this month: see monthly_budget in {config.file}",
    )


def _silence(declared: Declaration, state: SourceState, now: datetime) -> tuple[str, str] | None:
    since = state.good_at or state.committed_at
    if declared.silent_after is None or since is None or now - since <= declared.silent_after:
        return None
    hours = declared.silent_after.total_seconds() / 3600
    return "silent", f"no good record since {since:%Y-%m-%d %H:%M} UTC (one is expected every {hours:g} h)"


def _drift(declared: Declaration, state: SourceState, now: datetime) -> tuple[str, str] | None:
    if not state.unknown or state.unknown_at is None or now - state.unknown_at > DRIFT_SHOWN_FOR:
        return None
    names = ", ".join(f"{name} ({count:,})" for name, count in sorted(state.unknown.items()))
    return "drifting", (
        f"fields that nobody declared: {names}. All is in the archive; if one is a new spelling, say so in "
        f"sources.yml ({declared.name}: {{fields: {{…}}}}) and run cyberimpact replay --archive"
    )


def _shares(declared: Declaration, week: Tally) -> tuple[str, str] | None:
    dead, repeated = _share(week.dead, week.read) or 0.0, _share(week.repeated, week.loaded) or 0.0
    if week.read >= ENOUGH and dead > DEAD_SHARE:
        return (
            "broken",
            f"{dead:.0%} of its items were set aside this week: see archive/dead/{declared.name}-*",
        )
    if not declared.snapshot and week.loaded >= ENOUGH and repeated > REPEATED_SHARE:
        return "repeating", f"{repeated:.0%} of its records this week had come before: it may be stuck"
    return None


def _counts(declared: Declaration, state: SourceState, now: datetime) -> tuple[str, str] | None:
    """Yesterday's whole day against the plausible counts, when the source ran the day before too."""
    if declared.plausible is None:
        return None
    day, before = (f"{now - timedelta(days=n):%Y-%m-%d}" for n in (1, 2))
    if day not in state.days or before not in state.days:
        return None
    low, high = declared.plausible
    loaded = state.days[day].loaded
    if loaded < low:
        return "too few", f"{loaded:,} records on {day}; at least {low:g} are plausible"
    if loaded > high:
        return "too many", f"{loaded:,} records on {day}; at most {high:g} are plausible"
    return None


def _last_days(state: SourceState, now: datetime, count: int) -> Tally:
    total = Tally()
    for n in range(count):
        total.add(state.days.get(f"{now - timedelta(days=n):%Y-%m-%d}", Tally()))
    return total


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def row_of(health: Health) -> pl.DataFrame:
    """One row of (:Source), every column present: what is no longer true is erased."""
    row = {name: getattr(health, name) for name in _ROW.names()}
    return pl.DataFrame([row], schema=_ROW)
