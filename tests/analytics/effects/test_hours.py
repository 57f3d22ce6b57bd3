from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.effects.hours import SLOTS, opening
from analytics.effects.opening import open_hours

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)  # 01:00 in Paris: winter


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("lundi 09:00 - 12:00", [(0, 9, 1), (0, 10, 1), (0, 11, 1)]),
        ("lundi 9-11 ; mercredi 13h30-15h", [(0, 9, 1), (0, 10, 1), (2, 13, 0.5), (2, 14, 1)]),
        ("Samedi 08:15 - 09:00 / 09:00 - 09:30", [(5, 8, 0.75), (5, 9, 0.5)]),
        ("lundi 09:00 - 10:00 / 09:00 - 10:00", [(0, 9, 1)]),
        ("monday 9 – 10", [(0, 9, 1)]),
        ("sur rendez-vous", []),
        ("lundi fermé ; mardi 18:00 - 09:00", []),
        ("dimanche 22:00 - 24:00", [(6, 22, 1), (6, 23, 1)]),
        (None, []),
    ],
)
def test_hours_are_read_as_they_are_written(written, hours):
    offers = pl.DataFrame({"uid": ["s"], "hours": [written]}, schema={"uid": pl.String, "hours": pl.String})
    assert open_hours(offers).rows() == [("s", *hour) for hour in hours]


@pytest.mark.data
def test_the_hours_of_france_services_are_read(shared):
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
    file = shared / "france_services" / "liste-fs-20240801.csv"
    table = pl.read_csv(
        file, infer_schema_length=0, encoding="utf8-lossy", quote_char=None, truncate_ragged_lines=True
    )
    written = [pl.format("{} {}", pl.lit(day), pl.col(f"h_{day}")) for day in days]
    offers = table.select(uid="id_fs", hours=pl.concat_str(written, separator=" ; ", ignore_nulls=True))
    offers = offers.filter(pl.col("hours") != "")
    assert open_hours(offers)["uid"].n_unique() >= 0.97 * offers["uid"].n_unique()


def asked(**people):
    """`d0h17=12`: twelve people on Monday at 17:00 in Paris."""
    rows = []
    for slot, count in people.items():
        day, hour = (int(part) for part in slot.removeprefix("d").split("h"))
        at = MONDAY + timedelta(days=day, hours=hour - 1)
        rows += [{"person": f"{slot}-{number}", "at": at} for number in range(count)]
    return pl.DataFrame(rows, schema={"person": pl.String, "at": pl.Datetime("us", "UTC")})


def offered(hours):
    return open_hours(pl.DataFrame({"uid": ["s"], "hours": [hours]}))


def test_the_hours_most_asked_in_come_first():
    found = opening(
        asked(d0h9=20, d0h18=40, d0h19=15, d5h10=30, d6h11=5, d3h3=50), offered("lundi 9-12 ; mardi 9-11")
    )
    assert found.people == 160
    assert found.covered == pytest.approx(20 / 160)
    assert found.open.rows() == [(0, 18, 20, 55, 0.0), (5, 9, 11, 30, 0.0)]
    assert found.idle.rows()[0] == (0, 10, 12, None, 1.0)


@pytest.mark.parametrize("month", [1, 7])
def test_hours_are_local_in_summer_too(month):
    at = datetime(2026, month, 5, 7, tzinfo=UTC)
    frame = pl.DataFrame({"person": [str(n) for n in range(12)], "at": [at] * 12})
    slots = opening(frame, offered("lundi 1-2"), length=1).open
    assert slots["start_h"].to_list() == [8 if month == 1 else 9]


def test_fewer_than_eleven_people_are_not_spoken_of():
    found = opening(asked(d0h18=10), offered("lundi 9-12"))
    assert (found.people, found.covered, found.open.height, found.idle.height) == (None, None, 0, 0)
    assert found.day.is_empty()
    assert found.open.schema == SLOTS


@pytest.mark.parametrize(("inside", "outside"), [(10, 30), (30, 10)])
def test_a_share_that_gives_a_small_part_away_is_hidden(inside, outside):
    found = opening(asked(d0h9=inside, d0h18=outside), offered("lundi 9-12"))
    assert found.covered is None
    assert found.open.height == (outside >= 11)


def test_what_is_left_cannot_be_told_by_subtraction():
    found = opening(asked(d0h9=40, d0h18=30, d2h12=4), offered("lundi 9-12"))
    assert found.open.rows() == [(0, 17, 19, None, 0.0)]


def test_slots_of_idle_hours_have_no_figures():
    found = opening(asked(d0h9=40, d1h9=3), offered("lundi 9-12 ; mardi 9-12"))
    assert found.idle["people"].null_count() == found.idle.height > 0


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({"d0h9": 40, "d1h9": 20, "d2h18": 15}, {9: 60, 18: 15}),
        ({"d0h9": 40, "d0h18": 30, "d2h12": 4}, {9: 40, 18: None, 12: None}),  # 4 is what is left of all
        ({"d0h9": 40, "d0h18": 30, "d2h12": 4, "d2h13": 5}, {9: 40, 18: None, 12: None, 13: None}),
        ({"d0h9": 40, "d0h18": 30, "d2h12": 6, "d2h13": 5}, {9: 40, 18: 30, 12: None, 13: None}),
    ],
)
def test_need_by_hour_of_the_day_hides_few_people(people, shown):
    day = opening(asked(**people), offered("lundi 9-12 ; mardi 9:30-12")).day
    assert day["hour"].to_list() == list(range(24))
    assert {hour: day["people"][hour] for hour in shown} == shown
    assert sum(value == 0 for value in day["people"]) == 24 - len(shown)
    assert day["open"][9:13].to_list() == pytest.approx([1 / 7, 2 / 7, 2 / 7, 0])
