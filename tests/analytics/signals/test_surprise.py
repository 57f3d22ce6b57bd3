import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.signals.surprise import poisson, surprise


def test_twelve_where_four_are_expected():
    p, bits = poisson(12, 4)
    assert p[0] == pytest.approx(0.00091522915, abs=1e-6)
    assert bits[0] == pytest.approx(10.0935794, abs=1e-6)


@pytest.mark.parametrize(
    ("observed", "expected", "p"), [(0, 4.0, 1.0), (0, 0.0, 1.0), (1, 0.0, 0.0), (1, 1.0, 1 - math.exp(-1))]
)
def test_ends_of_the_poisson_tail(observed, expected, p):
    told = poisson(observed, expected)
    assert told.p[0] == pytest.approx(p)
    assert told.bits[0] == (math.inf if p == 0 else pytest.approx(-math.log2(p)))


@given(st.integers(0, 300), st.floats(0.05, 50), st.floats(0.05, 50), st.floats(0.1, 10))
def test_negative_binomial_tail(observed, shape, rate, exposure):
    expected = stats.nbinom.sf(observed - 1, shape, rate / (rate + exposure))
    assert surprise(observed, shape, rate, exposure).p[0] == pytest.approx(expected, rel=1e-6, abs=1e-300)


def test_a_sure_rate_is_poisson_and_a_doubtful_one_surprises_less():
    sure = surprise(12, 1e12, 1e12 / 4)
    assert sure.p[0] == pytest.approx(0.00091522915, abs=1e-6)
    bits = surprise(12, np.array([1000.0, 10.0, 1.0, 0.1]), np.array([1000.0, 10.0, 1.0, 0.1]) / 4).bits
    assert (np.diff(bits[:3]) < 0).all()


def test_bits_go_on_where_p_ends():
    """Just above what a float holds, both ways of summing the tail agree; far below, bits still rank."""
    near, far = poisson([470, 475, 480], 50.0), poisson([1000, 100_000], 5.0)
    exact = -stats.poisson.logsf([469, 474, 479], 50.0) / math.log(2)
    assert near.bits == pytest.approx(exact, rel=1e-9)
    assert (far.p == 0).all()
    assert 1000 < far.bits[0] < far.bits[1] < math.inf
    wide = surprise([90_000, 180_000], 2.0, 0.5)
    assert 0 < wide.bits[0] < wide.bits[1] < math.inf
    # P(X ≥ n) of a Gamma(1, b) belief is (1 / (1 + b))^n
    assert surprise(5000, 1.0, 0.5).bits[0] == pytest.approx(5000 * math.log2(1.5))


def test_nothing_known_is_not_surprising():
    told = surprise([5, 5], [np.nan, 2.0], [np.nan, 1.0])
    assert told.p[0] == 1
    assert told.bits[0] == 0
    assert told.p[1] < 1


@given(st.integers(0, 10_000), st.floats(0.1, 100), st.floats(0.001, 100))
def test_more_is_never_less_surprising(observed, shape, rate):
    bits = surprise([observed, observed + 1], shape, rate).bits
    assert bits[0] <= bits[1] * (1 + 1e-9)
    assert bits[0] >= 0


@pytest.mark.parametrize(
    ("arguments", "row"), [((-1, 1, 1), -1), ((1, 0, 1), 0), ((1, 1, -2), -2), ((np.nan, 1, 1), "nan")]
)
def test_impossible_figures_are_named(arguments, row):
    with pytest.raises(ValueError, match=f"row 0: {row}"):
        surprise(*arguments)
    with pytest.raises(ValueError, match="0 or more"):
        poisson(-1, 2)
