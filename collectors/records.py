"""What a source's record becomes: a post, a feedback or an offer, still with its raw account names.

A field that the source does not give is None (missing), never an empty text or list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

_TIME = pl.Datetime("us", "UTC")
_LIST = pl.List(pl.String())
UNIT = "\x1f"  # the unit separator of ASCII: in no text that was mended


class RecordError(ValueError):
    """A record that cannot be normalised: which field, and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


class Post(msgspec.Struct, gc=False, kw_only=True):
    """A public post. `author` is `platform:account`; lists are None when the source does not give them."""

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

    COLUMNS: ClassVar[dict[str, pl.DataType]] = {
        "uid": pl.String(),
        "author": pl.String(),
        "platform": pl.String(),
        "followers": pl.Int64(),
        "text": pl.String(),
        "created_at": _TIME,
        "kind": pl.String(),
        "lang": pl.String(),
        "hashtags": _LIST,
        "urls": _LIST,
        "mentions": _LIST,
        "reply_to_uid": pl.String(),
        "repost_of_uid": pl.String(),
        "quote_of_uid": pl.String(),
        "root_uid": pl.String(),
        "place_insee": pl.String(),
        "lat": pl.Float64(),
        "lon": pl.Float64(),
        "source": pl.String(),
        "url": pl.String(),
        "deleted_at": _TIME,
    }


class Feedback(msgspec.Struct, gc=False, kw_only=True):
    """What a user told a public service; axes hold positive, neutral or negative."""

    uid: str
    title: str | None = None
    text: str = ""
    created_at: datetime
    rating: str | None = None
    channel: str | None = None
    status: str | None = None
    departement: str | None = None
    postal_code: str | None = None
    services: list[str] | None = None
    accessibility: str | None = None
    explanation: str | None = None
    relation: str | None = None
    responsiveness: str | None = None
    simplicity: str | None = None
    source: str | None = None
    repairs: tuple[str, ...] = ()

    COLUMNS: ClassVar[dict[str, pl.DataType]] = {
        "uid": pl.String(),
        "title": pl.String(),
        "text": pl.String(),
        "created_at": _TIME,
        "rating": pl.String(),
        "channel": pl.String(),
        "status": pl.String(),
        "departement": pl.String(),
        "postal_code": pl.String(),
        "services": _LIST,
        "accessibility": pl.String(),
        "explanation": pl.String(),
        "relation": pl.String(),
        "responsiveness": pl.String(),
        "simplicity": pl.String(),
        "source": pl.String(),
    }


class Offer(msgspec.Struct, gc=False, kw_only=True):
    """A service point or an offer of help, with the need classes it answers."""

    uid: str
    name: str
    kind: str | None = None
    address: str | None = None
    hours: str | None = None
    place_insee: str | None = None
    postal_code: str | None = None
    departement: str | None = None
    lat: float | None = None
    lon: float | None = None
    answers: list[str] | None = None
    source: str | None = None
    repairs: tuple[str, ...] = ()

    COLUMNS: ClassVar[dict[str, pl.DataType]] = {
        "uid": pl.String(),
        "name": pl.String(),
        "kind": pl.String(),
        "address": pl.String(),
        "hours": pl.String(),
        "place_insee": pl.String(),
        "postal_code": pl.String(),
        "departement": pl.String(),
        "lat": pl.Float64(),
        "lon": pl.Float64(),
        "answers": _LIST,
        "source": pl.String(),
    }


Record = Post | Feedback | Offer


def frame(records: list[Record], kind: type[Record]) -> pl.DataFrame:
    """Records of one kind as columns, in their order."""
    return pl.DataFrame(
        [
            strings(name, [getattr(record, name) for record in records])
            if dtype == _LIST
            else pl.Series(name, [getattr(record, name) for record in records], dtype=dtype)
            for name, dtype in kind.COLUMNS.items()
        ]
    )


def strings(name: str, values: Sequence[Collection[str] | None]) -> pl.Series:
    """Lists of texts as one column: joined here and split again in Rust, thirty times faster than one by one."""
    joined = pl.Series(name, [None if v is None else UNIT.join(v) for v in values], dtype=pl.String)
    split = pl.when(pl.col(name) == "").then(pl.lit([], dtype=_LIST)).otherwise(pl.col(name).str.split(UNIT))
    return joined.to_frame().select(split.alias(name)).to_series()
