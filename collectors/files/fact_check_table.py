"""The canonical table of fact-checks: `created_at, url`, the claim or the title, and what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.enrichment.text import canonical_url
from collectors.fact_checks import fact_check_uid
from collectors.files.cells import needed_moment
from collectors.records import FactCheck, RecordError
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row


def normalise(row: Row) -> FactCheck:
    """One row → one fact-check, known by the address of its review unless it has a uid of its own."""
    claim, title, url = row.text("claim"), row.text("title"), row.text("url")
    if claim is None and title is None:
        raise RecordError("claim", "is missing or empty, and so is title: one of the two is needed")
    return FactCheck(
        uid=row.text("uid") or fact_check_uid("url", url),
        created_at=needed_moment(row, "created_at"),
        claim=claim,
        title=title,
        rating=row.text("rating"),
        publisher=row.text("publisher"),
        lang=row.text("lang"),
        url=url and canonical_url(url),
        source=row.text("source") or "fact-check",
        repairs=tuple(row.repairs),
    )


SOURCE = declare("collectors.files", "fact_check_table.yml", normalise)
