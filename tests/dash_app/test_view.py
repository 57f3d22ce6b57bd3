from datetime import UTC, datetime

import pytest

from dash_app.view import View, end_of_day, from_address


def test_an_empty_address_is_the_default_view():
    assert from_address({}, "fr") == View("fr")


def test_every_part_of_an_address_is_read():
    address = {"from": "2015-01-07", "to": "2015-01-08", "q": "#eau", "root": "a", "post": "b", "topic": "water",
               "measure": "gap", "dep": "2A", "lang": "en", "unknown": "x"}  # fmt: skip
    expected = View("en", "2015-01-07", "2015-01-08", "#eau", "a", "b", "water", "gap", "2A")
    assert from_address(address, "fr") == expected


@pytest.mark.parametrize(
    "address", [{"measure": "secret"}, {"lang": "de"}, {"dep": "99"}, {"topic": ""}, {"root": ""}]
)
def test_what_is_not_one_of_ours_gives_the_default(address):
    assert from_address(address, "fr") == View("fr")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2015-01-07", datetime(2015, 1, 7, 23, 59, 59, 999999, UTC)),
        ("2015-01-07T11:00:00Z", "2015-01-07T11:00:00Z"),
        ("yesterday", "yesterday"),
        ("", None),
        (None, None),
    ],
)
def test_a_window_holds_its_last_day(day, expected):
    assert end_of_day(day) == expected
