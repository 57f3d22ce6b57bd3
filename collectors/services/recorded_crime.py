"""SSMSI: crime recorded by police and gendarmerie, counted by commune and year (the communal base, CSV or Parquet)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from collectors.enrichment.text import fold
from collectors.records import Event, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row

PARIS: Final = ZoneInfo("Europe/Paris")
PUBLISHED: Final = "diff"  # the other value, ndiff, hides a count that is too small or too unsteady


def normalise(row: Row) -> Event | None:
    """One count → one event that lasts its year; None where the count is not published."""
    if row.need("published") != PUBLISHED:
        return None
    value = row.number("value")
    if value is None:
        raise RecordError("nombre", "is missing or empty")
    indicator, year = row.need("indicator"), _year(row)
    insee = row.need("insee_com").zfill(5)
    kind = re.sub(r"[^a-z0-9]+", "-", fold(indicator)).strip("-")
    return Event(
        uid=f"recorded-crime:{insee}:{year}:{kind}",
        kind=kind,
        at=_new_year(year),
        ended_at=_new_year(year + 1),
        title=indicator,
        value=value,
        unit=row.text("unit"),
        place_insee=insee,
        source="recorded-crime",
        repairs=tuple(row.repairs),
    )


def _year(row: Row) -> int:
    """`2024`, and `24` as the first editions had it."""
    year = row.whole("year")
    full = year + 2000 if year is not None and year < 100 else year
    if full is None or not 2012 <= full <= 2099:
        raise RecordError("annee", f"{year} is no year of the base (it begins in 2012)")
    return full


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=PARIS).astimezone(UTC)


SOURCE = declare("collectors.services", "recorded_crime.yml", normalise)
