"""Operational events: one documented table for what no one publishes.

Police log, camera events, fire brigade, sea rescue, agents of green spaces, density seen by telecom operators,
transport, hospital emergencies. An image, a plate or a name has no column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec
from msgspec import Meta

from collectors.operations import schema
from collectors.records import Event, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.source import Row

Feed = Literal[
    "police-log",
    "camera",
    "fire-brigade",
    "sea-rescue",
    "green-spaces",
    "telecom-density",
    "transport",
    "hospital-emergencies",
    "other",
]
PLACES: Final = 3  # decimals of a coordinate that are kept: about 100 m, a street and not a door
TOGETHER: Final = {"lat": ["lon"], "lon": ["lat"], "value": ["unit"], "unit": ["value"]}


class OperationalEvent(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One incident or one measure of an operational service. In CSV every value is a text and an empty cell a
    missing field. ended_at is not before at. Coordinates are kept to three decimals, about 100 m.
    """

    id: schema.Identifier
    feed: Annotated[Feed, Meta(description=f"who reports it: one of {', '.join(Feed.__args__)}")]
    kind: Annotated[
        str,
        Meta(
            pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
            max_length=60,
            description="what happened, in lower-case words with hyphens: fire, noise, crowd, traffic-accident, "
            "fallen-tree, density, emergency-visits",
            examples=["fire", "noise", "crowd", "traffic-accident", "density", "emergency-visits"],
        ),
    ]
    at: schema.Moment
    ended_at: schema.Moment | None = None
    severity: Annotated[int, Meta(ge=1, le=4, description="1 green, 2 yellow, 3 orange, 4 red")] | None = None
    title: schema.Title | None = None
    text: schema.Text | None = None
    value: schema.Amount | None = None
    unit: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=30,
                description="unit of the value: people, people/km2, visits, percent",
            ),
        ]
        | None
    ) = None
    insee_com: schema.Insee | None = None
    postal_code: schema.PostalCode | None = None
    departement: schema.Departement | None = None
    lat: Annotated[float, Meta(ge=-90, le=90, description="degrees north, WGS 84, as 48.117")] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180, description="degrees east, WGS 84, as -1.678")] | None = None
    url: (
        Annotated[
            str, Meta(pattern="^https?://[^ ]+$", max_length=2000, description="a web address, http or https")
        ]
        | None
    ) = None
    cancelled_at: schema.Moment | None = None


def json_schema() -> dict[str, object]:
    """What schemas/operational-events.schema.json holds."""
    return schema.json_schema(OperationalEvent, "CyberImpact operational event", TOGETHER)


def normalise(row: Row) -> Event:
    """One row → one event, its coordinates rounded to about 100 m."""
    given = schema.checked(row, OperationalEvent)
    schema.complete(row, given, TOGETHER)
    at = schema.moment(row, "at", given.at)
    return Event(
        uid=f"operational-events:{given.feed}:{given.id}",
        kind=given.kind,
        at=at,
        ended_at=_end(row, given.ended_at, at),
        severity=given.severity,
        title=given.title,
        text=given.text,
        value=given.value,
        unit=given.unit,
        place_insee=given.insee_com,
        postal_code=given.postal_code,
        departement=given.departement,
        lat=None if given.lat is None else round(given.lat, PLACES),
        lon=None if given.lon is None else round(given.lon, PLACES),
        source="operational-events",
        url=given.url,
        deleted_at=schema.moment(row, "cancelled_at", given.cancelled_at) if given.cancelled_at else None,
        repairs=tuple(row.repairs),
    )


def _end(row: Row, text: str | None, at: datetime) -> datetime | None:
    if text is None:
        return None
    ended = schema.moment(row, "ended_at", text)
    if ended < at:
        raise RecordError(
            schema.column(row, "ended_at"), f"is before {schema.column(row, 'at')}: swap or mend them"
        )
    return ended


SOURCE = declare("collectors.operations", "incidents.yml", normalise)
