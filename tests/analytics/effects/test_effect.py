import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.effects.effect import effect
from analytics.effects.placebos import MIN_AFTER, MIN_BEFORE, MIN_PLACEBOS, placebos
from analytics.effects.segmented import segmented
from analytics.effects.simulated import denial, tally, thinned

ENOUGH = MIN_BEFORE + MIN_AFTER + MIN_PLACEBOS - 1  # 27 points before T0 have ten placebo dates among them


def series(before, after, jump=0.0, seed=1):
    t = np.arange(-before, after)
    y = 50 + np.random.default_rng(seed).normal(size=before + after) + jump * (t >= 0)
    return pl.DataFrame({"step": t, "value": y})


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (ENOUGH, MIN_AFTER - 1, "5 points after, 6 needed"),
        (ENOUGH - 1, MIN_AFTER, "9 placebo dates, 10 needed"),
        (MIN_BEFORE - 1, MIN_AFTER, "11 points before T0, 12 needed; 0 placebo dates, 10 needed"),
        (0, 8, "0 points before T0, 12 needed"),
        (40, 0, "0 points after, 6 needed"),
    ],
)
def test_too_few_points_are_only_described(before, after, said):
    found = effect(series(before, after, jump=30))
    assert found.verdict == "descriptive only"
    assert said in found.why
    assert "27 points before T0 give 10 placebo dates" in found.why


def test_enough_points_have_a_verdict():
    found = effect(series(ENOUGH, MIN_AFTER, jump=30))
    assert found.verdict == "effect"
    assert len(found.placebos.dates) == MIN_PLACEBOS
    assert found.model.mean.low < 30 < found.model.mean.high
    assert found.relative == pytest.approx(0.6, abs=0.1)
    assert effect(series(ENOUGH, MIN_AFTER)).verdict == "no effect found"


def test_a_series_that_never_moved_before_says_nothing_of_chance():
    flat = series(40, 10).with_columns(value=pl.when(pl.col("step") < 0).then(0.0).otherwise("value"))
    found = effect(flat)
    assert (found.verdict, found.why[:26]) == ("descriptive only", "the series does not move b")


def test_a_trend_that_bends_is_no_effect():
    """A rumour that rises and falls by itself: a line finds an effect at most dates, hence at no date."""
    t = np.arange(-60, 20)
    bump = 200 * np.exp(-(((t + 10) / 15) ** 2)) + np.random.default_rng(5).normal(scale=2, size=80)
    found = effect(pl.DataFrame({"step": t, "value": bump}), errors="ols")
    assert segmented(bump, t.astype(float), 0.0, errors="ols").mean.found
    assert found.widened > 3
    assert found.verdict == "no effect found"


def test_widening_keeps_the_value_and_the_order_of_interval_and_p():
    made = series(40, 10, jump=2)
    plain = segmented(made["value"].to_numpy(), made["step"].cast(pl.Float64).to_numpy(), 0.0).mean
    wide = plain.widened(1.7)
    assert wide.value == plain.value
    assert (wide.high - wide.low) == pytest.approx(1.7 * (plain.high - plain.low))
    assert wide.p > plain.p
    same = plain.widened(1.0)
    assert (same.low, same.high, same.p) == pytest.approx((plain.low, plain.high, plain.p))


def test_what_is_left_out_is_said():
    short = series(30, 10).with_columns(control=pl.lit(3.0))
    found = effect(short, period=24)
    assert found.notes == (
        "season left out: 30 points before T0, 48 needed",
        "control left out: it does not move before T0",
    )
    assert found.model.fit.coefficients.size == 4


def test_rows_in_any_order_and_gaps():
    whole = series(60, 20, jump=10).with_columns(control=pl.col("step").cast(pl.Float64).sin())
    gappy = whole.with_columns(value=pl.when(pl.col("step") % 7 != 3).then("value"))
    found, mixed = effect(gappy), effect(gappy.sample(fraction=1, shuffle=True, seed=2))
    assert found.before + found.after == gappy["value"].count()
    assert (found.model.mean, found.why) == (mixed.model.mean, mixed.why)


def test_placebos_use_nothing_from_t0_on():
    calm = series(60, 20)
    wild = calm.with_columns(value=pl.when(pl.col("step") >= 0).then(pl.col("value") ** 2).otherwise("value"))
    assert effect(calm).placebos == effect(wild).placebos


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 90), st.integers(0, 60))
def test_every_placebo_date_has_the_points_of_a_real_one(before, after):
    t = np.arange(float(before))
    dates = placebos(np.sin(t), t, after, errors="ols").dates
    assert len(dates) == min(max(0, before - MIN_BEFORE - MIN_AFTER + 1), 40)
    assert all(MIN_BEFORE <= date <= before - MIN_AFTER for date in dates)


def test_the_effect_of_simulated_denials_is_within_its_interval():
    actions = [denial(seed, change=0.4) for seed in range(100)]
    found = tally(actions)
    assert found.held >= 90, found
    assert found.found >= 60, found


def test_placebo_actions_are_found_at_the_stated_rate():
    found = tally([denial(seed, change=0.0) for seed in range(100, 200)])
    assert found.held >= 90, found
    assert found.found <= 10, f"{found}: more than 1 in 20, beyond what 100 draws make of it"


def test_newey_west_is_too_sure_on_a_short_series():
    """Why it is not the default."""
    actions = [denial(seed, change=0.0, before=72, after=12) for seed in range(60)]
    held = {errors: tally(actions, errors=errors).held for errors in ("ar1", "newey-west")}
    assert held["newey-west"] < held["ar1"]


def test_a_noise_that_the_action_takes_away_does_not_make_it_sure():
    """Four fifths of the counts go, and of their noise: what the rest is compared with is as noisy as before."""
    held = {"pooled": 0, "cautious": 0}
    for seed in range(200):
        rng = np.random.default_rng(seed)
        action = thinned(rng.poisson(rng.gamma(2, 15, 120)), 60, change=0.8, seed=seed, before=60, after=60)
        t, y = (action.series[name].cast(pl.Float64).to_numpy() for name in ("step", "value"))
        found = segmented(y, t, 0.0, errors="ols")
        for name, mean in (("pooled", found.mean), ("cautious", found.cautious().mean)):
            held[name] += mean.low <= action.mean <= mean.high
    assert held["pooled"] < 176
    assert 186 <= held["cautious"] <= 196


def test_thinning_takes_away_what_it_says():
    counts = np.full(50, 1000.0)
    made = thinned(counts, 30, change=0.3, seed=1, before=20, after=10)
    before = made.series.filter(pl.col("step") < 0)["value"]
    assert (before.len(), before.unique().to_list()) == (20, [1000])
    assert made.mean == pytest.approx(-300, rel=0.05)
    assert made.series["value"].tail(10).mean() - 1000 == pytest.approx(made.mean)
