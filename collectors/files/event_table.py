"""The canonical event table: incidents, alerts and measures, `uid, kind, at` and what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.files.cells import identifier, moment, needed_moment, point, severity
from collectors.records import Event
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row


def normalise(row: Row) -> Event:
    """One row → one event."""
    lat, lon = point(row)
    return Event(
        uid=identifier(row),
        kind=row.need("kind"),
        at=needed_moment(row, "at"),
        ended_at=moment(row, "ended_at"),
        severity=severity(row),
        title=row.text("title"),
        text=row.text("text"),
        value=row.number("value"),
        unit=row.text("unit"),
        place_insee=row.text("place_insee"),
        postal_code=row.text("postal_code"),
        departement=row.text("departement"),
        region=row.text("region"),
        lat=lat,
        lon=lon,
        source=row.text("source") or "event",
        url=row.text("url"),
        deleted_at=moment(row, "deleted_at"),
        repairs=tuple(row.repairs),
    )


SOURCE = declare("collectors.files", "event_table.yml", normalise)
