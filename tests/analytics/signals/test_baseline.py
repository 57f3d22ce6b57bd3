from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.signals.baseline import baseline
from analytics.signals.surprise import surprise

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def counts(values: np.ndarray, series: str = "all", window: timedelta = HOUR) -> pl.DataFrame:
    return pl.DataFrame(
        {"series": series, "at": [MONDAY + i * window for i in range(len(values))], "observed": values}
    )


def day_and_night(hours: int, mean: float) -> np.ndarray:
    """Rates with a factor of nine between the quiet and the busy hours, weekends at half."""
    hour = np.arange(hours)
    return mean * (1 + 0.8 * np.sin(2 * np.pi * (hour % 24 - 9) / 24)) * np.where(hour // 24 % 7 < 5, 1, 0.5)


def judged(frame: pl.DataFrame, window: timedelta = HOUR, as_of: datetime = LATER) -> pl.DataFrame:
    told = baseline(frame, as_of, window)
    p, bits = surprise(told["observed"], told["shape"], told["rate"])
    return told.with_columns(p=p, bits=bits)


def test_the_first_window_has_no_past():
    told = judged(counts(np.array([400, 5])))
    assert told["expected"].is_null().to_list() == [True, False]
    assert told["bits"][0] == 0


def test_a_young_history_is_wide_and_an_old_one_sure():
    told = baseline(counts(np.full(24 * 28, 10)), LATER, HOUR)
    assert told["expected"].tail(24).to_numpy() == pytest.approx(np.full(24, 10.0), rel=0.1)
    shape = told["shape"].to_numpy()
    assert shape[1] < 2
    assert shape[-1] > 5
    assert surprise(20, shape[2], shape[2] / 10).p[0] > 0.05
    assert surprise(30, shape[-1], shape[-1] / 10).p[0] < 0.001


@pytest.mark.parametrize(("mean", "likeness"), [(0.3, 0.7), (4.0, 0.9), (60.0, 0.97)])
def test_the_hours_of_day_and_week_are_learnt(mean, likeness):
    rates = day_and_night(24 * 35, mean)
    told = judged(counts(np.random.default_rng(2).poisson(rates)))
    last_week = told["expected"].to_numpy()[-168:]
    assert np.corrcoef(last_week, rates[-168:])[0, 1] > likeness
    assert np.abs(last_week - rates[-168:]).mean() < 0.4 * rates.mean()


@pytest.mark.parametrize("mean", [0.05, 0.5, 5.0, 50.0])
def test_quiet_times_are_seldom_surprising(mean):
    rng = np.random.default_rng(3)
    frames = [counts(rng.poisson(day_and_night(24 * 21, mean)), f"s{i}") for i in range(20)]
    p = judged(pl.concat(frames)).filter(pl.col("at") >= MONDAY + timedelta(days=7))["p"].to_numpy()
    assert (p < 0.001).mean() <= 0.002
    assert (p < 0.01).mean() <= 0.015


def test_one_burst_is_told_and_does_not_poison_what_follows():
    rng = np.random.default_rng(4)
    calm = rng.poisson(np.full(24 * 21, 6.0))
    burst = calm.copy()
    burst[24 * 14 : 24 * 14 + 6] = 400
    before, after = judged(counts(calm)), judged(counts(burst))
    assert (after["bits"][24 * 14 : 24 * 14 + 6] > 20).all()
    assert after["expected"][24 * 14 + 6 :].mean() < 1.25 * before["expected"][24 * 14 + 6 :].mean()
    again = burst.copy()
    again[24 * 20] = 60
    assert judged(counts(again))["p"][24 * 20] < 1e-4


def test_the_hour_of_a_burst_does_not_excuse_itself():
    values = np.random.default_rng(5).poisson(np.full(96 * 7, 2.0))
    values[-8:] = 30
    told = judged(counts(values, window=QUARTER), QUARTER)
    assert (told["bits"].tail(8) > 10).all()


def test_silence_counts_whether_written_or_not():
    values = np.random.default_rng(6).poisson(np.full(24 * 10, 0.2))
    written = counts(values)
    sparse = pl.concat([written.head(1), written.slice(1).filter(pl.col("observed") > 0)])
    both = judged(sparse).join(judged(written), on=["series", "at"], suffix="_written")
    assert both["expected"].to_numpy() == pytest.approx(
        both["expected_written"].to_numpy(), rel=0.15, nan_ok=True
    )


def test_a_series_starts_from_what_the_others_are():
    others = [counts(np.full(48, 4), f"s{i}") for i in range(30)]
    new = pl.DataFrame({"series": ["new"], "at": [MONDAY + 48 * HOUR], "observed": [5]})
    born = new.with_columns(since=pl.lit(MONDAY + 48 * HOUR))
    watched = judged(pl.concat([*others, new])).filter(pl.col("series") == "new")
    fresh = judged(pl.concat([*others, born], how="diagonal")).filter(pl.col("series") == "new")
    assert fresh["expected"][0] == pytest.approx(4.0, rel=0.3)
    assert watched["expected"][0] < 1
    assert fresh["bits"][0] < 4 < watched["bits"][0]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=3, max_size=120), st.integers(1, 119), st.integers(0, 2**31))
def test_only_what_came_before_counts(values, cut, seed):
    cut = min(cut, len(values) - 1)
    frame = pl.concat([counts(np.array(values)), counts(np.array(values[::-1]), "other")])
    as_of = MONDAY + cut * HOUR
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    early = baseline(frame.filter(pl.col("at") < as_of), as_of, HOUR)
    assert baseline(shuffled, as_of, HOUR).equals(early)
    assert baseline(shuffled, LATER, HOUR).filter(pl.col("at") < as_of).equals(early)


def test_rows_of_one_window_are_added_and_no_rows_are_no_rows():
    twice = pl.concat([counts(np.array([1, 2])), counts(np.array([3, 4]))])
    assert baseline(twice, LATER, HOUR)["observed"].to_list() == [4, 6]
    nothing = baseline(twice, MONDAY, HOUR)
    assert nothing.columns == ["series", "at", "observed", "expected", "shape", "rate"]
    assert nothing.is_empty()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop("observed"), "no column observed"),
        (lambda f: f.with_columns(observed=-1), "below 0"),
        (
            lambda f: f.with_columns(at=pl.col("at") + pl.duration(minutes=pl.int_range(pl.len()))),
            "whole number",
        ),
    ],
)
def test_what_cannot_be_judged_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        baseline(change(counts(np.array([1, 2, 3]))), LATER, HOUR)
    with pytest.raises(ValueError, match="no time zone"):
        baseline(counts(np.array([1])), datetime(2026, 1, 6), HOUR)  # noqa: DTZ001 - the mistake itself
