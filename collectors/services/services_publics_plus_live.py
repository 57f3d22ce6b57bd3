"""Services Publics+: experiences of users, from the open data portal itself.

The same experiences as in the CSV export, under the portal's field names and with ISO dates: one experience is one
feedback, whichever way it came.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collectors.dates import day_first, iso_or_epoch
from collectors.services.opendatasoft import collect, unpack
from collectors.services.services_publics_plus import experience
from collectors.source import Row, declare

if TYPE_CHECKING:
    from collectors.records import Feedback

_PARIS = ZoneInfo("Europe/Paris")


def normalise(row: Row) -> Feedback:
    """One record of the portal → one feedback; a list of channels becomes what the CSV export has, `a,b`."""
    joined = {name: _joined(value) for name, value in row.values.items()}
    flat = Row(joined, row.spelling, row.repairs)
    return experience(flat, _published(flat.need("published_at")))


def _joined(value: object) -> object:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    return value


def _published(value: str) -> datetime:
    """ISO (French local time where no zone is given) or day first, as the portal's type for the field has it."""
    if "/" in value:
        return day_first("published_at", value if ":" in value else f"{value} 00:00")
    moment, unzoned = iso_or_epoch("published_at", value)
    return moment.replace(tzinfo=_PARIS).astimezone(UTC) if unzoned else moment


SOURCE = declare(
    "collectors.services", "services_publics_plus_live.yml", normalise, unpack=unpack, collect=collect
)
