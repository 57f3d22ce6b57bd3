"""Times as sources write them → aware UTC datetimes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from collectors.records import RecordError

FIRST_YEAR, LAST_YEAR = 1990, 2099
NO_ZONE = "time without zone: read as UTC"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}


def iso_or_epoch(field: str, value: object) -> tuple[datetime, str | None]:
    """ISO 8601 text, epoch seconds (number or text of one) → UTC, and the repair made, if any.

    Raises RecordError for anything else and for years outside 1990 to 2099.
    """
    if isinstance(value, str):
        return _from_text(field, value.strip())
    if isinstance(value, datetime):
        return _aware(field, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(field, float(value)), None
    raise RecordError(field, f"{value!r} is not a time (expected ISO 8601 or epoch seconds)")


def _from_text(field: str, text: str) -> tuple[datetime, str | None]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _from_epoch(field, _seconds(field, text)), None
    return _aware(field, moment)


def _seconds(field: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise RecordError(
            field, f'"{text[:40]}" is not a time (expected ISO 8601 or epoch seconds)'
        ) from None


def _aware(field: str, moment: datetime) -> tuple[datetime, str | None]:
    try:
        utc = moment if moment.tzinfo is UTC else _in_utc(moment)
    except OverflowError:
        raise RecordError(field, f"{moment.isoformat()} is out of range") from None
    return _plausible(field, utc), None if moment.tzinfo else NO_ZONE


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _from_epoch(field: str, seconds: float) -> datetime:
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise RecordError(field, f"{seconds:.0f} is no plausible number of seconds since 1970") from None
    return _plausible(field, moment)


def _plausible(field: str, moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise RecordError(field, f"year {moment.year} is not plausible ({FIRST_YEAR} to {LAST_YEAR} are)")
    return moment


def twitter(field: str, text: str) -> datetime:
    """`Wed Jan 07 11:07:51 +0000 2015` (X v1.1) → UTC."""
    try:
        _, month, day, clock, zone, year = text.split()
        sign = -1 if zone[0] == "-" else 1
        offset = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
        hour, minute, second = map(int, clock.split(":"))
        moment = datetime(int(year), _MONTHS[month], int(day), hour, minute, second, tzinfo=UTC)
    except (ValueError, KeyError, IndexError):
        raise RecordError(
            field, f'"{text[:40]}" is not a time (expected Wed Jan 07 11:07:51 +0000 2015)'
        ) from None
    return _plausible(field, moment - offset)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_first(field: str, text: str, zone: str = "Europe/Paris") -> datetime:
    """`17/07/2020 23:39` in French local time → UTC."""
    try:
        local = datetime.strptime(text.strip(), "%d/%m/%Y %H:%M").replace(tzinfo=_zone(zone))
    except ValueError:
        raise RecordError(field, f'"{text[:40]}" is not a date (expected DD/MM/YYYY HH:MM)') from None
    return _plausible(field, local.astimezone(UTC))
