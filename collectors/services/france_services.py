"""France services: the published list of sites, each an offer that answers the five service needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.records import Offer
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row

ANSWERS = ("accessibility", "explanation", "relation", "responsiveness", "simplicity")
_DAYS = {
    "monday": "lundi",
    "tuesday": "mardi",
    "wednesday": "mercredi",
    "thursday": "jeudi",
    "friday": "vendredi",
    "saturday": "samedi",
}


def normalise(row: Row) -> Offer:
    """One site → one offer; hours as text, a day after another, days without hours left out."""
    hours = [f"{french} {value}" for day, french in _DAYS.items() if (value := row.text(day))]
    address = [row.text(name) for name in ("address", "address_2", "postal_code", "city")]
    insee = row.need("insee_com").zfill(5)
    return Offer(
        uid=f"france-services:{row.need('id')}",
        name=row.need("name"),
        kind=row.text("format"),
        address=", ".join(part for part in address if part) or None,
        hours=" ; ".join(hours) or None,
        place_insee=insee,
        postal_code=row.text("postal_code"),
        departement=row.text("insee_dep"),
        lat=row.number("lat"),
        lon=row.number("lon"),
        answers=list(ANSWERS),
        source="france-services",
        repairs=tuple(row.repairs),
    )


SOURCE = declare("collectors.services", "france_services.yml", normalise)
