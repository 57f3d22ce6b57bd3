"""Opendatasoft's Explore API v2.1, for any data set that an open data portal publishes.

Source: https://help.opendatasoft.com/apis/ods-explore-v2/explore_v2.1.html. `/records` gives at most 100 records an
answer and none beyond the 10,000th; `/exports/json` has no limit, but an export that breaks off still answers 200.
So the past is exported by windows of days, and what is new is read record by record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from collectors.config import ConfigError
from collectors.json_document import decoded
from collectors.json_values import obj, objs, text, whole
from collectors.net import Document, Page
from collectors.patience import SourceUnavailable
from collectors.source import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collectors.config import Config
    from collectors.net import Cursor, Net
    from collectors.source import Item

PAGE, REACH = 100, 10_000


def unpack(document: bytes) -> list[Item]:
    """The records of an export (a list) or of a page of records (`results`); DocumentError for anything else."""
    found = decoded(document)
    records = found.get("results", found) if isinstance(found, dict) else found
    if not isinstance(records, list) or len(objs(records)) != len(records):
        raise DocumentError(text(obj(found).get("message")) or "neither an export nor a page of records")
    return objs(records)


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """Each data set from where it stopped: `from` in the middle of its past, `since` once that is read."""
    for name in config.texts("datasets"):
        for page, mark in _Dataset(net, config, name).news(obj(cursor.get(name))):
            cursor = cursor | {name: mark}
            yield Page(page, cursor)
            if net.stop.is_set():
                return


@dataclass(frozen=True, slots=True)
class _Dataset:
    net: Net
    config: Config
    name: str

    def news(self, mark: Mapping[str, object]) -> Iterator[tuple[list[Document], Cursor]]:
        """Documents that belong together, and the mark to go on from after them."""
        if self.config.optional("date_field") is None:
            yield [self._export(self._only())], {}
            return
        today = self.net.clock().date()
        if asked := text(mark.get("since")):
            first = date.fromisoformat(asked) - timedelta(days=self.config.whole("overlap"))
            pages = self._records(first)
            if pages is not None:
                yield pages, {"since": today.isoformat()}
                return
        else:
            begun = text(mark.get("from"))
            oldest = date.fromisoformat(begun) if begun else self._first_day(today)
            if oldest is None:
                return
            first = oldest
        yield from self._windows(first, today)

    def _windows(self, first: date, today: date) -> Iterator[tuple[list[Document], Cursor]]:
        """Exports of some days each; the last one has no end, for some records are dated ahead."""
        step = timedelta(days=self.config.whole("window"))
        while first + step <= today:
            yield [self._export(self._between(first, first + step))], {"from": (first + step).isoformat()}
            first += step
        yield [self._export(self._between(first))], {"since": today.isoformat()}

    def _records(self, first: date) -> list[Document] | None:
        """All records from that day on; None when they are too many to be read one page after the other."""
        pages: list[Document] = []
        total = 1
        while len(pages) * PAGE < total:
            asked = {"limit": PAGE, "offset": len(pages) * PAGE}
            page = self._get("records", self._between(first) | asked)
            total = whole(_object(page).get("total_count")) or 0
            if total > REACH:
                return None
            pages.append(page)
        return pages

    def _export(self, params: Mapping[str, str | int]) -> Document:
        document = self._get("exports/json", params)
        if not document.body.rstrip().endswith(b"]"):
            told = document.body[-200:].decode("utf-8", errors="replace")
            raise SourceUnavailable(f"the export of {self.name} broke off: …{' '.join(told.split())}")
        return document

    def _first_day(self, today: date) -> date | None:
        """Where the past begins: `history` days ago, or with the oldest record; None for an empty data set."""
        if history := self.config.whole("history"):
            return today - timedelta(days=history)
        field = self.config.text("date_field")
        oldest = self._get("records", self._only(f"{field} is not null") | {"limit": 1})
        values = [text(record.get(field)) for record in objs(_object(oldest).get("results"))]
        try:
            return date.fromisoformat((values[0] or "")[:10]) if values else None
        except ValueError:
            raise ConfigError(
                f'{self.config.file}: {self.name} holds no date in {field} ("{values[0]}"): set date_field to '
                'another one, or to "" to read the whole data set every time'
            ) from None

    def _between(self, first: date, end: date | None = None) -> dict[str, str | int]:
        field = self.config.text("date_field")
        before = f" and {field} < date'{end}'" if end else ""
        return self._only(f"{field} >= date'{first}'{before}")

    def _only(self, *conditions: str) -> dict[str, str | int]:
        """Parameters that ask for records under these conditions and the deployer's own."""
        where = " and ".join(f"({part})" for part in (*conditions, self.config.optional("where")) if part)
        order = self.config.optional("date_field")
        asked = {"where": where, "order_by": order, "timezone": "UTC"}
        return {name: value for name, value in asked.items() if value}

    def _get(self, endpoint: str, params: Mapping[str, str | int]) -> Document:
        base = self.config.text("url").rstrip("/")
        url = f"{base}/api/explore/v2.1/catalog/datasets/{self.name}/{endpoint}"
        key = self.config.optional("key")
        answer = self.net.http.get(url, params, {"Authorization": f"Apikey {key}"} if key else None)
        return Document(answer.body, self.net.clock(), f"{endpoint} {self.name} {params.get('where', '')}")


def _object(page: Document) -> dict[str, object]:
    try:
        return obj(decoded(page.body))
    except DocumentError as error:
        raise SourceUnavailable(f"{page.query}: {error}") from error
