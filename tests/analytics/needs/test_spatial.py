import numpy as np
import pytest

from analytics.needs.spatial import moran

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
