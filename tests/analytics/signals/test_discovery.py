import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.signals.discovery import bh

TEN = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]


def test_two_of_ten_are_kept():
    rejected, q = bh(TEN, 0.05)
    assert rejected.tolist() == [True, True] + [False] * 8
    assert q == pytest.approx(stats.false_discovery_control(TEN))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.randoms())
def test_order_does_not_matter(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    shuffled = np.array(values)[order]
    assert bh(shuffled).rejected.tolist() == bh(values).rejected[order].tolist()


def test_windows_without_a_count_are_tests_as_well():
    assert bh(TEN, tests=10).q == pytest.approx(bh(TEN).q)
    assert bh(TEN, tests=1000).rejected.sum() == 0
    assert bh([], 0.05).rejected.size == 0


def test_false_alarms_are_rare_where_there_is_nothing_to_find():
    rng = np.random.default_rng(1)
    alarmed = [bh(rng.random(200), 0.05).rejected.any() for _ in range(400)]
    assert np.mean(alarmed) < 0.09


@pytest.mark.parametrize("wrong", [[-0.1], [1.1], [np.nan]])
def test_a_chance_is_between_0_and_1(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        bh(wrong)
