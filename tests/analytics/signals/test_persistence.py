from datetime import timedelta

import polars as pl
import pytest

from analytics.signals.judgement import with_q
from analytics.signals.options import WATCH
from analytics.signals.persistence import as_a_whole, episodes, persistent
from analytics.signals.surprise import surprise
from tests.analytics.signals.watched_posts import START, hour

LOUD = pl.col("observed") >= 5


def told(observed):
    """One series of windows of an hour, those that hold nothing left out; 1 is expected."""
    rows = [(hour(h), count) for h, count in enumerate(observed) if count]
    return pl.DataFrame(
        {"at": [at for at, _ in rows], "observed": [count for _, count in rows]},
        schema={"at": pl.Datetime("us", "UTC"), "observed": pl.Int64},
    ).with_columns(
        kind=pl.lit("need"), topic=pl.lit("water"), location_code=pl.lit("47"), expected=1.0, shape=4.0
    )


@pytest.mark.parametrize(
    ("observed", "detected"),
    [
        ([1, 9, 1, 1], []),
        ([1, 9, 9], [3]),
        ([1, 9, 1, 9], [4]),
        ([1, 9, 0, 9], [4]),
        ([1, 9, 1, 1, 9], []),
        ([9, 9, 9], [2, 3]),
    ],
)
def test_two_windows_of_three(observed, detected):
    held = persistent(told(observed), LOUD, 60, WATCH)
    assert held["detected_at"].to_list() == [hour(h) for h in detected]


def test_a_span_is_summed_with_its_silent_windows_and_judged_by_the_belief_before_it():
    row = as_a_whole(persistent(told([1, 9, 0, 7]), LOUD, 60, WATCH)).row(0, named=True)
    assert (row["start_at"], row["observed"], row["expected"]) == (hour(1), 16, 3.0)
    assert row["p"] == pytest.approx(surprise(16, 4, 4, 3).p[0])


@pytest.mark.parametrize(("silence_h", "alerts"), [(5, 1), (23, 1), (24, 2), (60, 2)])
def test_an_episode_ends_with_a_day_of_silence(silence_h, alerts):
    found = told([9] * 2).with_columns(
        detected_at=pl.Series([START, START + timedelta(hours=silence_h)]), minutes=60
    )
    assert episodes(found, WATCH)[0].height == alerts
    first, last = episodes(found.head(1), WATCH)
    assert first.height + episodes(found.tail(1), WATCH, last)[0].height == alerts


def test_a_later_window_never_changes_an_earlier_q():
    held = told([9] * 40).with_columns(p=pl.Series([10.0 ** -(row % 7) for row in range(40)]))
    known = held.head(1)
    whole = with_q(held, known, 60, WATCH)
    for cut in (5, 20, 33):
        assert with_q(held.head(cut), known, 60, WATCH).equals(whole.head(cut))


def test_q_counts_the_series_that_are_known_and_the_windows_of_a_day():
    held = told([9]).with_columns(p=1e-4, at=pl.lit(hour(30)).dt.cast_time_unit("us"))
    known = told([9, 9, 9]).select("kind", "topic", "location_code", "at")
    assert with_q(held, known, 60, WATCH)["q"].to_list() == [pytest.approx(1e-4 * 24 * 3)]
