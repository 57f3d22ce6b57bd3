"""A table of shares as integer arrays, checked, without the accounts that share too little to be looked at."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Int32s, Int64s
from analytics.codes import Codes, encode
from analytics.posts import SECOND

COLUMNS = ("object_id", "account_id", "content_id", "timestamp_share")
_NAIVE = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d")


class SharesError(ValueError):
    """A table that cannot be read; `row` counts from 0, None where it is about a whole column."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message if row is None else f"row {row}: {message}")
        self.message, self.row = message, row


@dataclass(frozen=True, slots=True)
class Table:
    """n shares of accounts that share often enough.

    object    (n,)  number of what was shared, -1 where it cannot pair with any other share
    object_code  (n,)  the same without exception
    account   (n,)  number of who shared it
    content   (n,)  number of the post that shared it
    at        (n,)  µs since 1970
    order     (n,)  rows in order of time
    start     (k + 1,)  first place of each object when shares that can pair are laid out object by object
    lone      (accounts,)  shares of each account that cannot pair
    object_ids, account_ids, content_ids  the strings behind the numbers
    one_account_a_content  no content stands under two accounts
    """

    object: Int32s
    object_code: Int32s
    account: Int32s
    content: Int32s
    at: Int64s
    order: Int64s
    start: Int64s
    lone: Int64s
    object_ids: pl.Series
    account_ids: pl.Series
    content_ids: pl.Series
    one_account_a_content: bool


def read(shares: pl.DataFrame, *, min_participation: int, remove_loops: bool) -> Table:
    """Check and number the shares of accounts with at least `min_participation` rows.

    shares   COLUMNS; the time as an instant, epoch seconds or ISO 8601 text (UTC where it does not say)
    raises   SharesError for a missing column, an empty cell or a time that is not one
    """
    known, accounts = _active(_checked(shares), min_participation)
    columns = {name: encode(known[name]) for name in ("object_id", "content_id")} | {"account_id": accounts}
    ids = {name: known[name].gather(pl.Series(codes.first)) for name, codes in columns.items()}
    object_, account, content = (columns[name].code for name in COLUMNS[:3])
    alone = (known["object_id"] == known["content_id"]).to_numpy() & remove_loops
    live = _live(object_, alone, len(ids["object_id"]))
    at = known["timestamp_share"].to_numpy()
    return Table(
        object=live,
        object_code=object_,
        account=account,
        content=content,
        at=at,
        order=np.argsort(at, kind="stable"),
        start=np.concatenate([[0], np.bincount(live[live >= 0], minlength=len(ids["object_id"])).cumsum()]),
        lone=np.bincount(account[live < 0], minlength=len(ids["account_id"])),
        object_ids=ids["object_id"],
        account_ids=ids["account_id"],
        content_ids=ids["content_id"],
        one_account_a_content=bool((account == account[columns["content_id"].first][content]).all()),
    )


def _active(table: pl.DataFrame, minimum: int) -> tuple[pl.DataFrame, Codes]:
    """Rows of accounts with at least so many rows, and the numbers of those accounts."""
    accounts = encode(table["account_id"])
    enough = np.bincount(accounts.code, minlength=1)[accounts.code] >= minimum
    if enough.all():
        return table, accounts
    kept = table.filter(pl.Series(enough))
    return kept, encode(kept["account_id"])


def _live(object_: Int32s, alone: np.ndarray, count: int) -> Int32s:
    """Objects of the shares, -1 for those that are the object itself or the only share of it."""
    able = np.bincount(object_[~alone], minlength=count) > 1
    return np.where(alone | ~able[object_], -1, object_).astype(np.int32)


def _checked(shares: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in COLUMNS if name not in shares.columns]
    if missing:
        raise SharesError(f"there is no column {', '.join(missing)}; the columns are {shares.columns}")
    table = shares.select(pl.col(COLUMNS[:3]).cast(pl.String), COLUMNS[3])
    for name in COLUMNS:
        empty = table[name].is_null()
        if table[name].dtype == pl.String:
            empty |= table[name].str.len_bytes() == 0
        if empty.any():
            raise SharesError(f"{name} is empty", empty.arg_max())
    return table.with_columns(_microseconds(table[COLUMNS[3]]))


def _microseconds(times: pl.Series) -> pl.Series:
    kind = times.dtype
    if isinstance(kind, pl.Datetime):
        return times.cast(pl.Datetime("us", kind.time_zone)).to_physical()
    if kind.is_integer():
        return times.cast(pl.Int64) * SECOND
    if kind.is_float():
        return _epoch(times)
    if kind == pl.String:
        return _parsed(times)
    raise SharesError(f"timestamp_share is {kind}: neither an instant, nor text, nor epoch seconds")


def _epoch(seconds: pl.Series) -> pl.Series:
    _refuse(seconds, ~seconds.is_finite())
    return (seconds * SECOND).round().cast(pl.Int64)


def _parsed(text: pl.Series) -> pl.Series:
    seconds = text.cast(pl.Float64, strict=False)
    found = (seconds.fill_nan(None) * SECOND).round().cast(pl.Int64, strict=False)
    if found.has_nulls():
        aware = text.str.to_datetime("%+", time_unit="us", strict=False).dt.convert_time_zone("UTC")
        naive = [text.str.to_datetime(form, time_unit="us", strict=False) for form in _NAIVE]
        for instants in (aware, *naive):
            found = found.fill_null(instants.to_physical())
    _refuse(text, found.is_null())
    return found.alias(text.name)


def _refuse(values: pl.Series, wrong: pl.Series) -> None:
    if wrong.any():
        row = wrong.arg_max()
        assert row is not None
        message = f"timestamp_share {values[row]!r} is not an instant (epoch seconds or ISO 8601)"
        raise SharesError(message, row)
