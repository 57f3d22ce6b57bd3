"""GTFS-Realtime service alerts (gtfs.org, gtfs-realtime.proto 2.0), through gtfs-realtime-bindings."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet
from google.transit import gtfs_realtime_pb2

from collectors.dates import iso_or_epoch
from collectors.json_values import obj, objs, text, whole
from collectors.operations import context
from collectors.operations.polling import Ask, poll
from collectors.operations.zones import departement
from collectors.reading import decode
from collectors.records import Event
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.transit.gtfs_realtime_pb2 import FeedEntity

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Net, Page
    from collectors.source import Item, Row

PARIS = ZoneInfo("Europe/Paris")
SEVERITY = {"INFO": 1, "WARNING": 2, "SEVERE": 3}
CAUSES = {
    "TECHNICAL_PROBLEM": "transport-breakdown",
    "STRIKE": "transport-strike",
    "DEMONSTRATION": "transport-demonstration",
    "ACCIDENT": "transport-accident",
    "WEATHER": "transport-weather",
    "MAINTENANCE": "transport-works",
    "CONSTRUCTION": "transport-works",
    "POLICE_ACTIVITY": "transport-police",
    "MEDICAL_EMERGENCY": "transport-emergency",
}
NO_BEGIN = "alert without a begin: the day of the feed"
_NO_END = 2**62  # some feeds write the largest number for "no end"


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Each feed that has changed."""
    places = config.mapping("departements")
    asked = [
        Ask(url, name, context.line({"feed": name, "departement": places.get(name)}))
        for name, url in config.mapping("feeds").items()
    ]
    return poll(net, asked, cursor)


def unpack(body: bytes) -> Iterator[Item]:
    """The alerts of one FeedMessage, in the names of the specification, and what was deleted."""
    said, rest = context.split(body)
    message = gtfs_realtime_pb2.FeedMessage()
    try:
        message.ParseFromString(rest)
    except DecodeError as error:
        raise DocumentError(f"no GTFS-Realtime message: {error}") from error
    if not message.IsInitialized():
        raise DocumentError("no GTFS-Realtime message: a required field is missing")
    for entity in message.entity:
        if entity.HasField("alert") or entity.is_deleted:
            _mend(entity)
            held = MessageToDict(entity, preserving_proto_field_name=True)
            unknown = {f"field {found.field_number}": None for found in UnknownFieldSet(entity)}
            yield {**said, **unknown, **held, "timestamp": message.header.timestamp or None}


def _mend(entity: FeedEntity) -> None:
    """Texts that are not UTF-8 come out of protobuf as bytes, whatever its types say."""
    entity.id = _utf8(entity.id)
    for field, value in entity.alert.ListFields():
        if field.message_type is not None and field.message_type.name == "TranslatedString":
            for one in value.translation:
                one.text = _utf8(one.text)


def _utf8(value: object) -> str:
    return decode(value)[0] if isinstance(value, bytes) else str(value)


def normalise(row: Row) -> Event | None:
    """Alert → event; one that the feed has deleted is withdrawn."""
    alert = obj(row.get("alert"))
    gone = row.get("deleted") is True
    if not alert and not gone:
        return None
    begin, end = _period(row, alert)
    feed = row.text("feed")
    place = row.text("departement")
    return Event(
        uid=":".join(part for part in ("gtfs-rt", feed, row.need("id")) if part),
        kind=CAUSES.get(text(alert.get("cause")) or "", "transport"),
        at=begin,
        ended_at=end,
        severity=SEVERITY.get(text(alert.get("severity_level")) or ""),
        title=_translated(alert, "header_text"),
        text=_text(alert),
        departement=departement(place) if place else None,
        source="gtfs-rt-alerts",
        url=_translated(alert, "url"),
        deleted_at=_published(row) if gone else None,
        repairs=tuple(row.repairs),
    )


def _period(row: Row, alert: Json) -> tuple[datetime, datetime | None]:
    """First begin and last end of the active periods; the end is open when one of them is."""
    periods = objs(alert.get("active_period"))
    begins = [begin for period in periods if (begin := whole(period.get("start")))]
    ends = [whole(period.get("end")) or _NO_END for period in periods]
    last = max(ends, default=_NO_END)
    end = None if last >= _NO_END else iso_or_epoch("active_period.end", last)[0]
    if begins:
        return iso_or_epoch("active_period.start", min(begins))[0], end
    row.repairs.append(NO_BEGIN)
    day = _published(row).astimezone(PARIS).date()
    return datetime.combine(day, time(), PARIS).astimezone(UTC), end


def _published(row: Row) -> datetime:
    return iso_or_epoch("timestamp", row.get("published"))[0]


def _translated(alert: Json, name: str) -> str | None:
    """The French text, else the one without a language, else the first."""
    given = objs(obj(alert.get(name)).get("translation"))
    ranked = sorted(given, key=lambda one: _rank(text(one.get("language"))))
    return next((found for one in ranked if (found := text(one.get("text")))), None)


def _rank(language: str | None) -> int:
    if language is None:
        return 1
    return 0 if language.lower().startswith("fr") else 2


def _text(alert: Json) -> str | None:
    """The description, and which lines and stops it is about, in the feed's own identifiers."""
    parts = [_translated(alert, "description_text")]
    for name, french in (("route_id", "Lignes"), ("stop_id", "Arrêts")):
        ids = [found for one in objs(alert.get("informed_entity")) if (found := text(one.get(name)))]
        parts.append(f"{french} : {', '.join(dict.fromkeys(ids))}" if ids else None)
    return "\n".join(part for part in parts if part) or None


SOURCE = declare(__package__, "gtfs_rt_alerts.yml", normalise, unpack=unpack, collect=collect)
