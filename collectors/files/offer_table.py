"""The canonical offer table: service points and offers of help, `uid, name` and what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.files.cells import answer, identifier, point
from collectors.records import Offer, RecordError
from collectors.source import LARGEST, declare
from graph.taxonomy import taxonomy

if TYPE_CHECKING:
    from collectors.source import Row


def normalise(row: Row) -> Offer:
    """One row → one offer; what it answers are classes of the taxonomy of needs."""
    lat, lon = point(row)
    return Offer(
        uid=identifier(row),
        name=row.need("name"),
        kind=row.text("kind"),
        address=row.text("address"),
        hours=row.text("hours"),
        capacity=_capacity(row),
        online=answer(row, "online"),
        place_insee=row.text("place_insee"),
        postal_code=row.text("postal_code"),
        departement=row.text("departement"),
        lat=lat,
        lon=lon,
        answers=_answers(row),
        source=row.text("source") or "offer",
        repairs=tuple(row.repairs),
    )


def _capacity(row: Row) -> float | None:
    capacity = row.number("capacity")
    if capacity is not None and not 0 <= capacity <= LARGEST:
        raise RecordError("capacity", f"{capacity:g} is no number of people")
    return capacity


def _answers(row: Row) -> list[str] | None:
    given = row.texts("answers")
    known = {need.name for need in taxonomy().needs}
    for name in given or ():
        if name not in known:
            raise RecordError(
                "answers", f'"{name[:40]}" is no class of need (there are {", ".join(sorted(known))})'
            )
    return given


SOURCE = declare("collectors.files", "offer_table.yml", normalise)
