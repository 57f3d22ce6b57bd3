"""Ways to learn: a middle class between two others, words that few texts have, and the same weights every time."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import Ridge

from analytics.need_model import ways
from analytics.need_model.folds import stratified
from analytics.need_model.ways import LEARN, graded
from analytics.stance.logistic import fit, probabilities


def _graded_texts(count):
    """A scale with three parts, seen through noise: the middle one is a third of the texts."""
    rng = np.random.default_rng(4)
    scale = rng.uniform(-1, 1, count)
    y = np.digitize(scale, [-1 / 3, 1 / 3])
    seen = scale[:, None] + rng.normal(0, 0.2, (count, 6))
    return sparse.csr_array(seen), y


@pytest.mark.parametrize("way", LEARN)
def test_every_way_tells_what_is_plain_to_tell_and_again_the_same(way):
    y = np.arange(60) % 3
    x = sparse.csr_array(np.eye(3)[y])
    weights = LEARN[way](x, y, 3, 10.0)
    assert (probabilities(x, weights).argmax(axis=1) == y).all()
    again = LEARN[way](x, y, 3, 10.0)
    assert (again.slope == weights.slope).all()
    assert (again.intercept == weights.intercept).all()


def test_a_middle_class_is_found_though_least_squares_never_gives_it_most():
    x, y = _graded_texts(600)
    told = np.eye(3)[y[:400]]
    bare = Ridge(alpha=1.0).fit(x[:400].toarray(), told).predict(x[400:].toarray()).argmax(axis=1)
    found = probabilities(x[400:], graded(x[:400], y[:400], 3, 1.0)).argmax(axis=1)
    middle = y[400:] == 1
    assert (bare[middle] == 1).mean() < 0.3
    assert (found[middle] == 1).mean() > 0.6
    assert (found == y[400:]).mean() > (bare == y[400:]).mean() + 0.1


def test_least_squares_from_products_of_rows_are_those_of_sklearn():
    x, y = _graded_texts(50)
    told = np.eye(3)[y]
    dual, offset = ways._least_squares((x @ x.T).toarray(), told, 0.5)
    known = Ridge(alpha=2.0).fit(x.toarray(), told)
    assert x.T @ dual == pytest.approx(known.coef_.T, abs=1e-9)
    assert offset == pytest.approx(known.intercept_, abs=1e-9)


def test_log_count_ratios_by_hand():
    x = sparse.csr_array(np.array([[0.6, 0.0], [0.2, 0.5], [0.0, 0.9]]))
    found = ways._ratios(x, np.array([0, 0, 1]), 2)
    first = np.log((3 / 5) / (1 / 3))  # 2 + 1 of 3 + 2 against 0 + 1 of 1 + 2
    second = np.log((2 / 5) / (2 / 3))
    assert found == pytest.approx(np.abs([[first, first], [second, second]]))


def test_a_slope_is_held_to_its_spread():
    y = np.arange(40) % 2
    x = sparse.csr_array(np.repeat(np.eye(2)[y], 2, axis=1))
    spread = np.array([[1.0, 1.0], [0.1, 0.1], [1.0, 1.0], [0.0, 0.0]])
    slope = np.abs(fit(x, y, 2, strength=1.0, balance=1.0, spread=spread).slope)
    assert slope[0] == pytest.approx(
        100 * slope[1], rel=1e-3
    )  # the same column twice: as the squares of spreads
    assert (slope[3] == 0).all()


def test_many_texts_are_thinned_before_each_is_compared_with_each(monkeypatch):
    x, y = _graded_texts(90)
    monkeypatch.setattr(ways, "_MOST", 30)
    thin = graded(x, y, 3, 1.0)
    own = graded(x[::3], y[::3], 3, 1.0)
    assert (thin.slope == own.slope).all()
    assert np.bincount(stratified(y[::3], 5, 0)).sum() == 30
