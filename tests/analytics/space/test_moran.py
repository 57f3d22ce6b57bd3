import numpy as np
import pytest

from analytics.space.moran import moran, moran_test
from analytics.space.neighbours import nearest

FROM, TO = np.array([0, 1, 2]), np.array([1, 2, 3])


@pytest.mark.parametrize(("values", "expected"), [([1, 2, 3, 4], 1 / 3), ([1, 0, 1, 0], -1)])
def test_a_path_of_four(values, expected):
    figures = np.array(values, float)
    assert moran(figures, FROM, TO) == pytest.approx(expected, abs=1e-6)
    both = moran(figures, np.concatenate([FROM, TO]), np.concatenate([TO, FROM]))
    assert both == pytest.approx(expected, abs=1e-6)


def test_weights():
    figures = np.array([1.0, 2, 3, 4])
    assert moran(figures, FROM, TO, np.array([1.0, 0, 0])) == pytest.approx(4 * 0.75 / 5)


@pytest.mark.parametrize(("values", "edges"), [([2, 2, 2, 2], FROM), ([1, 2, 3, 4], FROM[:0])])
def test_nothing_to_compare(values, edges):
    assert np.isnan(moran(np.array(values, float), edges, edges))


def test_order_in_space_is_found_and_chance_is_not():
    rng = np.random.default_rng(0)
    coordinates = np.stack([rng.uniform(43, 50, 200), rng.uniform(-4, 7, 200)], axis=1)
    around = nearest(coordinates)
    slope = moran_test(coordinates[:, 0], around)
    assert (slope.i > 0.8, slope.p, slope.expected) == (True, 0.001, -1 / 199)
    assert moran_test(rng.permutation(coordinates[:, 0]), around).p > 0.05
    checks = (np.indices((12, 12)).sum(axis=0) % 2).ravel().astype(float)
    corners = np.stack([45 + np.arange(144) // 12 / 10, np.arange(144) % 12 / 10 * 1.4], axis=1)
    chessboard = moran_test(checks, nearest(corners, 4))
    assert chessboard.i < -0.7
    assert chessboard.p == 0.001


def test_nothing_to_test():
    around = nearest(np.array([[45.0, 1], [46, 1], [47, 1]]))
    assert moran_test(np.ones(3), around).p == 1
    assert np.isnan(moran_test(np.ones(0), nearest(np.zeros((0, 2)))).i)
