"""The canonical table of fact-checks: `created_at, url`, the claim or the title, and what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.enrichment.text import canonical_url, domain
from collectors.files.cells import KEY_LENGTH, needed_moment
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
        uid=row.text("uid") or review_uid(url),
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


def review_uid(url: str | None) -> str:
    """`fact-check:<canonical address of the review>`."""
    if url is None:
        raise RecordError("url", "is missing or empty: the review is known by its address")
    if not domain(url):
        raise RecordError("url", f'"{url[:60]}" is no web address')
    uid = f"fact-check:{canonical_url(url)}"
    if len(uid) > KEY_LENGTH:
        raise RecordError("url", f"is {len(uid)} characters long (at most {KEY_LENGTH} are accepted)")
    return uid


SOURCE = declare("collectors.files", "fact_check_table.yml", normalise)
