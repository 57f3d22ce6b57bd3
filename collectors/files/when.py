"""Dates as spreadsheets and exports write them, once it is said which comes first, the day or the month."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from collectors.dates import iso_or_epoch, twitter
from collectors.enrichment.text import fold
from collectors.records import RecordError

Order = Literal["iso", "day-first", "month-first"]
EXPECTED: Final = {
    "iso": "2026-01-15T22:10:00+01:00 or seconds since 1970",
    "day-first": "15/01/2026 22:10",
    "month-first": "01/15/2026 10:10 PM",
}
MILLISECONDS: Final = 1e11  # seconds since 1970 stay below that until the year 5138
_CLOCK: Final = r"(?:[ t,]*(?:a )?(\d{1,2})(?:[:h](\d{2})?)?(?:[:m](\d{2})(?:\.\d+)?)?s? ?(am|pm)?)?"
_NUMBERS: Final = re.compile(r"(\d{1,2})[/. ](\d{1,2})[/. ](\d{4}|\d{2})" + _CLOCK)
_NAMED: Final = re.compile(
    r"(?:[a-z]+\.? )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.? (\d{4})" + _CLOCK
)  # the name of a weekday may stand before
_X: Final = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [+-]\d{4} \d{4}")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev feb february", "mars mar march", "avril avr apr april",
            "mai may", "juin jun june", "juillet juil jul july", "aout aug august", "septembre sept sep september",
            "octobre oct october", "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def when(field: str, value: object, order: Order, zone: str) -> datetime:
    """A time → UTC; ISO 8601, seconds (or milliseconds) since 1970 and X's own form are read under every order.

    zone    of times that have none of their own, as Europe/Paris
    raises  RecordError for what is no time, or names no day of the calendar
    """
    if isinstance(value, str):
        return _text(field, value.strip(), order, zone)
    if isinstance(value, int | float) and abs(value) > MILLISECONDS:
        value = value / 1000
    if isinstance(value, datetime) and value.tzinfo is None:
        return _local(field, value, zone)
    return iso_or_epoch(field, value)[0]


def _text(field: str, text: str, order: Order, zone: str) -> datetime:
    if _NUMBER.fullmatch(text):
        return when(field, float(text), order, zone)
    if _ISO.match(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise _wrong(field, text, order) from None
        return _local(field, moment, zone) if moment.tzinfo is None else iso_or_epoch(field, moment)[0]
    return twitter(field, text) if _X.fullmatch(text) else _local(field, _written(field, text, order), zone)


def _written(field: str, text: str, order: Order) -> datetime:
    flat = fold(text)
    if named := _NAMED.fullmatch(flat):
        day, month, year = int(named[1]), _MONTHS.get(named[2], 0), int(named[3])
        found: re.Match[str] = named
    elif (numbers := _NUMBERS.fullmatch(flat)) and order != "iso":
        first, second, year = int(numbers[1]), int(numbers[2]), int(numbers[3])
        day, month = (first, second) if order == "day-first" else (second, first)
        found = numbers
    else:
        raise _wrong(field, text, order)
    try:
        return datetime(year + 2000 * (year < 100), month, day, *_clock(found))  # noqa: DTZ001 - its zone comes next
    except ValueError:
        raise _wrong(field, text, order) from None


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour, minute, second = (int(found[n] or 0) for n in (4, 5, 6))
    if found[7]:
        hour = hour % 12 + 12 * (found[7] == "pm")
    return hour, minute, second


def _local(field: str, moment: datetime, zone: str) -> datetime:
    try:
        utc = moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        raise RecordError(field, f"{moment.isoformat()} is out of range") from None
    return iso_or_epoch(field, utc)[0]


def _wrong(field: str, text: str, order: Order) -> RecordError:
    return RecordError(field, f'"{text[:40]}" is not a date (expected {EXPECTED[order]})')
