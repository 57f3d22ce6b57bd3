import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.signals.ewma import ewma


def test_by_hand():
    told = ewma([14, 16, 10], 10, 2)
    assert told.level == pytest.approx([0.6, 1.32, 0.924])
    spread = 3 * np.sqrt(0.3 / 1.7 * (1 - 0.7 ** np.array([2, 4, 6])))
    assert told.limit == pytest.approx(spread)
    assert told.limit[0] == pytest.approx(0.9)
    assert told.above.tolist() == [False, True, False]


def test_a_small_shift_that_lasts_is_told_and_one_window_is_not():
    rng = np.random.default_rng(5)
    calm = rng.normal(0, 1, 400)
    assert ewma(calm, 0, 1).above.mean() < 0.01
    shifted = calm.copy()
    shifted[200:] += 1.5
    assert ewma(shifted, 0, 1).above[200:212].any()
    assert not (shifted[200:212] > 3.5).any()


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=60), st.integers(1, 59))
def test_series_are_told_apart_and_the_past_knows_nothing_of_what_follows(values, cut):
    cut = min(cut, len(values))
    begins = np.zeros(len(values), bool)
    begins[cut - 1 :: max(1, cut)] = True
    whole = ewma(values, 0, 1)
    assert whole.level[:cut] == pytest.approx(ewma(values[:cut], 0, 1).level)
    two = ewma(values + values, 0, 1, [False] * len(values) + [True] + [False] * (len(values) - 1))
    assert two.level[len(values) :] == pytest.approx(whole.level)


def test_what_is_not_known_says_nothing():
    told = ewma([5, 100, 5], [4, np.nan, 4], [1, np.nan, 1])
    assert told.level[1] == told.level[0]
    assert told.level[2] == pytest.approx(ewma([5, 5], 4, 1).level[1])


def test_mistakes_are_named():
    with pytest.raises(ValueError, match="weight of 2"):
        ewma([1], 0, 1, weight=2)
    with pytest.raises(ValueError, match="row 1"):
        ewma([1, 2], 0, [1, 0])
