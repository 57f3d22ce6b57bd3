"""MeteoAlarm: the weather warnings of a European country (feeds.meteoalarm.org, Atom or JSON, CAP profile)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collectors.dates import iso_or_epoch
from collectors.json_document import decoded
from collectors.json_values import obj, objs, text
from collectors.operations import cap_message, xml_tree
from collectors.operations.polling import Ask, poll
from collectors.operations.severity import CAP_SEVERITY
from collectors.operations.zones import folded
from collectors.records import Event, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Cursor, Net, Page
    from collectors.source import Item, Row

PARIS = ZoneInfo("Europe/Paris")
# Ours → the letters that say it in a type ("3; Thunderstorm"), a title or an event, in English or French. The
# first that is found counts, so what is narrow comes before what is wide. Type numbers are not used: members
# disagree on those above 10, and Météo-France leaves them out at times.
KINDS = {
    "rain-flood": ("rainflood", "pluieinondation"),
    "snow-ice": ("snow", "neige", "verglas"),
    "coastal": ("coastal", "vagues"),
    "avalanche": ("avalanche",),
    "forest-fire": ("forestfire", "feudeforet"),
    "heat": ("hightemperature", "canicule"),
    "cold": ("lowtemperature", "grandfroid"),
    "thunderstorm": ("thunderstorm", "orage"),
    "fog": ("fog", "brouillard"),
    "wind": ("wind", "vent"),
    "flood": ("flood", "crue"),
    "rain": ("rain", "pluie"),
}
COLOURS = {"green": 1, "yellow": 2, "orange": 3, "red": 4}
_TITLE = re.compile(r"(green|yellow|orange|red)\s+(.+?)\s+warning", re.IGNORECASE)


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """The warnings, when they have changed."""
    accepted = {"Accept": "application/atom+xml, application/json, text/xml"}
    return poll(net, [Ask(config.text("url"))], cursor, accepted)


def unpack(body: bytes) -> list[Item]:
    """One item per warning and zone, in the order in which they were sent: the last word on a zone comes last."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        items = list(_of_json(obj(decoded(body)).get("warnings")))
    else:
        items = _of_atom(xml_tree.parse(body))
    return sorted(items, key=_sent)


def _sent(item: Item) -> datetime:
    """When the warning was sent; long ago where that cannot be read, which `normalise` then says."""
    try:
        return iso_or_epoch("sent", item.get("sent"))[0]
    except RecordError:
        return datetime.min.replace(tzinfo=UTC)


def _of_json(warnings: object) -> Iterator[Item]:
    """The warnings, each with its French block and cut up into its areas."""
    if not isinstance(warnings, list):
        raise DocumentError("no warnings: this is not an answer of MeteoAlarm")
    for warning in objs(warnings):
        held = {name: value for name, value in warning.items() if name != "alert"}
        alert = obj(warning.get("alert"))
        own = {name: value for name, value in alert.items() if name != "info"}
        for info in cap_message.infos(alert) or [{}]:
            said = {name: value for name, value in info.items() if name != "area"}
            for area in objs(info.get("area")) or [{}]:
                yield {**held, **own, **said, **area}


def _of_atom(feed: Element) -> list[Item]:
    """The entries, whose elements of CAP stand directly in them."""
    if feed.tag != "feed":
        raise DocumentError(f"<{feed.tag[:40]}> is no Atom feed")
    return [cap_message.message(entry) for entry in feed.iter("entry")]


def normalise(row: Row) -> Event | None:
    """Zone × phenomenon × day → event; None for an exercise and for a warning that was replaced."""
    if (row.text("status") or "Actual") != "Actual":
        return None
    sent = _time(row, "sent")
    begin = _time(row, "begin") if row.get("begin") is not None else sent
    end = _time(row, "end") if row.get("end") is not None else None
    if end is not None and end < begin:
        return None  # Météo-France's mark of a warning that another has replaced
    severity, kind = _severity(row), _kind(row)
    lifted = severity == 1 or row.text("type") == "Cancel"
    area: Json = {"areaDesc": row.text("zone_name"), "geocode": row.get("codes")}
    place = cap_message.place([area])
    return Event(
        uid=f"meteoalarm:{place.departement or _zone(area)}:{kind}:{begin.astimezone(PARIS):%Y-%m-%d}",
        kind=kind,
        at=begin,
        ended_at=sent if lifted else end,
        severity=1 if lifted else severity,
        title=row.text("title") or row.text("event"),
        text="\n".join(part for name in ("text", "advice") if (part := row.text(name))) or None,
        place_insee=place.commune,
        departement=place.departement,
        source="meteoalarm",
        url=row.text("web") or "https://meteoalarm.org/",
        repairs=tuple(row.repairs),
    )


def _zone(area: Json) -> str:
    """The zone's own code, else its name."""
    codes = (text(code.get("value")) for code in objs(area.get("geocode")))
    found = next((code for code in codes if code), None) or text(area.get("areaDesc"))
    if found is None:
        raise RecordError("zone_name", "neither a code nor a name of the zone")
    return found


def _parameter(row: Row, name: str) -> str:
    """`3; orange; Severe`, `1; Wind`; empty when not given."""
    values = (text(one.get("value")) for one in objs(row.get("parameters")) if one.get("valueName") == name)
    return next((value for value in values if value), "")


def _severity(row: Row) -> int | None:
    """By the awareness level, else by the colour in the title, else by CAP's own severity."""
    given = _parameter(row, "awareness_level").partition(";")[0].strip()
    if given in {"1", "2", "3", "4"}:
        return int(given)
    title = _TITLE.match(row.text("title") or "")
    return COLOURS[title[1].lower()] if title else CAP_SEVERITY.get(row.text("severity") or "")


def _kind(row: Row) -> str:
    """By the awareness type, else by the title, else by the event; `weather` for what none tells."""
    title = _TITLE.match(row.text("title") or "")
    for said in (_parameter(row, "awareness_type"), title[2] if title else "", row.text("event") or ""):
        letters = folded(said).replace(" ", "")
        if kind := next((ours for ours, words in KINDS.items() if any(w in letters for w in words)), None):
            return kind
    return "weather"


def _time(row: Row, field: str) -> datetime:
    return iso_or_epoch(field, row.get(field))[0]


SOURCE = declare(__package__, "meteoalarm.yml", normalise, unpack=unpack, collect=collect)
