from datetime import UTC, date, datetime

import polars as pl
import pytest

from analytics.posts import instants, read

NOON = datetime(2013, 7, 6, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2013-07-06T12:00:05Z",
        "2013-07-06T12:00:05",
        "2013-07-06 12:00:05",
        "2013-07-06T14:00:05+02:00",
        "2013-07-06T08:30:05-0330",
        "2013-07-06 14:00:05+02",
        "2013-07-06T12:00:05.000Z",
        "2013-07-06T12:00:05.000000",
    ],
)
def test_text(text):
    assert instants(pl.Series([text, None, "2013-07-06T12:00:05Z"])).to_list() == [NOON, None, NOON]


@pytest.mark.parametrize(
    ("text", "hour"), [("2013-07-06", 0), ("2013-07-06T12:00", 12), ("2013-07-06 14:00+02:00", 12)]
)
def test_short_text(text, hour):
    assert instants(pl.Series([text])).item() == datetime(2013, 7, 6, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([NOON]),
        pl.Series([NOON.replace(tzinfo=None)]),
        pl.Series([NOON]).dt.convert_time_zone("Europe/Paris"),
        pl.Series([NOON]).dt.cast_time_unit("ms"),
        pl.Series([int(NOON.timestamp())]),
        pl.Series([NOON.timestamp()]),
    ],
)
def test_columns(column):
    assert instants(column).to_list() == [NOON]
    assert instants(column).dtype == pl.Datetime("us", "UTC")


def test_dates_and_fractions():
    assert instants(pl.Series([date(2013, 7, 6)])).item() == datetime(2013, 7, 6, tzinfo=UTC)
    assert instants(pl.Series([0.25, float("nan"), None])).dt.epoch("us").to_list() == [250_000, None, None]


@pytest.mark.parametrize(
    ("column", "error", "message"),
    [
        (pl.Series(["2013-07-06T12:00:05Z", "31/02/2021"]), ValueError, "row 1: created_at '31/02/2021'"),
        (pl.Series([0.0, float("inf")]), ValueError, "row 1: created_at inf"),
        (pl.Series([True]), TypeError, "created_at is Boolean"),
    ],
)
def test_what_is_no_instant(column, error, message):
    with pytest.raises(error, match=message):
        instants(column)


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="no column author_uid, created_at; their columns are \\['uid'\\]"):
        read(pl.DataFrame({"uid": ["a"]}))


def test_a_row_without_uid_is_named():
    with pytest.raises(ValueError, match="row 1 has no uid"):
        read(pl.DataFrame({"uid": ["a", None], "author_uid": ["A", "B"], "created_at": [0, 1]}))
