from datetime import timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analytics.alerts import CAP, QUIET, alerts, persistent, read_signals
from analytics.alerts.debounce import debounce
from tests.analytics.alerts.signal_rows import NOON, at, signal, signals

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("minutes", "bursts", "due"),
    [
        ([0], [[0]], [5]),
        ([0, 4, 8], [[0, 4, 8]], [13]),  # each less than 5 minutes after the last
        ([0, 5], [[0], [5]], [5, 10]),  # five minutes of quiet: it has left
        (range(0, 120, 4), [list(range(0, 120, 4))], [120]),  # two hours at most
        (range(0, 124, 4), [list(range(0, 120, 4)), [120]], [120, 125]),
    ],
)
def test_debounce(minutes, bursts, due):
    found = debounce(signals(*(signal(minute) for minute in minutes)))
    grouped = found.group_by("burst", maintain_order=True).agg("detected_at", pl.col("due_at").first())
    assert grouped["detected_at"].to_list() == [[at(minute) for minute in burst] for burst in bursts]
    assert grouped["due_at"].to_list() == [at(minute) for minute in due]


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from("ab")), min_size=1, unique=True))
def test_every_signal_is_in_one_burst_that_keeps_the_rules(rows):
    made = signals(*(signal(minute, f"{topic}{minute}", topic=topic) for minute, topic in rows))
    found = debounce(made)
    assert sorted(found["signal_id"]) == sorted(made["signal_id"])
    for _, burst in found.group_by("burst"):
        times = sorted(burst["detected_at"])
        assert burst["topic"].n_unique() == 1
        assert times[-1] - times[0] < CAP
        assert all(b - a < QUIET for a, b in pairwise(times))


def test_an_alert_has_the_strongest_reason_and_every_post():
    found = alerts(
        signals(
            signal(0, evidence=["b"], score_bits=9.0),
            signal(2, evidence=["a"], score_bits=20.0, observed=30, start_at=at(-15)),
            signal(4, evidence=["a", "c"], score_bits=20.0, observed=40),
        ),
        NOON + DAY,
    )
    row = found.row(0, named=True)
    assert found.height == 1
    assert (row["why"], row["observed"], row["score_bits"]) == ("why 2", 30, 20.0)
    assert (row["start_at"], row["detected_at"], row["last_at"], row["due_at"]) == (
        at(-15),
        at(0),
        at(4),
        at(9),
    )
    assert row["evidence"] == ["a", "c", "b"]
    assert row["signals"] == ["s0", "s2", "s4"]
    assert len(row["alert_id"]) == 16


@given(st.lists(st.integers(0, 300), min_size=1, unique=True), st.integers(0, 320), st.randoms())
def test_what_was_due_stays_as_it_was_whatever_comes_later(minutes, cut, random):
    rows = [signal(minute) for minute in minutes]
    before = alerts(signals(*rows), at(cut))
    random.shuffle(rows)
    after = alerts(signals(*rows), at(600))
    assert_frame_equal(after.filter(pl.col("due_at") <= at(cut)), before)
    earlier = [row for row in rows if row["detected_at"] <= at(cut)]
    if earlier:
        assert_frame_equal(alerts(signals(*earlier), at(cut)), before)


def test_no_signal_no_alert():
    assert alerts(signals(signal(0)), at(-1)).height == 0
    assert alerts(signals(signal(0)), at(4)).height == 0


@pytest.mark.parametrize(
    ("windows", "kept"),
    [([0], []), ([0, 1], [1]), ([0, 2], [2]), ([0, 3], []), ([0, 1, 2, 5, 6], [1, 2, 6]), ([0, 3, 4], [4])],
)
def test_two_windows_of_three(windows, kept):
    found = persistent(signals(*(signal(15 * window) for window in windows)), timedelta(minutes=15))
    assert found["detected_at"].to_list() == [at(15 * window) for window in kept]


def test_two_signals_of_one_window_are_one_window():
    assert persistent(signals(signal(0), signal(1)), timedelta(minutes=15)).height == 0
    one_of_one = persistent(signals(signal(0), signal(1)), timedelta(minutes=15), 1, 1)
    assert one_of_one.height == 2


@pytest.mark.parametrize("settings", [(0, 3), (4, 3)])
def test_a_persistence_that_cannot_be_is_refused(settings):
    with pytest.raises(ValueError, match="cannot be kept"):
        persistent(signals(signal(0)), timedelta(minutes=15), *settings)


def test_signals_as_a_csv_gives_them():
    read = read_signals(
        pl.DataFrame({"signal_id": ["b", "a"], "kind": "need", "detected_at": "2026-11-22T12:00:00Z",
                      "evidence": ["p1|p2", None]})
    )  # fmt: skip
    assert read["signal_id"].to_list() == ["a", "b"]
    assert read["evidence"].to_list() == [[], ["p1", "p2"]]
    assert read["start_at"].to_list() == [NOON, NOON]
    assert read["topic"].to_list() == ["", ""]


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"signal_id": ["a"]}, "no column kind, detected_at"),
        ({"signal_id": ["a", "a"], "kind": "x", "detected_at": NOON}, "signal a is there twice"),
        ({"signal_id": ["a", None], "kind": "x", "detected_at": NOON}, "row 1 has no signal_id"),
    ],
)
def test_signals_that_are_none_are_refused(columns, problem):
    with pytest.raises(ValueError, match=problem):
        read_signals(pl.DataFrame(columns))
