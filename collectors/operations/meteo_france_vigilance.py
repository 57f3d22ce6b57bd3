"""Météo-France: the vigilance map in force (DPVigilance, cartevigilance/encours, format V6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collectors.dates import iso_or_epoch
from collectors.json_document import decoded
from collectors.json_values import obj, objs, text, whole
from collectors.operations import context
from collectors.operations.polling import Ask, poll
from collectors.operations.severity import colour, level
from collectors.operations.zones import departement_name
from collectors.records import Event, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Net, Page
    from collectors.source import Item, Row

PARIS = ZoneInfo("Europe/Paris")
PHENOMENA = {
    1: ("wind", "vent violent"),
    2: ("rain-flood", "pluie-inondation"),
    3: ("thunderstorm", "orages"),
    4: ("flood", "crues"),
    5: ("snow-ice", "neige-verglas"),
    6: ("heat", "canicule"),
    7: ("cold", "grand froid"),
    8: ("avalanche", "avalanches"),
    9: ("coastal", "vagues-submersion"),
}
_ZONE = re.compile(r"(\d\d|2[AB])(10)?")  # a département, or its coast


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """The map, when it has changed."""
    lowest = context.line({"lowest_colour": config.whole("lowest_colour")})
    key = {"apikey": config.text("api_key"), "Accept": "application/json"}
    return poll(net, [Ask(config.text("url"), context=lowest)], cursor, key)


def unpack(body: bytes) -> Iterator[Item]:
    """One item per day, zone and phenomenon, and one per day for the comment on the whole country."""
    said, rest = context.split(body)
    product = obj(obj(decoded(rest)).get("product"))
    if not isinstance(product.get("periods"), list):
        raise DocumentError("no product.periods: this is not the vigilance map")
    for period in objs(product["periods"]):
        day = {**said, **{name: value for name, value in period.items() if name not in _NESTED}}
        day["update_time"] = product.get("update_time")
        yield from _comment(day, product, obj(period.get("text_items")))
        for zone in objs(obj(period.get("timelaps")).get("domain_ids")):
            yield from _phenomena(day, zone)


_NESTED = frozenset({"timelaps", "text_items", "max_count_items", "per_phenomenon_items"})


def _comment(day: Json, product: Json, texts: Json) -> Iterator[Item]:
    lines = texts.get("text")
    said = [line for part in lines if (line := text(part))] if isinstance(lines, list) else []
    if title := text(texts.get("title")):
        colours = {"global_max_color_id": product.get("global_max_color_id")}
        yield {**day, **colours, "domain_id": "FRA", "comment_title": title, "comment": "\n".join(said)}


def _phenomena(day: Json, zone: Json) -> Iterator[Item]:
    """Zones of defence and the country's own roll-up repeat what the départements say."""
    name = text(zone.get("domain_id"))
    if name is not None and (name == "FRA" or name.startswith("ZDF")):
        return
    own = {key: value for key, value in zone.items() if key != "phenomenon_items"}
    for phenomenon in objs(zone.get("phenomenon_items")):
        yield {**day, **own, **phenomenon}


def normalise(row: Row) -> Event | None:
    """Zone × phenomenon × day → event; None below the lowest colour to keep."""
    if row.get("comment_title") is not None:
        return _whole_country(row)
    severity = level("colour", row.number("colour"))
    if severity < (whole(row.get("lowest")) or 2):
        return None
    zone, phenomenon = row.need("zone"), whole(row.get("phenomenon"))
    found = _ZONE.fullmatch(zone)
    if found is None or phenomenon not in PHENOMENA:
        field = "zone" if found is None else "phenomenon"
        raise RecordError(field, f"{row.get(field)!r:.40} is unknown")
    (kind, french), (code, coast) = PHENOMENA[phenomenon], found.groups()
    at, ended_at = _hours(row, severity)
    place = f"{'littoral, ' if coast else ''}{departement_name(code) or 'département'} ({code})"
    return Event(
        uid=f"meteo-france-vigilance:{zone}:{kind}:{_day(row)}",
        kind=kind,
        at=at,
        ended_at=ended_at,
        severity=severity,
        title=f"Vigilance {colour(severity)} {french} : {place}",
        departement=code,
        source="meteo-france-vigilance",
        url="https://vigilance.meteofrance.fr/",
        repairs=tuple(row.repairs),
    )


def _whole_country(row: Row) -> Event:
    return Event(
        uid=f"meteo-france-vigilance:FRA:comment:{_day(row)}",
        kind="weather",
        at=_time(row, "day_begin"),
        ended_at=_time(row, "day_end"),
        severity=level("global_colour", row.number("global_colour")),
        title=row.need("comment_title"),
        text=row.text("comment"),
        source="meteo-france-vigilance",
        url="https://vigilance.meteofrance.fr/",
        repairs=tuple(row.repairs),
    )


def _hours(row: Row, severity: int) -> tuple[datetime, datetime]:
    """When the zone has this colour: first begin and last end; the whole day where no hours are given."""
    phases = [phase for phase in objs(row.get("hours")) if whole(phase.get("color_id")) == severity]
    if not phases:  # floods have no hours
        return _time(row, "day_begin"), _time(row, "day_end")
    begins = [iso_or_epoch("hours", phase.get("begin_time"))[0] for phase in phases]
    ends = [iso_or_epoch("hours", phase.get("end_time"))[0] for phase in phases]
    return min(begins), max(ends)


def _day(row: Row) -> str:
    """The day in Paris that a period is about: it begins at the hour of the bulletin, or at midnight."""
    return f"{_time(row, 'day_begin').astimezone(PARIS):%Y-%m-%d}"


def _time(row: Row, field: str) -> datetime:
    return iso_or_epoch(field, row.get(field))[0]


SOURCE = declare(__package__, "meteo_france_vigilance.yml", normalise, unpack=unpack, collect=collect)
