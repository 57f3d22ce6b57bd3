"""Services Publics+: experiences of users, from the open data portal itself.

The same experiences as in the CSV export, under the portal's field names and with ISO dates: one experience is one
feedback, whichever way it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.services.opendatasoft import collect, unpack
from collectors.services.services_publics_plus import experience, told
from collectors.source import Row, declare

if TYPE_CHECKING:
    from collectors.records import Feedback


def normalise(row: Row) -> Feedback:
    """One record of the portal → one feedback; a list of channels becomes what the CSV export has, `a,b`."""
    joined = {name: _joined(value) for name, value in row.values.items()}
    flat = Row(joined, row.spelling, row.repairs)
    return experience(flat, told("published_at", flat.need("published_at")))


def _joined(value: object) -> object:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    return value


SOURCE = declare(
    "collectors.services", "services_publics_plus_live.yml", normalise, unpack=unpack, collect=collect
)
