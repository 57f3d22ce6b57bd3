from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.effects.series import Grid, counted, shared, shown, small

T0 = datetime(2026, 1, 12, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
GRID = Grid(T0, HOUR, T0 - 3 * HOUR, T0 + 2 * HOUR)


def events(*rows):
    """(person, minutes from T0)"""
    return pl.DataFrame(
        [(person, T0 + timedelta(minutes=minute)) for person, minute in rows],
        schema={"person": pl.String, "at": pl.Datetime("ms", "UTC")},
        orient="row",
    )


@pytest.mark.parametrize(
    ("first", "until", "steps"),
    [
        (-10, 10, [-3, -2, -1, 0, 1]),
        (-2.5, 10, [-2, -1, 0, 1]),
        (-2, 1.9, [-2, -1, 0]),
        (-10, -1.5, [-3]),
        (1.5, 10, []),
        (-10, -9, []),
    ],
)
def test_only_whole_steps_within_the_records_count(first, until, steps):
    made = GRID.steps(T0 + first * HOUR, T0 + until * HOUR)
    assert made["step"].to_list() == steps
    assert made["at"].to_list() == [T0 + step * HOUR for step in steps]


TOLD = events(("a", -61), ("a", -60), ("a", -1), ("b", -1), ("b", 0), ("c", 59), ("c", 119), ("d", 120))


def test_events_and_people_of_each_step():
    steps = GRID.steps(T0 - 9 * HOUR, T0 + 9 * HOUR)
    assert counted(TOLD, GRID, steps, people=False)["value"].to_list() == [0, 1, 3, 2, 1]
    assert counted(TOLD, GRID, steps, people=True)["value"].to_list() == [0, 1, 2, 2, 1]
    assert counted(TOLD.sample(fraction=1, shuffle=True, seed=3), GRID, steps, people=True).equals(
        counted(TOLD, GRID, steps, people=True)
    )


def test_a_share_of_nothing_is_none():
    steps = GRID.steps(T0 - 9 * HOUR, T0 + 9 * HOUR)
    chosen = TOLD.with_columns(chosen=pl.col("person") == "b")
    assert shared(chosen, GRID, steps)["value"].to_list() == [None, 0, pytest.approx(1 / 3), 0.5, 0]


@pytest.mark.parametrize(
    ("before", "after", "hidden"),
    [(11, 11, False), (10, 11, True), (11, 10, True), (11, 0, False), (0, 0, False)],
)
def test_a_side_of_one_to_ten_people_is_small(before, after, hidden):
    rows = [(f"b{n}", -1) for n in range(before)] + [(f"a{n}", 1) for n in range(after)]
    steps = GRID.steps(T0 - 9 * HOUR, T0 + 9 * HOUR)
    told = events(*rows, *rows)  # a person who speaks twice is one
    assert small(told, steps, GRID) == hidden
    assert shown(counted(told, GRID, steps, people=True)) == (not hidden)
