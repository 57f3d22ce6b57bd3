"""The canonical feedback table: what users told a service, `uid, created_at, text` and what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.files.cells import identifier, moment, needed_moment, rated
from collectors.records import Feedback
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row


def normalise(row: Row) -> Feedback:
    """One row → one feedback; ratings are words (positive, négatif, très satisfait) or marks of 1 to 5."""
    answered_at = moment(row, "answered_at")
    return Feedback(
        uid=identifier(row),
        title=row.text("title"),
        text=row.text("text") or "",
        created_at=needed_moment(row, "created_at"),
        rating=rated(row, "rating"),
        channel=row.text("channel"),
        status=row.text("status") or ("answered" if answered_at else None),
        answered_at=answered_at,
        departement=row.text("departement"),
        postal_code=row.text("postal_code"),
        place_insee=row.text("place_insee"),
        services=row.texts("services"),
        accessibility=rated(row, "accessibility"),
        explanation=rated(row, "explanation"),
        relation=rated(row, "relation"),
        responsiveness=rated(row, "responsiveness"),
        simplicity=rated(row, "simplicity"),
        source=row.text("source") or "feedback",
        repairs=tuple(row.repairs),
    )


SOURCE = declare("collectors.files", "feedback_table.yml", normalise)
