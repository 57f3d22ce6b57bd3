"""The key of a fact-check: the same review is one node, whichever way it came."""

from __future__ import annotations

from collectors.enrichment.text import canonical_url, domain
from collectors.records import RecordError, fitting


def fact_check_uid(field: str, url: str | None) -> str:
    """`fact-check:<canonical address of the review>`; RecordError where `field` holds no web address."""
    if url is None:
        raise RecordError(field, "is missing or empty: the review is known by its address")
    if not domain(url):
        raise RecordError(field, f'"{url[:60]}" is no web address')
    return fitting(field, f"fact-check:{canonical_url(url)}")
