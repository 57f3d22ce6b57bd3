import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from analytics.effects.fits import regress
from analytics.effects.segmented import design, segmented

STEPS = np.arange(20.0)
KNOWN = (2.0, 0.5, 3.0, 1.0)


def straight(t, t0):
    """The series of METHODS' check 12, without noise."""
    return design(t, t0) @ KNOWN


@pytest.mark.parametrize("errors", ["ar1", "newey-west", "ols"])
def test_a_series_without_noise_gives_its_coefficients_back(errors):
    found = segmented(straight(STEPS, 10.0), STEPS, 10.0, errors=errors)
    assert found.fit.coefficients == pytest.approx(KNOWN, abs=1e-6)
    assert found.level.value == pytest.approx(3, abs=1e-6)
    assert found.mean.value == pytest.approx(3 + 4.5, abs=1e-6)
    assert found.expected == pytest.approx(2 + 0.5 * STEPS, abs=1e-6)


def noisy(seed, n=40, t0=24.0, correlation=0.5):
    rng = np.random.default_rng(seed)
    noise = np.zeros(n)
    for step in range(1, n):
        noise[step] = correlation * noise[step - 1] + rng.normal()
    t = np.arange(float(n))
    return t, straight(t, t0) + noise


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("lags", [0, 1, 3, 6])
def test_newey_west_is_that_of_statsmodels(seed, lags):
    t, y = noisy(seed)
    x = design(t, 24.0, 8)
    ours = regress(y, x, t, "newey-west", lags=lags)
    theirs = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True)
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-9)
    assert ours.covariance == pytest.approx(theirs.cov_params(), abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_ordinary_intervals_are_those_of_statsmodels(seed):
    t, y = noisy(seed)
    theirs = sm.OLS(y, design(t, 24.0)).fit()
    ours = segmented(y, t, 24.0, errors="ols")
    low, high = theirs.conf_int(0.05)[2]
    assert (ours.level.low, ours.level.high) == pytest.approx((low, high), abs=1e-9)
    assert ours.level.p == pytest.approx(theirs.pvalues[2], abs=1e-9)
    contrast = np.array([[0, 0, 1, (len(t) - 24 - 1) / 2]])
    assert (ours.mean.low, ours.mean.high) == pytest.approx(
        tuple(theirs.t_test(contrast).conf_int()[0]), abs=1e-9
    )


@pytest.mark.parametrize("seed", range(4))
def test_autoregressive_intervals_are_those_of_statsmodels_with_gaps(seed):
    t, y = noisy(seed)
    kept = np.setdiff1d(np.arange(len(t)), [3, 4, 17, 30])
    t, y = t[kept], y[kept]
    ours = segmented(y, t, 24.0).fit
    assert abs(ours.correlation) > 0.01
    between = ours.correlation ** np.abs(t[:, None] - t[None, :])
    theirs = sm.GLS(y, design(t, 24.0), sigma=between).fit()
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-8)
    assert ours.covariance == pytest.approx(theirs.cov_params(), abs=1e-8)


@pytest.mark.parametrize("seed", range(4))
def test_the_errors_before_are_measured_as_statsmodels_would(seed):
    t, y = noisy(seed)
    y = np.where(
        t < 24, y, y / 3 + straight(t, 24.0) * 2 / 3
    )  # noise that the action takes away with the counts
    x = design(t, 24.0)
    found = segmented(y, t, 24.0)
    between = found.fit.correlation ** np.abs(t[:, None] - t[None, :])
    theirs = sm.GLS(y, x, sigma=between).fit()
    influence = sm.OLS(theirs.model.wendog, theirs.model.wexog).fit().get_influence()
    free, squares = 1 - influence.hat_matrix_diag, theirs.wresid**2
    before = t < 24
    expected = squares[before].sum() / free[before].sum() / theirs.scale
    assert found.louder == pytest.approx(np.sqrt(expected), abs=1e-8)
    assert found.louder > 1
    wide, plain = found.cautious().mean, found.mean
    assert (wide.high - wide.low) / (plain.high - plain.low) == pytest.approx(found.louder, abs=1e-8)


def test_errors_that_grow_after_the_action_do_not_narrow_the_interval():
    t, y = noisy(1)
    found = segmented(np.where(t < 24, straight(t, 24.0), y), t, 24.0)
    assert found.louder < 1
    assert found.cautious().mean == found.mean.widened(1.0)


def test_the_correlation_is_that_of_largest_restricted_likelihood():
    """statsmodels' mixed models do not know this one: the likelihood is written out here, without whitening."""
    t, y = noisy(7)
    x = design(t, 24.0)
    n, k = x.shape

    def unlikely(correlation):
        between = correlation ** np.abs(t[:, None] - t[None, :])
        inverse = np.linalg.inv(between)
        bread = x.T @ inverse @ x
        left = y - x @ np.linalg.solve(bread, x.T @ inverse @ y)
        rss = left @ inverse @ left
        determinants = np.linalg.slogdet(between)[1] + np.linalg.slogdet(bread)[1]
        return (n - k) * np.log(rss) + determinants

    grid = np.linspace(0.01, 0.95, 941)
    best = grid[np.argmin([unlikely(r) for r in grid])]
    assert segmented(y, t, 24.0).fit.correlation == pytest.approx(best, abs=1e-3)


def test_a_season_and_a_control_are_told_from_the_action():
    t = np.arange(96.0)
    rng = np.random.default_rng(3)
    control = rng.normal(size=96)
    y = straight(t, 60.0) + 5 * np.sin(2 * np.pi * t / 24) + 2 * control
    found = segmented(y, t, 60.0, period=24, control=control)
    assert found.fit.coefficients[:4] == pytest.approx(KNOWN, abs=1e-6)
    assert found.fit.coefficients[-1] == pytest.approx(2, abs=1e-6)
    assert segmented(y, t, 60.0).level.value != pytest.approx(3, abs=0.1)


@given(
    st.lists(st.floats(-100, 100), min_size=20, max_size=40),
    st.floats(-50, 50),
    st.floats(0.1, 20),
)
def test_shifting_and_scaling_the_series_shifts_and_scales_the_answer(values, shift, scale):
    y = np.array(values) + np.random.default_rng(1).normal(size=len(values))
    t = np.arange(float(len(y)))
    before, after = (segmented(one, t, 12.0, errors="newey-west") for one in (y, scale * y + shift))
    assert after.mean.value == pytest.approx(scale * before.mean.value, abs=1e-6)
    assert after.mean.low == pytest.approx(scale * before.mean.low, abs=1e-6)
    assert after.fitted == pytest.approx(scale * before.fitted + shift, abs=1e-6)


@pytest.mark.parametrize(
    ("n", "t0", "control", "said"),
    [
        (4, 2.0, None, "4 points cannot tell 4 coefficients"),
        (20, 0.0, None, "follows from the others"),
        (20, 30.0, None, "follows from the others"),
        (20, 10.0, np.ones(20), "follows from the others"),
    ],
)
def test_what_cannot_be_told_is_refused(n, t0, control, said):
    t = np.arange(float(n))
    with pytest.raises(ValueError, match=said):
        segmented(np.sin(t), t, t0, control=control)
