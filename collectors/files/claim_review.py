"""ClaimReview: published fact-checks as schema.org has them, in JSON-LD files and in the pages of fact-checkers.

Source: https://schema.org/ClaimReview, and the guidelines of Google's fact check mark-up.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from collectors.dates import iso_or_epoch
from collectors.enrichment.text import canonical_url, domain
from collectors.fact_checks import fact_check_uid
from collectors.files.json_ld import documents, nodes, types
from collectors.json_values import obj, text
from collectors.records import FactCheck, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.json_values import Json
    from collectors.source import Item, Row

PAGE: Final = "page"  # the address of the page that carries the mark-up
SHARED: Final = "shared"  # several claims are reviewed at its address
DATES: Final = (("published", None), ("created", "dateCreated"), ("modified", "dateModified"))


def unpack(body: bytes) -> Iterator[Item]:
    """Every ClaimReview of the file: alone, in a list, @graph or DataFeed, or in a page."""
    values, page = documents(body)
    found: list[Item] = [dict(node) for node in nodes(values, "ClaimReview")]
    if not found:
        raise DocumentError("no ClaimReview in it")
    claims: dict[str, set[str]] = {}
    for item in found:
        claims.setdefault(_where(item, page), set()).add(str(item.get("claimReviewed")))
    for item in found:
        if page:
            item[PAGE] = page
        if len(claims[_where(item, page)]) > 1:
            item[SHARED] = True
        yield item


def _where(item: Item, page: str | None) -> str:
    return canonical_url(str(item.get("url") or page))


def normalise(row: Row) -> FactCheck:
    """One review → one fact-check, known by its address."""
    claim = row.text("claim") or _name(obj(row.get("item")))
    title = row.text("title")
    if claim is None and title is None:
        raise RecordError("claimReviewed", "is missing, and so are the name of the item and the headline")
    url = _address(row)
    uid = fact_check_uid("url", url)
    if row.get("shared") and claim:  # the claim tells reviews at one address apart
        uid += f"#{hashlib.sha256(claim.encode()).hexdigest()[:8]}"
    return FactCheck(
        uid=uid,
        created_at=_moment(row),
        claim=claim,
        title=title,
        rating=_rating(obj(row.get("rating"))),
        publisher=_publisher(row) or domain(url),
        lang=_language(row.get("lang")),
        url=canonical_url(url),
        source="claim-review",
        repairs=tuple(row.repairs),
    )


def _address(row: Row) -> str:
    """Its url, else the page that it is the main thing of, its @id, or the page that it was found in."""
    for name in ("url", "main_page", "id", "page"):
        value = row.get(name)
        address = text(obj(value).get("@id")) or text(obj(value).get("url")) or text(value)
        if address and domain(address):
            return address
    raise RecordError("url", "is missing or is no web address")


def _moment(row: Row) -> datetime:
    for name, told in DATES:
        if value := row.text(name):
            if told:
                row.repairs.append(f"no datePublished: {told} stands for it")
            return iso_or_epoch(row.spelling[name][0], value)[0]
    raise RecordError("datePublished", "is missing or empty")


def _rating(rating: Json) -> str | None:
    """The verdict in words, else its figure with the best one: `2/5`."""
    if words := text(rating.get("alternateName")) or text(rating.get("name")):
        return words
    figure, best = _figure(rating.get("ratingValue")), _figure(rating.get("bestRating"))
    return f"{figure}/{best}" if figure and best else figure


def _figure(value: object) -> str | None:
    return f"{value:g}" if isinstance(value, float) else text(value)


def _publisher(row: Row) -> str | None:
    """The publisher's name, else the author's if that is an organisation: journalists are not kept by name."""
    for name in ("publisher", "author"):
        for entry in _entries(row.get(name)):
            if isinstance(entry, str) and name == "publisher":
                return text(entry)
            if "Person" not in types(obj(entry)) and (found := _name(obj(entry))):
                return found
    return None


def _entries(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _name(node: Json) -> str | None:
    return text(node.get("name")) or text(node.get("headline"))


def _language(value: object) -> str | None:
    """`fr-FR`, a list of them, or an object of type Language → fr."""
    first = _entries(value)[0] if value else None
    code = text(obj(first).get("alternateName")) or text(obj(first).get("name")) or text(first)
    short = code.split("-")[0].split("_")[0].lower() if code else ""
    return short if 2 <= len(short) <= 3 else None


SOURCE = declare("collectors.files", "claim_review.yml", normalise, unpack=unpack)
