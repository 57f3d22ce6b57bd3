"""Tables of needs and of offers, checked and read once."""

import re

import numpy as np
import polars as pl

from analytics.arrays import UNKNOWN_TIME
from analytics.posts import instants

OPEN, COMMITTED, ANSWERED = "need", "committed", "answered"
STATES = (OPEN, COMMITTED, ANSWERED)
_BETWEEN = r"\s*[|;]\s*"  # between the classes of a cell
_TRUE, _FALSE = ("true", "1", "yes", "oui", "vrai"), ("false", "0", "no", "non", "faux", "")


class MatchingError(ValueError):
    """A table that cannot be read: which (needs or offers), its row from 0 (None: the whole table), and why."""

    def __init__(self, table: str, message: str, row: int | None = None) -> None:
        super().__init__(f"{table}: {message}" if row is None else f"{table}, row {row}: {message}")
        self.table, self.message, self.row = table, message, row


def read(table: pl.DataFrame, name: str, communes: pl.DataFrame) -> pl.DataFrame:
    """Read needs or offers (`name` says which, for errors), in order of their uids.

    table     `uid`, and `need` or `text`; need: a class or several (list, or text with | between). Optional: at,
              until (instants, ISO 8601, epoch seconds), place_insee, lat, lon, capacity, people, online, state,
              offer_uid
    communes  `code, lat, lon`: where a place_insee is, for rows without a point of their own
    returns   uid, need (list, empty where none is given), text, at and until (µs since 1970, UNKNOWN_TIME where not
              said), lat and lon (degrees, nan where not known), capacity (1 where not said), people (0 where not
              said), online, state (of STATES), offer_uid
    raises    MatchingError for a missing column, an empty or repeated uid, or a value that is none
    """
    _check(table, name)
    read_ = pl.DataFrame(
        {
            "uid": _strings(table, "uid"),
            "need": _classes(table),
            "text": _strings(table, "text"),
            "at": _times(table, name, "at"),
            "until": _times(table, name, "until"),
            **_points(table, name, communes),
            "capacity": _counts(table, name, "capacity", 1),
            "people": _counts(table, name, "people", 0),
            "online": _flags(table, name, "online"),
            "state": _states(table, name),
            "offer_uid": _strings(table, "offer_uid"),
        }
    )
    return read_.sort("uid")


def _check(table: pl.DataFrame, name: str) -> None:
    its = f"its columns are {', '.join(table.columns)}"
    if "uid" not in table.columns:
        raise MatchingError(name, f"there is no column uid; {its}")
    if not {"need", "text"} & set(table.columns):
        raise MatchingError(name, f"there is neither a column need nor a column text; {its}")
    uid = _strings(table, "uid")
    _refuse(name, uid, uid.is_null() | (uid == ""), "uid", "empty")
    _refuse(name, uid, ~uid.is_first_distinct(), "uid", "there twice")


def _refuse(name: str, given: pl.Series, wrong: pl.Series, column: str, why: str) -> None:
    if wrong.any():
        row = wrong.arg_max()
        assert row is not None
        raise MatchingError(name, f"{column} {given[row]!r} is {why}", row)


def _strings(table: pl.DataFrame, column: str) -> pl.Series:
    """The column as text without blanks around; nulls where the table has none."""
    if column not in table.columns:
        return pl.Series(column, [None] * table.height, dtype=pl.String)
    return table[column].cast(pl.String).str.strip_chars()


def _classes(table: pl.DataFrame) -> pl.Series:
    listed = "need" in table.columns and isinstance(table["need"].dtype, pl.List)
    given = table["need"] if listed else _strings(table, "need").str.replace_all(_BETWEEN, "|").str.split("|")
    named = pl.element().filter(pl.element().is_not_null() & (pl.element() != "")).unique().sort()
    classes = pl.col("need").cast(pl.List(pl.String)).list.eval(named).fill_null([])
    return given.to_frame("need").select(classes).to_series()


def _times(table: pl.DataFrame, name: str, column: str) -> pl.Series:
    given = table[column] if column in table.columns else pl.Series(column, [None] * table.height)
    try:
        return instants(_stamps(given)).to_physical().fill_null(UNKNOWN_TIME)
    except (ValueError, TypeError) as error:
        row, why = re.match(r"(?:row (\d+): )?(.*)", str(error), re.DOTALL).groups()  # type: ignore[union-attr]  # always
        raise MatchingError(name, why.replace("created_at", column), int(row) if row else None) from error


def _stamps(given: pl.Series) -> pl.Series:
    """Text of epoch seconds as numbers; other columns as they are, empty text as a null."""
    if given.dtype != pl.String:
        return given
    said = given.str.strip_chars().replace("", None)
    seconds = said.cast(pl.Float64, strict=False)
    return said if (seconds.is_null() & said.is_not_null()).any() else seconds


def _numbers(table: pl.DataFrame, name: str, column: str) -> pl.Series:
    given = _strings(table, column).replace("", None)
    numbers = given.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    _refuse(
        name, given, given.is_not_null() & ~numbers.is_finite().fill_null(value=False), column, "no number"
    )
    return numbers


def _counts(table: pl.DataFrame, name: str, column: str, default: int) -> pl.Series:
    numbers = _numbers(table, name, column)
    _refuse(name, numbers, (numbers < 0).fill_null(value=False), column, "below 0")
    return numbers.fill_null(default).floor().cast(pl.Int64)


def _points(table: pl.DataFrame, name: str, communes: pl.DataFrame) -> dict[str, pl.Series]:
    """Latitude and longitude: the row's own, else those of its commune, else nan."""
    own = {axis: _numbers(table, name, axis) for axis in ("lat", "lon")}
    for axis, most in (("lat", 90), ("lon", 180)):
        _refuse(
            name, own[axis], (own[axis].abs() > most).fill_null(value=False), axis, f"beyond {most} degrees"
        )
    known = communes.select(place_insee="code", lat_there="lat", lon_there="lon").unique("place_insee")
    placed = pl.DataFrame({"place_insee": _strings(table, "place_insee"), **own})
    placed = placed.join(known, on="place_insee", how="left", maintain_order="left")
    alone = pl.col("lat").is_null() | pl.col("lon").is_null()
    points = [pl.when(alone).then(f"{axis}_there").otherwise(axis).alias(axis) for axis in ("lat", "lon")]
    return placed.select(point.cast(pl.Float64).fill_null(np.nan) for point in points).to_dict()


def _flags(table: pl.DataFrame, name: str, column: str) -> pl.Series:
    said = _strings(table, column).fill_null("").str.to_lowercase()
    _refuse(name, said, ~said.is_in([*_TRUE, *_FALSE]), column, "neither true nor false")
    return said.is_in(_TRUE)


def _states(table: pl.DataFrame, name: str) -> pl.Series:
    said = _strings(table, "state").fill_null("").str.to_lowercase().replace("", OPEN)
    _refuse(name, said, ~said.is_in(STATES), "state", f"none of {', '.join(STATES)}")
    return said
