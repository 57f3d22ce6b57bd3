"""Je donne mon avis: how many users of each online service were satisfied, by period.

Source: the service's public repository, `POST /api/open-api/statistiques` and `GET /api/open-api/services`. Only
counts of answers come this way. Older answers had no level of forms, and called the intervals `dates`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from collectors.config import ConfigError
from collectors.dates import iso_or_epoch
from collectors.json_document import decoded
from collectors.json_values import Json, obj, objs, text, whole
from collectors.net import Document, Page
from collectors.patience import SourceUnavailable
from collectors.records import Event, RecordError
from collectors.source import DocumentError, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectors.config import Config
    from collectors.net import Answer, Cursor, Net
    from collectors.source import Item, Row

MOST_SERVICES = 10  # in one request
_GOOD = ("good", "very_good")
_JUDGED = (*_GOOD, "medium", "bad", "very_bad")
_LENGTHS = {"day": timedelta(days=1), "week": timedelta(days=7)}


def unpack(document: bytes) -> Iterator[Item]:
    """One item a question, period and form: the counts of its answers. DocumentError for an answer without data."""
    found = obj(decoded(document))
    if not isinstance(found.get("data"), list):
        raise DocumentError(text(found.get("message")) or "an answer without data")
    for product in objs(found["data"]):
        for form in objs(product.get("forms")) or [{}]:
            for period in _periods(form) or _periods(product):
                levels = _said(product) | _said(form) | _said(period)
                yield from (levels | question for question in objs(period.get("data")))


def _periods(level: Json) -> list[Json]:
    return objs(level.get("intervals")) or objs(level.get("dates"))


def _said(level: Json) -> Json:
    """What a level says itself, without the levels below it."""
    return {
        name: value for name, value in level.items() if name not in {"forms", "intervals", "dates", "data"}
    }


def normalise(row: Row) -> Event | None:
    """One question of one period → the share of good answers, in percent; None where nobody judged."""
    question = row.need("question")
    counts = _counts(row)
    judged = sum(counts.values())
    if judged == 0:
        return None
    at, length = iso_or_epoch("date", row.need("date"))[0], row.text("length") or "period"
    form = row.text("form") or "0"
    return Event(
        uid=f"je-donne-mon-avis-statistics:{row.need('product')}:{form}:{question}:{length}:{at:%Y-%m-%d}",
        kind=question,
        at=at,
        ended_at=_end(at, length),
        title=row.text("product_name"),
        text=_told(row.text("label") or question, judged, counts),
        value=round(100 * sum(counts.get(intention, 0) for intention in _GOOD) / judged, 2),
        unit="% of answers that are good",
        source="je-donne-mon-avis-statistics",
        repairs=tuple(row.repairs),
    )


def _counts(row: Row) -> dict[str, int]:
    """Answers by what they mean, those that judge alone; neutral ones (a channel, a yes) say nothing of quality."""
    found: dict[str, int] = {}
    for hit in objs(row.get("hits")):
        intention, count = text(hit.get("intention")), whole(hit.get("count"))
        if intention in _JUDGED and count is not None:
            if count < 0:
                raise RecordError("hits", f"{count} answers")
            found[intention] = found.get(intention, 0) + count
    return found


def _told(label: str, judged: int, counts: dict[str, int]) -> str:
    parts = (
        f"{intention.replace('_', ' ')} {counts[intention]}" for intention in _JUDGED if intention in counts
    )
    return f"{label} {judged} answers: {', '.join(parts)}"


def _end(at: datetime, length: str) -> datetime | None:
    if length == "month":
        return (at.replace(day=1) + timedelta(days=32)).replace(day=1)
    return at + _LENGTHS[length] if length in _LENGTHS else None


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """The periods from the one that was running last time until today, ten services a request."""
    today, interval = net.clock().date(), _interval(config)
    last = text(cursor.get("since"))
    past = today - timedelta(days=config.whole("history"))
    first = _beginning(date.fromisoformat(last) if last else past, interval)
    services = _chosen(config) or _services(net, config)
    asked = {
        "start_date": first.isoformat(),
        "end_date": today.isoformat(),
        "field_codes": config.texts("questions"),
        "form_ids": [],
        "interval": interval,
    }
    pages = []
    for start in range(0, len(services), MOST_SERVICES):
        chosen = services[start : start + MOST_SERVICES]
        answer = net.http.post(
            _url(config, "statistiques"), asked | {"product_ids": chosen}, _headers(config)
        )
        pages.append(Document(answer.body, net.clock(), f"{first} {today} {interval} {chosen}"))
    if pages:
        yield Page(pages, {"since": today.isoformat()})


def _beginning(day: date, interval: str) -> date:
    """First day of the day's period: a period is asked for whole, or its count would shrink."""
    if interval == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if interval == "month" else day


def _interval(config: Config) -> str:
    interval = config.text("interval")
    if interval not in {"day", "week", "month"}:
        raise ConfigError(
            f"{config.file}: {config.source.name}.interval: {interval} is not day, week or month"
        )
    return interval


def _chosen(config: Config) -> list[int]:
    """The services that sources.yml names."""
    try:
        return [int(service) for service in config.texts("services")]
    except ValueError as error:
        raise ConfigError(
            f"{config.file}: {config.source.name}.services: {error}; numbers are expected"
        ) from None


def _services(net: Net, config: Config) -> list[int]:
    """Every service that the key opens."""
    answer = net.http.get(_url(config, "services"), headers=_headers(config))
    numbers = (whole(service.get("id")) for service in objs(_answered(answer).get("data")))
    return [number for number in numbers if number is not None]


def _answered(answer: Answer) -> Json:
    try:
        return obj(decoded(answer.body))
    except DocumentError as error:
        raise SourceUnavailable(f"the list of services is {error}") from error


def _url(config: Config, endpoint: str) -> str:
    return f"{config.text('url').rstrip('/')}/api/open-api/{endpoint}"


def _headers(config: Config) -> dict[str, str]:
    return {"Authorization": f"Bearer {config.text('key')}"}


SOURCE = declare(
    "collectors.services", "je_donne_mon_avis_statistics.yml", normalise, unpack=unpack, collect=collect
)
