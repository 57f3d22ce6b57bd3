"""The canonical post table, read and checked once."""

from dataclasses import dataclass

import polars as pl

from analytics.arrays import UNKNOWN_TIME, Int64s

PARENTS = ("repost_of_uid", "reply_to_uid", "quote_of_uid", "root_uid")
REQUIRED = ("uid", "author_uid", "created_at")
UTC = pl.Datetime("us", "UTC")
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Posts:
    """Columns of n rows: strings, instants in µs since 1970 (UNKNOWN_TIME for a null).

    `parents` holds the columns of PARENTS that the table has and that are not empty, in that order.
    """

    uid: pl.Series
    author: pl.Series
    at: Int64s
    parents: dict[str, pl.Series]


def read(posts: pl.DataFrame) -> Posts:
    """Read `uid, author_uid, created_at` and whichever columns of PARENTS are there.

    Raises ValueError naming the missing column, the row without a uid or the row whose time is not one.
    """
    missing = [name for name in REQUIRED if name not in posts.columns]
    if missing:
        raise ValueError(f"posts have no column {', '.join(missing)}; their columns are {posts.columns}")
    uid = posts["uid"].cast(pl.String)
    if uid.null_count():
        raise ValueError(f"row {uid.is_null().arg_max()} has no uid")
    given = {name: posts[name].cast(pl.String) for name in PARENTS if name in posts.columns}
    return Posts(
        uid=uid,
        author=posts["author_uid"].cast(pl.String),
        at=instants(posts["created_at"]).to_physical().fill_null(UNKNOWN_TIME).to_numpy(writable=True),
        parents={name: column for name, column in given.items() if column.null_count() < len(column)},
    )


def instants(created_at: pl.Series) -> pl.Series:
    """Datetimes (UTC when naive), ISO 8601 strings or epoch seconds → Datetime("us", "UTC").

    Raises ValueError naming the first row that is not an instant, TypeError for any other kind of column.
    """
    kind = created_at.dtype
    if isinstance(kind, pl.Datetime):
        aware = created_at if kind.time_zone else created_at.dt.replace_time_zone("UTC")
        return aware.cast(UTC)
    if kind == pl.String:
        return _parsed(created_at)
    if kind.is_numeric():
        return _epoch(created_at)
    if kind in (pl.Date, pl.Null):
        return created_at.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    raise TypeError(f"created_at is {kind}: neither an instant, nor text, nor epoch seconds")


def _epoch(seconds: pl.Series) -> pl.Series:
    if seconds.dtype.is_integer():
        return (seconds.cast(pl.Int64) * SECOND).cast(UTC)
    whole = seconds.cast(pl.Float64).fill_nan(None)
    _refuse(seconds, whole.is_infinite().fill_null(value=False))
    return (whole * SECOND).round().cast(pl.Int64).cast(UTC)


def _parsed(text: pl.Series) -> pl.Series:
    parsed = _iso(text)
    rest = parsed.is_null() & text.is_not_null()
    if rest.any():
        parsed = parsed.zip_with(~rest, _iso(_completed(text)))
        _refuse(text, parsed.is_null() & text.is_not_null())
    return parsed


def _iso(text: pl.Series) -> pl.Series:
    return text.str.to_datetime("%+", time_unit="us", strict=False).cast(UTC)


def _completed(text: pl.Series) -> pl.Series:
    """Give dates their midnight, minutes their seconds, naive instants UTC, and short offsets their minutes."""
    return (
        text.str.replace(r"^(\d{4}-\d\d-\d\d)$", "${1}T00:00:00Z")
        .str.replace(r"^(.{10}[T ]\d\d:\d\d)(Z|[+-]\d\d.*)?$", "${1}:00${2}")
        .str.replace(r"([T ]\d\d:\d\d:\d\d(\.\d+)?)$", "${1}Z")
        .str.replace(r"([+-]\d\d)$", "${1}:00")
    )


def _refuse(values: pl.Series, wrong: pl.Series) -> None:
    if wrong.any():
        row = wrong.arg_max()
        assert row is not None
        raise ValueError(
            f"row {row}: created_at {values[row]!r} is not an instant (ISO 8601 or epoch seconds)"
        )
