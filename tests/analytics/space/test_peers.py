"""The same figures as PySAL's (esda, libpysal) where it is installed."""

import warnings

import numpy as np
import pytest

from analytics.needs.need_rates import empirical_bayes
from analytics.space.lisa import lisa
from analytics.space.moran import moran, moran_test
from analytics.space.neighbours import nearest

with warnings.catch_warnings():  # its imports warn of what is deprecated in them
    warnings.simplefilter("ignore")
    esda = pytest.importorskip("esda", reason="esda is not installed (pip install esda libpysal)")
    libpysal = pytest.importorskip("libpysal", reason="libpysal is not installed")
    from esda.smoothing import Empirical_Bayes

# p_sim of esda 2.9.0, Moran_Local(values, weights, permutations=9999, seed=1); kept, as it compiles for a minute
DIRECTED = [
    *(0.0058, 0.3569, 0.0170, 0.0501, 0.2485, 0.1371, 0.0100, 0.0017, 0.0427, 0.2603, 0.0736, 0.0686),
    *(0.4174, 0.0937, 0.0138, 0.1248, 0.0097, 0.0521, 0.1788, 0.3192, 0.3015, 0.4280, 0.2894, 0.0628),
]


@pytest.fixture(scope="module")
def places():
    """Coordinates, figures that go together in space, neighbours here and there."""
    rng = np.random.default_rng(4)
    coordinates = np.stack([rng.uniform(43, 50, 24), rng.uniform(-4, 7, 24)], axis=1)
    around = nearest(coordinates, 4)
    values = coordinates[:, 0] + rng.normal(0, 2, 24)
    lists = [part.tolist() for part in np.split(around.place, around.start[1:-1])]
    weights = libpysal.weights.W(dict(enumerate(lists)), silence_warnings=True)
    weights.transform = "r"
    return values, around, weights


@pytest.mark.parametrize("seed", range(5))
def test_empirical_bayes(seed):
    rng = np.random.default_rng(seed)
    population = rng.integers(50, 50_000, 300).astype(float)
    observed = rng.poisson(population * rng.gamma(3, 0.001, 300)).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = np.ravel(Empirical_Bayes(observed, population).r)
    assert np.abs(empirical_bayes(observed, population) - theirs).max() < 1e-9


def test_moran(places):
    values, around, weights = places
    theirs = esda.Moran(values, weights, permutations=0)
    assert moran(values, around.source(), around.place, around.weight) == pytest.approx(theirs.I, abs=1e-12)
    assert moran_test(values, around).expected == pytest.approx(theirs.EI)


def test_lisa(places):
    values, around, weights = places
    ours = lisa(values, around, permutations=9_999)
    theirs = esda.Moran_Local(values, weights, permutations=0)
    assert np.abs(ours["local_i"].to_numpy() - theirs.Is).max() < 1e-9
    assert (ours["kind"].to_physical().to_numpy() + 1 == theirs.q).all()
    chance = np.sqrt(np.array(DIRECTED) * (1 - np.array(DIRECTED)) / 9_999)
    assert (np.abs(ours["p"].to_numpy() / 2 - DIRECTED) < 6 * chance).all()
