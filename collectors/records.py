"""What a source's item becomes: a post, a feedback, an offer, an event … still with its raw account names.

A field that the source does not give is None (missing), never an empty text or list.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LIST = pl.List(pl.String())
_TIME = pl.Datetime("us", "UTC")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DTYPES: dict[object, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    float: pl.Float64(),
    bool: pl.Boolean(),
    datetime: _TIME,
    list[str]: _LIST,
}
_NO_COLUMN = frozenset({"repairs", "handles"})  # what is told of a record, or used on its way
KEY_LENGTH = 1_000  # an index of Neo4j cannot hold much more
UNIT = "\x1f"  # the unit separator of ASCII: in no text that was mended


class RecordError(ValueError):
    """An item that cannot be normalised: which field, and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


def fitting(field: str, uid: str) -> str:
    """The uid, when an index can hold it; RecordError otherwise."""
    if len(uid) > KEY_LENGTH:
        raise RecordError(field, f"is {len(uid)} characters long (at most {KEY_LENGTH} are accepted)")
    return uid


class Post(msgspec.Struct, gc=False, kw_only=True):
    """A public post. `author` is `platform:account`; lists are None when the source does not give them.

    kind  post, reply, repost, quote, or article (a publisher's own, from a feed)
    """

    uid: str
    author: str | None = None
    platform: str | None = None
    followers: int | None = None
    text: str = ""
    created_at: datetime
    kind: str = "post"
    lang: str | None = None
    hashtags: list[str] | None = None
    urls: list[str] | None = None
    mentions: list[str] | None = None
    handles: dict[str, str] | None = None
    reply_to_uid: str | None = None
    repost_of_uid: str | None = None
    quote_of_uid: str | None = None
    root_uid: str | None = None
    place_insee: str | None = None
    lat: float | None = None
    lon: float | None = None
    source: str | None = None
    url: str | None = None
    deleted_at: datetime | None = None
    repairs: tuple[str, ...] = ()


class Deletion(msgspec.Struct, gc=False, kw_only=True):
    """A post was deleted at its source: its text is emptied here, and no late copy brings it back.

    known_only  of posts that are in the graph alone: for a source that tells every deletion of a network, after
                the creation; else a deletion that comes first is remembered
    """

    uid: str
    deleted_at: datetime
    known_only: bool = False
    repairs: tuple[str, ...] = ()


class Departure(msgspec.Struct, gc=False, kw_only=True):
    """An account left its platform: all its posts are emptied."""

    author: str
    deleted_at: datetime
    repairs: tuple[str, ...] = ()

    @property
    def uid(self) -> str:
        return self.author


class Feedback(msgspec.Struct, gc=False, kw_only=True):
    """What a user told a public service; axes hold positive, neutral or negative."""

    uid: str
    title: str | None = None
    text: str = ""
    created_at: datetime
    rating: str | None = None
    channel: str | None = None
    status: str | None = None
    answered_at: datetime | None = None
    departement: str | None = None
    postal_code: str | None = None
    place_insee: str | None = None
    services: list[str] | None = None
    accessibility: str | None = None
    explanation: str | None = None
    relation: str | None = None
    responsiveness: str | None = None
    simplicity: str | None = None
    source: str | None = None
    repairs: tuple[str, ...] = ()


class Offer(msgspec.Struct, gc=False, kw_only=True):
    """A service point or an offer of help, with the need classes it answers; capacity is people at a time."""

    uid: str
    name: str
    kind: str | None = None
    address: str | None = None
    hours: str | None = None
    capacity: float | None = None
    online: bool | None = None
    place_insee: str | None = None
    postal_code: str | None = None
    departement: str | None = None
    lat: float | None = None
    lon: float | None = None
    answers: list[str] | None = None
    source: str | None = None
    repairs: tuple[str, ...] = ()


class Event(msgspec.Struct, gc=False, kw_only=True):
    """An incident, an alert or a measure of an operational source.

    kind      what happened, in one word or two: flood, storm, fire, traffic, emergency-visits, …
    severity  1 green, 2 yellow, 3 orange, 4 red
    value     a measure, with its unit, where the event is one
    """

    uid: str
    kind: str
    at: datetime
    ended_at: datetime | None = None
    severity: int | None = None
    title: str | None = None
    text: str | None = None
    value: float | None = None
    unit: str | None = None
    place_insee: str | None = None
    postal_code: str | None = None
    departement: str | None = None
    region: str | None = None
    lat: float | None = None
    lon: float | None = None
    source: str | None = None
    url: str | None = None
    deleted_at: datetime | None = None
    repairs: tuple[str, ...] = ()


class FactCheck(msgspec.Struct, gc=False, kw_only=True):
    """A published fact-check; `uid` is `fact-check:<canonical address of the review>`."""

    uid: str
    created_at: datetime
    claim: str | None = None
    title: str | None = None
    rating: str | None = None
    publisher: str | None = None
    lang: str | None = None
    url: str | None = None
    source: str | None = None
    repairs: tuple[str, ...] = ()


Record = Post | Deletion | Departure | Feedback | Offer | Event | FactCheck


@cache
def columns(kind: type[Record]) -> dict[str, pl.DataType]:
    """The columns of a frame of such records: name → type, in the order of the fields."""
    hints = get_type_hints(kind)
    return {name: _DTYPES[_given(hints[name])] for name in kind.__struct_fields__ if name not in _NO_COLUMN}


def _given(hint: object) -> object:
    """`str | None` → `str`."""
    parts = [part for part in getattr(hint, "__args__", ()) if part is not type(None)]
    return parts[0] if len(parts) == 1 and getattr(hint, "__origin__", None) is not list else hint


def frame(records: Sequence[Record], kind: type[Record]) -> pl.DataFrame:
    """Records of one kind as columns, in their order."""
    return pl.DataFrame(
        [_column(name, [getattr(r, name) for r in records], dtype) for name, dtype in columns(kind).items()]
    )


def _column(name: str, values: list[Any], dtype: pl.DataType) -> pl.Series:
    if dtype == _LIST:
        return strings(name, values)
    if dtype == _TIME:
        return instants(name, values)
    return pl.Series(name, values, dtype=dtype)


def instants(name: str, values: Sequence[datetime | None]) -> pl.Series:
    """UTC times as one column, as whole microseconds: five times faster than one by one."""
    whole = [None if at is None else (at - _EPOCH) // _MICROSECOND for at in values]
    return pl.Series(name, whole, dtype=pl.Int64).cast(_TIME)


def strings(name: str, values: Sequence[Collection[str] | None]) -> pl.Series:
    """Lists of texts as one column: joined here and split again in Rust, thirty times faster than one by one."""
    joined = pl.Series(name, [None if v is None else UNIT.join(v) for v in values], dtype=pl.String)
    split = pl.when(pl.col(name) == "").then(pl.lit([], dtype=_LIST)).otherwise(pl.col(name).str.split(UNIT))
    return joined.to_frame().select(split.alias(name)).to_series()
