"""Items on their way into the graph: normalised, enriched, pseudonymised and loaded, batch by batch.

One batch is loaded while the next is made ready. What is acknowledged is committed by its parcel, in order,
and nothing is committed past a batch that failed.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collectors.archive import letter
from collectors.enrichment.redirects import targets_of
from collectors.enrichment.tables import Tables, tables
from collectors.enrichment.text import mend
from collectors.records import Post, RecordError
from collectors.source import Row
from collectors.state import Counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from collectors.archive import Archive, DeadLetter
    from collectors.enrichment.redirects import Resolver
    from collectors.reading import Raw
    from collectors.records import Record
    from collectors.source import Source, Spelling
    from graph.privacy import Pseudonyms
    from graph.store import Store

MENDED = "Windows-1252 characters or null bytes in a text"
DUPLICATE = "uid seen before: merged"
# C1 controls and null bytes, as UTF-8 or as JSON escapes.
_STRAY = re.compile(rb"\xc2[\x80-\x9f]|\\u00(?:[89][0-9a-fA-F]|00)|\x00")
WAITING = 2  # parcels that may wait for the loader: memory stays flat when the store is slow


@dataclass(frozen=True, slots=True)
class Road:
    """What a record passes on its way; `now` is when the command was started."""

    store: Store
    archive: Archive
    pseudonyms: Pseudonyms
    now: datetime
    links: Resolver | None = None  # short addresses are followed where the deployer wants it
    writing: threading.Lock = field(
        default_factory=threading.Lock
    )  # one writer at a time: two would deadlock


@dataclass(slots=True)
class Made:
    """What became of the items of one parcel."""

    tables: Tables
    counted: Counted = field(default_factory=Counted)
    dead: list[DeadLetter] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Items that are committed together, once they are in the graph.

    known  they are in the graph already (an interrupted run goes on): they are counted and not loaded again
    """

    items: list[Raw]
    run: str
    commit: Callable[[Made], None]
    known: bool = False


class Recent:
    """The newest keys, bounded: two generations, the older one forgotten when the newer is full."""

    def __init__(self, size: int = 250_000, known: Iterable[int] = ()) -> None:
        self._size, self._new, self._old = size // 2, set(known), set[int]()

    def met(self, key: int) -> bool:
        """Whether the key came before; it has from now on."""
        if key in self._new:
            return True
        if len(self._new) >= self._size:
            self._old, self._new = self._new, set()
        self._new.add(key)
        return key in self._old


def fingerprint(uid: str) -> int:
    """63 bits of a uid that stay the same from process to process."""
    return int.from_bytes(hashlib.blake2b(uid.encode(), digest_size=8).digest()) >> 1


class Intake:
    """The items of one input of one source, on their way."""

    def __init__(
        self,
        source: Source,
        road: Road,
        name: str,
        *,
        known: Iterable[int] = (),
        key: Callable[[str], int] = hash,
    ) -> None:
        self.source, self.road, self.name = source, road, name
        self.spelling: Spelling | None = None
        self._key, self._recent = key, Recent(known=known)
        self._declared: dict[str, bool] = {}
        self._stopped = False

    def take(self, parcels: Iterable[Parcel]) -> None:
        """Load one parcel while the next is made ready; StoreError stops all, what was committed stays."""
        waiting: deque[Future[None]] = deque()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="load") as pool:
            for parcel in parcels:
                waiting.append(pool.submit(self._load, parcel, self._prepare(parcel)))
                while len(waiting) > WAITING:
                    waiting.popleft().result()
            for future in waiting:
                future.result()

    def _prepare(self, parcel: Parcel) -> Made:
        """Normalise, enrich and pseudonymise; bad items become dead letters."""
        made = Made(Tables([], 0))
        tally = made.counted.tally
        records = [record for item in parcel.items if (record := self._record(item, made)) is not None]
        tally.read, tally.loaded, tally.dead = len(parcel.items), len(records), len(made.dead)
        tally.skipped = tally.read - tally.loaded - tally.dead
        made.counted.unknown = self._unknown(parcel.items)
        if records and not parcel.known:
            if self.road.links:
                follow(records, self.road.links)
            made.tables = tables(records, self.road.pseudonyms, parcel.run)
        return made

    def _load(self, parcel: Parcel, made: Made) -> None:
        """Load, then commit: never past a parcel that failed."""
        if self._stopped:
            return
        self._stopped = True
        with self.road.writing:
            for batch in made.tables.batches:
                self.road.store.put(batch)
        parcel.commit(made)
        self._stopped = False

    def _record(self, item: Raw, made: Made) -> Record | None:
        try:
            record = self._normalised(item)
        except RecordError as error:
            made.dead.append(letter(self.source.name, self.name, item, error.field, error.message))
            return None
        if record is not None:
            self._count(record, item, made)
        return record

    def _normalised(self, item: Raw) -> Record | None:
        if item.error is not None:
            raise item.error
        if item.row is None or self.spelling is None:
            raise RecordError("line", "no record in it")
        if not _is_stray(item.payload):
            return self.source.normalise(Row(item.row, self.spelling))
        row = Row(_mended(item.row), self.spelling)
        row.repairs.append(MENDED)
        return self.source.normalise(row)

    def _count(self, record: Record, item: Raw, made: Made) -> None:
        repairs = [*record.repairs, *([item.repair] if item.repair else [])]
        key = self._key(record.uid)
        if self._recent.met(key):
            repairs.append(DUPLICATE)
            made.counted.tally.repeated += 1
        made.counted.fingerprints.append(key)
        made.counted.newest_at = _newest(made.counted.newest_at, record)
        made.repairs.update(repairs)
        made.counted.tally.repaired += bool(repairs)

    def _unknown(self, items: list[Raw]) -> dict[str, int]:
        """Fields that the source's YAML does not speak of → items that have them: the source has drifted."""
        found: Counter[str] = Counter()
        for names in Counter(tuple(item.row) for item in items if item.row).items():
            found.update({name: names[1] for name in names[0] if not self._is_declared(name)})
        return dict(found)

    def _is_declared(self, name: str) -> bool:
        known = self._declared.get(name)
        if known is None:
            known = self._declared[name] = not self.source.unknown([name])
        return known


def follow(records: Sequence[Record], links: Resolver) -> None:
    """Put where they lead in the place of the short addresses of posts."""
    posts = [record for record in records if isinstance(record, Post) and record.urls]
    targets = targets_of({url for post in posts for url in post.urls or ()}, links)
    for post in posts if targets else ():
        post.urls = [targets.get(url, url) for url in post.urls or ()]


def _is_stray(payload: bytes) -> bool:
    started = b"\\u00" in payload or b"\xc2" in payload or b"\x00" in payload  # twenty times sooner
    return started and _STRAY.search(payload) is not None


def _newest(newest: datetime | None, record: Record) -> datetime | None:
    at = getattr(record, "created_at", None) or getattr(record, "at", None)
    return at if at is not None and (newest is None or at > newest) else newest


def _mended(value: dict[str, object]) -> dict[str, object]:
    return {key: _mend(held) for key, held in value.items()}


def _mend(value: object) -> object:
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, list):
        return [_mend(entry) for entry in value]
    return _mended(value) if isinstance(value, dict) else value
