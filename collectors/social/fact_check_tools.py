"""Google Fact Check Tools: claims that fact-checkers reviewed, by words or by publisher.

Source: https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search. One claim may have
several reviews: each is one fact-check. Who said the claim is not kept.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collectors.config import ConfigError
from collectors.dates import iso_or_epoch
from collectors.enrichment.text import canonical_url
from collectors.fact_checks import fact_check_uid
from collectors.json_document import decoded
from collectors.json_values import obj, objs, text
from collectors.net import Document, Page
from collectors.patience import SourceUnavailable
from collectors.records import FactCheck, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.config import Config
    from collectors.net import Answer, Cursor, Net
    from collectors.source import Item, Row

PAGE = 100
OVERLAP_DAYS = 7  # reviews are indexed some days after they were published


def unpack(document: bytes) -> Iterator[Item]:
    """One item a review, with its claim's own fields; DocumentError for what is no answer of the search."""
    found = decoded(document)
    if not isinstance(found, dict) or "error" in found:
        raise DocumentError(text(obj(obj(found).get("error")).get("message")) or "no answer of the search")
    for claim in objs(found.get("claims")):
        said = {f"claim_{name}": value for name, value in claim.items() if name != "claimReview"}
        yield from (review | said for review in objs(claim.get("claimReview")) or [{}])


def normalise(row: Row) -> FactCheck:
    """One review → one fact-check, known by its address, dated by its publication, else by its claim's."""
    url = row.need("url")
    publisher = obj(row.get("publisher"))
    return FactCheck(
        uid=fact_check_uid("url", url),
        created_at=_moment(row),
        claim=row.text("claim"),
        title=row.text("title"),
        rating=row.text("rating"),
        publisher=text(publisher.get("name")) or text(publisher.get("site")),
        lang=(row.text("language") or "").split("-")[0].lower() or None,
        url=canonical_url(url),
        source="fact-check-tools",
        repairs=tuple(row.repairs),
    )


def _moment(row: Row) -> datetime:
    for name in ("reviewed_at", "claimed_at"):
        if (value := row.text(name)) is not None:
            if name == "claimed_at":
                row.repairs.append("review without a date: dated as its claim")
            return iso_or_epoch(name, value)[0]
    raise RecordError("reviewed_at", "neither the review nor its claim has a date")


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Every search, page by page; the cursor moves when all are read, for page tokens do not keep."""
    today = net.clock().date()
    last = text(cursor.get("since"))
    days = (today - date.fromisoformat(last)).days + OVERLAP_DAYS if last else config.whole("history")
    held: Document | None = None
    for search in _searches(config):
        for document in _pages(net, config, search | {"maxAgeDays": days}):
            if held is not None:
                yield Page([held], cursor)
            held = document
    if held is not None:
        yield Page([held], {"since": today.isoformat()})


def _searches(config: Config) -> list[dict[str, str | int]]:
    """Parameters of each search; the language narrows all of them."""
    found = [{"query": words} for words in config.texts("queries")]
    found += [{"reviewPublisherSiteFilter": site} for site in config.texts("publishers")]
    if not found:
        raise ConfigError(f"{config.file}: {config.source.name}: queries or publishers is needed")
    language = config.optional("language")
    return [{**search, **({"languageCode": language} if language else {})} for search in found]


def _pages(net: Net, config: Config, search: dict[str, str | int]) -> Iterator[Document]:
    url = f"{config.text('url').rstrip('/')}/v1alpha1/claims:search"
    token: str | None = ""
    while token is not None:
        asked = search | {"pageSize": PAGE} | ({"pageToken": token} if token else {})
        # In the header: a key in the address would stand in logs and in error messages.
        answer = net.http.get(url, asked, {"X-Goog-Api-Key": config.text("key")})
        yield Document(
            answer.body, net.clock(), str(search.get("query") or search["reviewPublisherSiteFilter"])
        )
        token = text(_answered(answer).get("nextPageToken"))


def _answered(answer: Answer) -> dict[str, object]:
    try:
        return obj(decoded(answer.body))
    except DocumentError as error:
        raise SourceUnavailable(f"the answer is {error}") from error


SOURCE = declare("collectors.social", "fact_check_tools.yml", normalise, unpack=unpack, collect=collect)
