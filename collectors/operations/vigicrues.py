"""Vigicrues: the flood vigilance of each river section (InfoVigiCru.geojson of vigicrues.gouv.fr)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collectors.dates import iso_or_epoch
from collectors.json_document import decoded
from collectors.json_values import obj, objs
from collectors.operations.polling import Ask, poll
from collectors.operations.severity import colour, level
from collectors.records import Event, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.config import Config
    from collectors.net import Cursor, Net, Page
    from collectors.source import Item, Row

PARIS = ZoneInfo("Europe/Paris")
Point = tuple[float, float]


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """The whole map, when it has changed."""
    return poll(net, [Ask(config.text("url"))], cursor)


def unpack(body: bytes) -> Iterator[Item]:
    """One item per section: its properties, its geometry, and when the map was published."""
    whole = obj(decoded(body))
    if not isinstance(whole.get("features"), list):
        raise DocumentError("no features: this is not the map of the sections")
    stamps: Item = {name: whole[name] for name in ("DtHrInfoVigiCru", "RefInfoVigiCru") if name in whole}
    for feature in objs(whole["features"]):
        held = {name: value for name, value in feature.items() if name not in {"type", "properties"}}
        yield {**held, **obj(feature.get("properties")), **stamps}


def normalise(row: Row) -> Event:
    """River section → flood event of the day; severity 1 (green) to 4 (red)."""
    section, severity = row.need("section"), level("level", row.number("level"))
    at = _published(row)
    name = row.text("name") or section
    lon, lat = _middle(row.get("geometry"))
    return Event(
        uid=f"vigicrues:{section}:{at.astimezone(PARIS):%Y-%m-%d}",
        kind="flood",
        at=at,
        severity=severity,
        title=f"Vigilance crues {colour(severity)} : {name}",
        lat=lat,
        lon=lon,
        source="vigicrues",
        url="https://www.vigicrues.gouv.fr/",
        repairs=tuple(row.repairs),
    )


def _published(row: Row) -> datetime:
    """When the map was published: its time, else its edition (`26082026_10`: day and hour in Paris)."""
    if (stamp := row.get("published")) is not None:
        at, repair = iso_or_epoch("published", stamp)
        row.repairs.extend([repair] if repair else [])
        return at
    edition = row.need("edition")
    try:
        at = datetime.strptime(edition, "%d%m%Y_%H").replace(tzinfo=PARIS)
    except ValueError:
        raise RecordError("edition", f'"{edition[:40]}" is no edition (expected DDMMYYYY_HH)') from None
    return iso_or_epoch("edition", at)[0]


def _middle(geometry: object) -> Point | tuple[None, None]:
    """The point in the middle of the longest line: it lies on the river, which a centroid need not."""
    lines = sorted(_lines(obj(geometry).get("coordinates")), key=len)
    return lines[-1][len(lines[-1]) // 2] if lines else (None, None)


def _lines(coordinates: object) -> list[list[Point]]:
    """The lines of a LineString or a MultiLineString; points out of the world are left out."""
    if not isinstance(coordinates, list) or not coordinates:
        return []
    first = coordinates[0]
    if isinstance(first, list) and first and isinstance(first[0], list):
        return [line for part in coordinates for line in _line(part)]
    return _line(coordinates)


def _line(part: object) -> list[list[Point]]:
    points = [p for value in part if (p := _point(value)) is not None] if isinstance(part, list) else []
    return [points] if points else []


def _point(value: object) -> Point | None:
    if not isinstance(value, list) or len(value) < 2:
        return None
    lon, lat = value[:2]
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return (float(lon), float(lat)) if abs(lon) <= 180 and abs(lat) <= 90 else None


SOURCE = declare(__package__, "vigicrues.yml", normalise, unpack=unpack, collect=collect)
