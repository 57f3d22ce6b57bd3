"""The parts of a CAP 1.2 message that every reader of alerts needs (OASIS, Common Alerting Protocol 1.2).

A message is read as MeteoAlarm writes it in JSON: the elements of the standard by name, those that may occur
more than once (info, area, geocode, polygon …) as lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectors.json_values import objs, text
from collectors.operations import zones
from collectors.operations.severity import CAP_SEVERITY
from collectors.operations.xml_tree import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from collectors.json_values import Json

REPEATED = frozenset({
    "info", "area", "category", "responseType", "eventCode", "parameter", "resource", "polygon", "circle",
    "geocode", "code",
})  # fmt: skip
DEPTH = 4  # alert, info, area, geocode: deeper elements are read as text
WIDEST_DEG = 1.0  # an outline wider or taller than this says no place
_COMMUNE = frozenset({"INSEE", "INSEE_COM", "CODE_INSEE", "COMMUNE", "CODE_COMMUNE"})
_DEPARTEMENT = frozenset({"DEPARTEMENT", "INSEE_DEP", "CODE_DEPARTEMENT", "ISO3166-2", "ISO-3166-2"})
_NUTS = frozenset({"NUTS", "NUTS3", "NUTS_3"})
_REGION = frozenset({"REGION", "INSEE_REG", "CODE_REGION"})


def message(element: Element, depth: int = DEPTH) -> Json:
    """An element of CAP as JSON."""
    found: dict[str, object] = {}
    for part in element:
        name = part.tag.removeprefix("{cap}")
        value = message(part, depth - 1) if depth > 1 and len(part) else words(part)
        if name in REPEATED:
            held = found.setdefault(name, [])
            if isinstance(held, list):
                held.append(value)
        else:
            found[name] = value
    return found


def infos(alert: Json, language: str = "fr") -> list[Json]:
    """The blocks in French, else those without a language, else all those in the language of the first."""
    given = objs(alert.get("info"))
    spoken = [(text(info.get("language")) or "").lower()[:2] for info in given]
    for wanted in (language, "", *spoken[:1]):
        if chosen := [info for info, own in zip(given, spoken, strict=True) if own == wanted]:
            return chosen
    return []


def severity(info: Json) -> int | None:
    """Minor 1, Moderate 2, Severe 3, Extreme 4; None for Unknown."""
    return CAP_SEVERITY.get(text(info.get("severity")) or "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an alert holds: the closest that holds for all its areas; nothing where that is wide."""

    commune: str | None = None
    departement: str | None = None
    region: str | None = None
    lat: float | None = None
    lon: float | None = None


def place(areas: Sequence[Json]) -> Place:
    """By the codes of the areas, else by their names, else by their outlines."""
    codes = [pair for area in areas for pair in _codes(area)]
    communes = {c for name, value in codes if name in _COMMUNE and (c := zones.commune(value))}
    departements = {d for name, value in codes if (d := _departement(name, value))}
    if len(communes) == 1 and len(departements) <= 1:
        return Place(commune=communes.pop())
    if not departements:
        named = (text(area.get("areaDesc")) for area in areas)
        departements = {d for name in named if name and (d := zones.departement_named(name))}
    if departements:
        return _within(departements)
    regions = {r for name, value in codes if name in _REGION and (r := zones.region(value))}
    if regions:
        return Place(region=regions.pop()) if len(regions) == 1 else Place()
    return _outlined(areas)


def _codes(area: Json) -> Iterable[tuple[str, str]]:
    for code in objs(area.get("geocode")):
        name, value = text(code.get("valueName")), text(code.get("value"))
        if name and value:
            yield name.upper(), value


def _departement(name: str, value: str) -> str | None:
    """Of a commune, a département or a NUTS code."""
    if name in _COMMUNE and (commune := zones.commune(value)):
        return zones.departement(commune[:3] if commune.startswith("97") else commune[:2])
    if name in _NUTS:
        return zones.departement_of_nuts(value)
    return zones.departement(value) if name in _DEPARTEMENT else None


def _within(departements: set[str]) -> Place:
    """The one département, else the one région around them all."""
    if len(departements) == 1:
        return Place(departement=departements.pop())
    around = {zones.region_of(code) for code in departements}
    return Place(region=around.pop()) if len(around) == 1 else Place()


def _outlined(areas: Sequence[Json]) -> Place:
    """The middle of the outlines, where these are close together."""
    points = [p for area in areas for p in _points(area)]
    if not points:
        return Place()
    lats, lons = zip(*points, strict=True)
    if max(lats) - min(lats) > WIDEST_DEG or max(lons) - min(lons) > WIDEST_DEG:
        return Place()
    return Place(lat=(max(lats) + min(lats)) / 2, lon=(max(lons) + min(lons)) / 2)


def _points(area: Json) -> list[tuple[float, float]]:
    """Corners of polygons (`lat,lon lat,lon …`) and centres of circles (`lat,lon radius`)."""
    polygons = [one for one in _texts(area.get("polygon")) for one in one.split()]
    circles = [one.split()[0] for one in _texts(area.get("circle")) if one.strip()]
    return [p for one in (*polygons, *circles) if (p := _point(one)) is not None]


def _texts(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [one for one in given if isinstance(one, str)]


def _point(pair: str) -> tuple[float, float] | None:
    try:
        lat, lon = (float(part) for part in pair.split(","))
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
