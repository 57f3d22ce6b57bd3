"""Cells of the canonical tables: identifiers, times, positions, words of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.files.ratings import rating
from collectors.records import RecordError, fitting

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.source import Row

Point = tuple[float | None, float | None]
ANSWERS = {"true": True, "yes": True, "oui": True, "vrai": True, "1": True,
           "false": False, "no": False, "non": False, "faux": False, "0": False}  # fmt: skip
COLOURS = {"vert": 1, "green": 1, "jaune": 2, "yellow": 2, "orange": 3, "rouge": 4, "red": 4}


def identifier(row: Row) -> str:
    """The uid, which must be there and fit an index."""
    return fitting("uid", row.need("uid"))


def moment(row: Row, name: str) -> datetime | None:
    """ISO 8601, epoch seconds or a datetime → UTC."""
    value = row.get(name)
    return None if value is None else told_moment(row, name, value)


def told_moment(row: Row, name: str, value: object) -> datetime:
    """A value that is there → UTC; what was mended of it is told of the row."""
    found, repair = iso_or_epoch(name, value)
    if repair:
        row.repairs.append(repair)
    return found


def needed_moment(row: Row, name: str) -> datetime:
    found = moment(row, name)
    if found is None:
        raise RecordError(name, "is missing or empty")
    return found


def point(row: Row) -> Point:
    """Latitude and longitude of a row, or neither."""
    return on_the_globe(row, row.number("lat"), row.number("lon"))


def on_the_globe(row: Row, lat: float | None, lon: float | None) -> Point:
    """Both, or neither: half a point and one off the globe are none."""
    if lat is None or lon is None:
        return None, None
    if abs(lat) > 90 or abs(lon) > 180:
        row.repairs.append("coordinates out of range: dropped")
        return None, None
    return lat, lon


def rated(row: Row, name: str) -> str | None:
    """positive, neutral or negative, from a word or a mark of 1 to 5."""
    answer = row.text(name)
    if answer is None:
        return None
    found = rating(answer)
    if found is None:
        raise RecordError(
            name, f'"{answer[:40]}" is no rating (expected positive, neutral, negative or 1 to 5)'
        )
    return found


def answer(row: Row, name: str) -> bool | None:
    """Yes or no, as a word in French or English, as 1 or 0, or as a boolean."""
    given = row.get(name)
    if given is None or isinstance(given, bool):
        return given
    said = str(row.text(name)).lower()
    if said not in ANSWERS:
        raise RecordError(name, f'"{said[:40]}" is neither yes nor no')
    return ANSWERS[said]


def severity(row: Row) -> int | None:
    """1 green, 2 yellow, 3 orange, 4 red; as a number or as a colour, in French or English."""
    given = row.text("severity")
    if given is None:
        return None
    level = COLOURS.get(given.lower()) or (int(given) if given in {"1", "2", "3", "4"} else None)
    if level is None:
        told = f'"{given[:40]}" is no severity (expected 1 green, 2 yellow, 3 orange or 4 red)'
        raise RecordError("severity", told)
    return level
