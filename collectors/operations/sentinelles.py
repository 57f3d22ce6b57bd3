"""Réseau Sentinelles: weekly incidence by région (sentiweb.fr, files incidence-RDD-N.csv and their API)."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collectors.dates import FIRST_YEAR
from collectors.json_document import decoded
from collectors.json_values import obj, objs
from collectors.operations.polling import Ask, poll
from collectors.operations.zones import region
from collectors.reading import decode
from collectors.records import Event, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collectors.config import Config
    from collectors.net import Cursor, Net, Page
    from collectors.source import Item, Row

PARIS = ZoneInfo("Europe/Paris")
UNIT = "per 100,000"
NO_ESTIMATE = frozenset({"-", "NA"})
INDICATORS = {
    "3": "Syndromes grippaux",
    "6": "Diarrhée aiguë",
    "7": "Varicelle",
    "25": "Infections respiratoires aiguës",
}
OLD_REGION = "région of before 2016, or the whole country: no place"
_WEEK = re.compile(r"(\d{4})[-_ ]?[SsWw]?(\d{2})")


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """The weeks of each indicator, where they have changed."""
    url, numbers = config.text("url"), config.texts("indicators")
    return poll(net, [Ask(url.replace("{indicator}", n), f"indicator {n}") for n in numbers], cursor)


def unpack(body: bytes) -> Iterable[Item]:
    """The rows of a CSV file (lines of comment before its header) or of the API's JSON."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _json(decoded(body))
    return _csv(decode(body)[0].removeprefix("\ufeff"))


def _json(value: object) -> list[Item]:
    rows = value if isinstance(value, list) else obj(value).get("data")
    if not isinstance(rows, list):
        raise DocumentError("no data: these are not the weeks of an indicator")
    return objs(rows)


def _csv(whole: str) -> Iterator[Item]:
    lines = [line for line in whole.splitlines() if line.strip() and not line.startswith("#")]
    rows = csv.reader(lines)
    try:
        header = [name.strip() for name in next(rows, [])]
        if "week" not in header:
            raise DocumentError("no column week: these are not the weeks of an indicator")
        for values in rows:
            yield dict(zip(header, values, strict=False))
    except csv.Error as error:
        raise DocumentError(f"no CSV: {error}") from error


def normalise(row: Row) -> Event | None:
    """Région × week → event whose value is the incidence; None for a week without an estimate."""
    year, number = _week(row.need("week"))
    if year < FIRST_YEAR or row.need("rate") in NO_ESTIMATE:
        return None
    begin, end = _monday(year, number), _monday(year, number, after=1)
    indicator, zone = row.need("indicator"), row.need("zone")
    found = region(zone)
    name = row.text("zone_name") or zone
    return Event(
        uid=f"sentinelles:{indicator}:{zone}:{year}-W{number:02}",
        kind="epidemic",
        at=begin,
        ended_at=end,
        title=f"{INDICATORS.get(indicator, f'Indicateur {indicator}')}, {name}, semaine {number} de {year}",
        text=_estimate(row),
        value=_rate(row),
        unit=UNIT,
        region=found,
        source="sentinelles",
        url="https://www.sentiweb.fr/",
        repairs=(*row.repairs, *(() if found else (OLD_REGION,))),
    )


def _week(text: str) -> tuple[int, int]:
    match = _WEEK.fullmatch(text)
    if match is None:
        raise RecordError("week", f'"{text[:40]}" is no week (expected YYYYWW)')
    return int(match[1]), int(match[2])


def _monday(year: int, week: int, after: int = 0) -> datetime:
    """Monday 00:00 in Paris of an ISO week, or `after` weeks later, in UTC."""
    try:
        day = datetime.fromisocalendar(year, week, 1) + timedelta(weeks=after)
    except ValueError:
        raise RecordError("week", f"{year} has no week {week}") from None
    return day.replace(tzinfo=PARIS).astimezone(UTC)


def _rate(row: Row) -> float:
    rate = row.number("rate")
    if rate is None or not 0 <= rate <= 100_000:
        raise RecordError("rate", f"{rate} is no number of cases per 100,000 inhabitants")
    return rate


def _estimate(row: Row) -> str | None:
    """`12400 cas estimés (10900 à 13900)`."""
    cases, low, up = (row.text(name) for name in ("cases", "cases_low", "cases_up"))
    if cases is None:
        return None
    return f"{cases} cas estimés" + (f" ({low} à {up})" if low and up else "")


SOURCE = declare(__package__, "sentinelles.yml", normalise, unpack=unpack, collect=collect)
