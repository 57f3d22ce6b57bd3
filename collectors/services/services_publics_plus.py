"""Services Publics+: experiences of users, as the site's CSV export has them (`;`, day-first dates).

Codes arrive as floats (`73000.0`, `6.0`) and are made codes again; a negative axis expresses a need.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collectors.dates import day_first, iso_or_epoch
from collectors.records import Feedback, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row

_PARIS = ZoneInfo("Europe/Paris")
_RATINGS = {"positif": "positive", "neutre": "neutral", "négatif": "negative"}


def normalise(row: Row) -> Feedback:
    """One line of the CSV export → one feedback."""
    return experience(row, day_first("Date de publication", row.need("published_at")))


def experience(row: Row, created_at: datetime) -> Feedback:
    """One experience → one feedback, located by the service's postal code, else the user's département."""
    return Feedback(
        uid=f"services-publics-plus:{row.need('id')}",
        title=row.text("title"),
        text=row.need("text"),
        created_at=created_at,
        rating=_rating(row, "rating"),
        channel=row.text("channel"),
        status="answered" if row.text("state") == "Expérience avec réponse" else "waiting",
        answered_at=_answered(row),
        departement=_code(row.text("departement"), 2) or row.text("departement_name"),
        postal_code=_code(row.text("postal_code"), 5),
        services=[name for n in (1, 2, 3) if (name := row.text(f"service_{n}"))],
        accessibility=_rating(row, "accessibility"),
        explanation=_rating(row, "explanation"),
        relation=_rating(row, "relation"),
        responsiveness=_rating(row, "responsiveness"),
        simplicity=_rating(row, "simplicity"),
        source="services-publics-plus",
        repairs=tuple(row.repairs),
    )


def told(field: str, value: str) -> datetime:
    """ISO (French local time where no zone is given) or day first, with or without a time of the day → UTC."""
    if "/" in value:
        return day_first(field, value if ":" in value else f"{value} 00:00")
    moment, unzoned = iso_or_epoch(field, value)
    return moment.replace(tzinfo=_PARIS).astimezone(UTC) if unzoned else moment


def _answered(row: Row) -> datetime | None:
    """When the first structure answered; a date that cannot be read is left out and told."""
    value = row.text("answered_at")
    try:
        return None if value is None else told("answered_at", value)
    except RecordError:
        row.repairs.append("date of the answer unreadable: left out")
        return None


def _rating(row: Row, name: str) -> str | None:
    value = row.text(name)
    if value is None:
        return None
    try:
        return _RATINGS[value.lower()]
    except KeyError:
        raise RecordError(name, f'"{value[:40]}" is not Positif, Neutre or Négatif') from None


def _code(value: str | None, width: int) -> str | None:
    """`6.0` → `06`, `2A` → `2A`, `73000.0` → `73000`."""
    return None if value is None else value.removesuffix(".0").zfill(width)


SOURCE = declare("collectors.services", "services_publics_plus.yml", normalise)
