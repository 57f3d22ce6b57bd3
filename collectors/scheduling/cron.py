"""Cron expressions as people write them, on APScheduler's triggers, and the times they give.

Two rules of cron that APScheduler does not have: Sunday is 0 or 7 (not Monday 0), and a job with both a day
of the month and a day of the week runs on either (not on days that are both).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from apscheduler.triggers.base import BaseTrigger

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_TICK = timedelta(microseconds=1)


def trigger(cron: str, zone: ZoneInfo) -> BaseTrigger:
    """The trigger of "minute hour day month weekday" in that time zone; ValueError when it cannot be one.

    A local time that the change to winter time repeats comes twice, and one that the change to summer time
    skips comes an hour later.
    """
    fields = cron.split()
    if len(fields) != 5:
        raise ValueError(f"five fields are expected (minute hour day month weekday), {len(fields)} are given")
    minute, hour, day, month, weekday = fields
    days = [(day, _weekdays(weekday))]
    if not day.startswith("*") and not weekday.startswith("*"):
        days = [(day, "*"), ("*", _weekdays(weekday))]
    triggers = [
        CronTrigger(minute=minute, hour=hour, day=d, month=month, day_of_week=w, timezone=zone)
        for d, w in days
    ]
    return triggers[0] if len(triggers) == 1 else OrTrigger(triggers)


def next_due(when: BaseTrigger, after: datetime) -> datetime | None:
    """The first due time later than `after`, in UTC; None when there is none."""
    found = cast("datetime | None", when.get_next_fire_time(None, after.astimezone(UTC) + _TICK))
    return None if found is None else found.astimezone(UTC)


def last_due(when: BaseTrigger, after: datetime, now: datetime) -> datetime | None:
    """The last due time in (after, now], in UTC; None when there is none.

    Looks back over windows that double, so that a year of missed minutes costs no more than one of them.
    """
    window, start, found = timedelta(minutes=1), now, None
    while found is None and start > after:
        start, window = max(after, now - window), window * 2
        found = _up_to(next_due(when, start), now)
    last = found
    while found is not None:
        last, found = found, _up_to(next_due(when, found), now)
    return last


def _up_to(due: datetime | None, now: datetime) -> datetime | None:
    return due if due is not None and due <= now else None


def _weekdays(field: str) -> str:
    """Weekdays by number (Sunday 0 or 7) or name → the names that APScheduler knows."""
    if field.startswith("*"):
        step = int(field.removeprefix("*").removeprefix("/") or 1)
        return "*" if step == 1 else ",".join(_DAYS[::step])
    return ",".join(_DAYS[day % 7] for part in field.split(",") for day in _weekday_range(part))


def _weekday_range(part: str) -> range:
    """1-5/2 → 1, 3, 5; the week may be counted past its end ("fri-mon" is 5, 6, 7, 8)."""
    span, _, step = part.partition("/")
    first, _, last = span.partition("-")
    start = _weekday(first)
    end = _weekday(last) if last else start
    return range(start, (end + 7 if end < start else end) + 1, int(step or 1))


def _weekday(text: str) -> int:
    if text.lower() in _DAYS:
        return _DAYS.index(text.lower())
    if text.isdigit() and int(text) <= 7:
        return int(text)
    raise ValueError(f"{text!r} is not a day of the week (0 to 7, or sun, mon, tue, wed, thu, fri, sat)")
