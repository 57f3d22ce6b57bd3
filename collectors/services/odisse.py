"""Odissé (Santé publique France): weekly shares of emergency visits, admissions and home visits by condition.

Source: the data sets `…-passages-aux-urgences-et-actes-sos-medecins-departement`, one condition each (syndromic
surveillance SurSaUD). A row holds up to three rates, `taux_passages_grippe_sau` for one: each becomes one event.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.records import Event, RecordError
from collectors.services import opendatasoft
from collectors.services.opendatasoft import collect
from collectors.source import declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.source import Item, Row

_RATE = re.compile(r"taux_(passages|hospit|actes)_(\w+)_(?:sau|sos)")
_KINDS = {
    "passages": ("emergency-visits", "per 100,000 coded emergency visits"),
    "hospit": ("hospital-admissions", "per 100,000 coded admissions after an emergency visit"),
    "actes": ("home-visits", "per 100,000 coded SOS Médecins visits"),
}
_CONDITIONS = {
    "bronchio": "Bronchiolite",
    "covid": "Covid-19",
    "gastro": "Gastro-entérite",
    "grippe": "Grippe",
    "ira": "Infections respiratoires aiguës",
    "trauma": "Traumatismes",
}
_WEEK = timedelta(days=7)


def unpack(document: bytes) -> Iterator[Item]:
    """One item a rate of each row (`measure`, `rate`); a row without any rate stays whole, to be told of."""
    for row in opendatasoft.unpack(document):
        shared = {name: value for name, value in row.items() if not name.startswith("taux_")}
        rates = [{"measure": name, "rate": row[name]} for name in row if name not in shared]
        yield from (shared | rate for rate in rates or [{}])


def normalise(row: Row) -> Event | None:
    """One rate of one week and territory → one event; None where the rate is not published."""
    measure = row.need("measure")
    rate = _RATE.fullmatch(measure)
    if rate is None:
        raise RecordError("measure", f"{measure[:60]} is no known rate of visits, admissions or home visits")
    value = row.number("rate")
    if value is None:
        return None
    kind, unit = _KINDS[rate[1]]
    at = iso_or_epoch("week", row.need("week"))[0]
    departement = row.text("departement")
    departement = departement and departement.upper().zfill(2)
    ages = row.text("ages")
    where = departement or row.text("region_code") or "france"
    return Event(
        uid=f"odisse:{measure}:{where}:{at:%Y-%m-%d}:{ages or 'all'}",
        kind=kind,
        at=at,
        ended_at=at + _WEEK,
        title=", ".join(part for part in (_CONDITIONS.get(rate[2], rate[2]), ages) if part),
        value=value,
        unit=unit,
        departement=departement,
        region=row.text("region"),
        source="odisse",
        repairs=tuple(row.repairs),
    )


SOURCE = declare("collectors.services", "odisse.yml", normalise, unpack=unpack, collect=collect)
