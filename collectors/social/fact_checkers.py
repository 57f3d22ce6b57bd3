"""Feeds of fact-checking desks: each article is one published fact-check.

A feed gives the title and the address, rarely the claim and never the rating in a form of its own: these come
from ClaimReview mark-up or from the Fact Check Tools API, and join the same node by the address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.enrichment.text import canonical_url
from collectors.fact_checks import fact_check_uid
from collectors.records import FactCheck
from collectors.social.feed_documents import unpack
from collectors.social.feeds import collect, feed_host, language, moment, words
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row


def normalise(row: Row) -> FactCheck:
    """One entry → one fact-check, known by its address."""
    if wrong := row.text("malformed"):
        row.repairs.append(f"malformed feed: {wrong}")
    link = row.need("link")
    return FactCheck(
        uid=fact_check_uid("link", link),
        created_at=moment(row),
        title=words(row, "title"),
        publisher=row.text("publisher") or feed_host(row),
        lang=language(row),
        url=canonical_url(link),
        source="fact-checkers",
        repairs=tuple(row.repairs),
    )


SOURCE = declare("collectors.social", "fact_checkers.yml", normalise, unpack=unpack, collect=collect)
