import numpy as np
import pytest
from scipy import stats

from analytics.coordination import coordination
from analytics.coordination.significance import benjamini_hochberg, upper_tail
from tests.analytics.coordination.shares_by_hand import table

PUBLISHED = np.array([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])


def test_benjamini_hochberg_rejects_two():
    q = benjamini_hochberg(PUBLISHED)
    assert (q <= 0.05).sum() == 2
    assert q == pytest.approx(stats.false_discovery_control(PUBLISHED))


def test_tests_without_a_finding_count():
    padded = np.concatenate([PUBLISHED, np.ones(30)])
    assert benjamini_hochberg(PUBLISHED, 40) == pytest.approx(stats.false_discovery_control(padded)[:10])
    with pytest.raises(ValueError, match="10 p-values cannot come from 9 tests"):
        benjamini_hochberg(PUBLISHED, 9)


def test_tails_are_those_of_scipy():
    rng = np.random.default_rng(0)
    universe = 500
    one, other = rng.integers(1, 400, 300), rng.integers(1, 400, 300)
    common = rng.integers(0, np.minimum(one, other) + 1)
    expected = stats.hypergeom.sf(common - 1, universe, one, other)
    assert upper_tail(common, one, other, universe) == pytest.approx(expected, rel=1e-8, abs=1e-300)


def independent(seed):
    """200 accounts that share 40 things at times of their own within a month, in two rushes of an hour."""
    rng = np.random.default_rng(seed)
    rows = zip(rng.integers(0, 40, 2_000), rng.integers(0, 200, 2_000), range(2_000), strict=True)
    at = rng.integers(0, 2, 2_000) * 720_000 + rng.integers(0, 3600, 2_000)
    return [(f"o{o}", f"a{a}", f"c{c}", int(t)) for (o, a, c), t in zip(rows, at, strict=True)]


def test_chance_expects_as_many_edges_as_chance_made():
    result = coordination(table(independent(1)), time_window=30, permutations=40)
    assert result.expected_false == pytest.approx(result.all_edges, rel=0.1)
    assert result.expected_false_in_rush == pytest.approx(result.all_edges, rel=0.1)
    assert not result.edges["significant"].any()


def test_what_chance_did_not_make_stands_out():
    team = [(f"t{n}", f"bot{m}", f"b{n}-{m}", 50_000 * n + m) for n in range(8) for m in range(5)]
    result = coordination(table(independent(2) + team), time_window=30, permutations=20)
    sure = result.edges.filter("significant")
    assert set(sure["source"]) | set(sure["target"]) == {f"bot{m}" for m in range(5)}
    assert sure.height == 10
    assert result.chance.permuted.significant < 0.5
    assert result.chance.jittered.significant < 0.5


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    def expected(seed):
        return coordination(table(independent(3)), time_window=30, permutations=5, seed=seed).expected_false

    assert expected(1) == expected(1)
    assert expected(1) != expected(2)
