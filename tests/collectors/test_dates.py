"""Times as sources write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.dates import NO_ZONE, day_first, iso_or_epoch, twitter
from collectors.records import RecordError

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected", "repair"),
    [
        ("2026-07-01T12:00:00Z", NOON, None),
        ("2026-07-01T14:00:00+02:00", NOON, None),
        ("2026-07-01 12:00:00", NOON, NO_ZONE),
        ("2026-07-01", NOON.replace(hour=0), NO_ZONE),
        (1782907200, NOON, None),
        (1782907200.5, NOON + timedelta(seconds=0.5), None),
        ("1782907200", NOON, None),
        (NOON, NOON, None),
    ],
)
def test_iso_and_epoch(value, expected, repair):
    assert iso_or_epoch("created_at", value) == (expected, repair)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("0000-01-01", "is not a time"),
        ("0001-01-01T00:00:00Z", "year 1 is not plausible"),
        ("2106-02-07T06:28:15Z", "year 2106 is not plausible"),
        (4294967295, "year 2106 is not plausible"),
        (1e300, "no plausible number of seconds"),
        ("nan", "no plausible number of seconds"),
        ("yesterday", "is not a time"),
        (True, "is not a time"),
        (None, "is not a time"),
        ("0001-01-01T00:00:00+14:00", "out of range"),
    ],
)
def test_what_is_no_time_is_refused(value, message):
    with pytest.raises(RecordError, match=message):
        iso_or_epoch("created_at", value)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_python_writes_is_read_back(moment):
    assert iso_or_epoch("at", moment.isoformat())[0] == moment


def test_x_v1():
    assert twitter("created_at", "Wed Jan 07 11:07:51 +0000 2015") == datetime(
        2015, 1, 7, 11, 7, 51, tzinfo=UTC
    )
    assert twitter("created_at", "Wed Jan 07 11:07:51 -0130 2015") == datetime(
        2015, 1, 7, 12, 37, 51, tzinfo=UTC
    )
    for wrong in ("", "Wed Foo 07 11:07:51 +0000 2015", "Wed Jan 32 11:07:51 +0000 2015", "2015-01-07"):
        with pytest.raises(RecordError, match="is not a time"):
            twitter("created_at", wrong)


def test_day_first_is_french_time():
    assert day_first("d", "17/07/2020 23:39") == datetime(2020, 7, 17, 21, 39, tzinfo=UTC)
    assert day_first("d", "17/01/2020 23:39") == datetime(2020, 1, 17, 22, 39, tzinfo=UTC)
    with pytest.raises(RecordError, match="expected DD/MM/YYYY"):
        day_first("d", "31/02/2021 10:00")
