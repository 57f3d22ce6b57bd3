"""CAP 1.2 alerts (OASIS, Common Alerting Protocol 1.2): one event per alert, through updates and cancellation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.json_values import objs, text
from collectors.operations import cap_message, xml_tree
from collectors.operations.cap_index import collect
from collectors.records import Event, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.json_values import Json
    from collectors.source import Item, Row

KINDS = {
    "Geo": "geophysical",
    "Met": "weather",
    "Safety": "safety",
    "Security": "security",
    "Rescue": "rescue",
    "Fire": "fire",
    "Health": "health",
    "Env": "environment",
    "Transport": "transport",
    "Infra": "infrastructure",
    "CBRNE": "cbrne",
}
_TOLD = frozenset({"Alert", "Update", "Cancel"})


@dataclass(frozen=True, slots=True)
class Reference:
    """One message among `references`: sender,identifier,sent."""

    sender: str
    identifier: str
    sent: datetime


def unpack(body: bytes) -> Iterator[Item]:
    """The alerts of a document: itself, or those that it holds (a feed with alerts inside)."""
    found = list(xml_tree.parse(body).iter("{cap}alert"))
    if not found:
        raise DocumentError("no CAP alert in it")
    for alert in found:
        yield cap_message.message(alert)


def normalise(row: Row) -> Event | None:
    """Alert → event under the name of its first message; None for what is not for the public, or not actual."""
    kind = row.text("type") or "Alert"
    if row.need("status") != "Actual" or kind not in _TOLD or (row.text("scope") or "Public") != "Public":
        return None
    sent = _time("sent", row.need("sent"))
    own = Reference(row.need("sender"), row.need("identifier"), sent)
    first = min(_references(row), key=lambda one: one.sent, default=own) if kind != "Alert" else own
    chosen = cap_message.infos({"info": row.get("info")})
    worst = max(chosen, key=lambda info: cap_message.severity(info) or 0, default={})
    place = cap_message.place([area for info in chosen for area in objs(info.get("area"))])
    gone = kind == "Cancel"
    return Event(
        uid=f"cap:{first.sender}:{first.identifier}",
        kind=_kind(worst),
        at=first.sent,
        ended_at=sent if gone else _expiry(chosen),
        severity=cap_message.severity(worst),
        title=text(worst.get("headline")) or text(worst.get("event")),
        text=_text(worst),
        place_insee=place.commune,
        departement=place.departement,
        region=place.region,
        lat=place.lat,
        lon=place.lon,
        source="cap",
        url=text(worst.get("web")),
        deleted_at=sent if gone else None,
        repairs=tuple(row.repairs),
    )


def _references(row: Row) -> list[Reference]:
    """The messages that this one follows; what is no reference is passed over and said."""
    found = []
    for written in (row.text("references") or "").split():
        parts = written.split(",")
        try:
            sender, identifier, sent = parts
            found.append(Reference(sender, identifier, _time("references", sent)))
        except (ValueError, RecordError):
            row.repairs.append("reference that names no message")
    return found


def _kind(info: Json) -> str:
    categories = info.get("category")
    first = categories[0] if isinstance(categories, list) and categories else categories
    return KINDS.get(text(first) or "", "alert")


def _expiry(chosen: list[Json]) -> datetime | None:
    ends = [_time("expires", end) for info in chosen if (end := text(info.get("expires")))]
    return max(ends, default=None)


def _text(info: Json) -> str | None:
    """What happens, what to do, and where."""
    zones = [name for area in objs(info.get("area")) if (name := text(area.get("areaDesc")))]
    where = f"Zone : {', '.join(zones)}" if zones else None
    parts = [text(info.get("description")), text(info.get("instruction")), where]
    return "\n".join(part for part in parts if part) or None


def _time(field: str, value: str) -> datetime:
    return iso_or_epoch(field, value)[0]


SOURCE = declare(__package__, "cap.yml", normalise, unpack=unpack, collect=collect)
