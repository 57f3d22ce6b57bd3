import numpy as np
import pytest

from analytics.signals.circles import nearest_first
from analytics.signals.likelihood import ceilings, likelihood_ratio
from analytics.signals.scan import scan
from analytics.space.sphere import chord, on_sphere
from benchmarks.scan import Grid, assert_cluster, assert_same, grid, plain_loop, run

LINE = np.array([[45.0, longitude] for longitude in (0.0, 0.1, 0.2, 3.0, 4.0, 5.0)])


@pytest.mark.parametrize(
    ("observed", "expected", "total", "ratio"),
    [(20, 10, 100, 4.4403008), (10, 1, 10, 23.0258509), (10, 10, 100, 0), (3, 10, 100, 0), (2, 0, 9, np.inf)],
)
def test_the_likelihood_ratio(observed, expected, total, ratio):
    assert likelihood_ratio(observed, expected, total) == pytest.approx(ratio, abs=1e-6)


def test_ceilings_are_where_the_ratio_reaches_the_level():
    ceiling = ceilings(7.0, 50)
    assert ceiling[0] < 0
    assert (np.diff(ceiling) > 0).all()
    assert [likelihood_ratio(c, ceiling[c], 50) for c in (1, 20, 50)] == pytest.approx([7, 7, 7])


@pytest.mark.parametrize("reach_km", [60.0, 30_000.0])
def test_the_nearest_places_come_first(reach_km):
    rng = np.random.default_rng(0)
    lat, lon = rng.uniform(40, 50, 5_000), rng.uniform(-4, 8, 5_000)
    lat[:40], lon[:40] = 48.85, 2.35  # as near as each other
    reach, away, order = chord(reach_km) ** 2, np.empty(5_000), np.empty(5_000, np.int32)
    size = nearest_first(on_sphere(lat, lon), 7, reach, away, order)
    expected = np.argsort(away, kind="stable")
    assert order[:size].tolist() == expected[away[expected] <= reach].tolist()
    assert (size == 5_000) == (reach_km > 2_000)
    assert order[:40].tolist() == list(range(40))


@pytest.mark.parametrize("seed", range(4))
def test_a_loop_over_all_cylinders_finds_the_same_and_gives_the_same_p(seed):
    assert_same(grid(30, 6, 60, seed), 19, seed)


def test_another_cluster_is_noticed():
    one = grid(30, 6, 60)
    found = scan(one.counts, one.population, one.coordinates, replications=0)
    with pytest.raises(AssertionError):
        assert_cluster(found, plain_loop(one.counts[None, :, ::-1].copy(), one, np.arange(30))[0])


def test_a_burst_has_the_smallest_p():
    counts = np.ones((6, 8), np.int64)
    counts[:3, 4:6] = 12
    found = scan(counts, np.ones(6), LINE)
    assert found.places.tolist() == [0, 1, 2]
    assert (found.start, found.end, found.observed, found.p) == (4, 6, 72, 0.001)
    assert found.expected == pytest.approx(counts.sum() / 8)
    assert found.llr == pytest.approx(likelihood_ratio(72, found.expected, counts.sum()))


def test_what_is_expected_is_no_cluster():
    counts = np.array([[4, 8, 4], [2, 4, 2], [6, 12, 6]])
    assert scan(counts, counts.astype(float), LINE[:3]).p == 1
    assert scan(np.zeros((3, 3), np.int64), np.ones(3), LINE[:3]).places.size == 0
    evenly = np.random.default_rng(3).poisson(2, (6, 8))
    assert scan(evenly, np.ones(6), LINE).p > 0.05


def test_chance_alone_gives_small_p_as_often_as_they_say():
    rng = np.random.default_rng(1)
    p = [scan(rng.poisson(1, (6, 4)), np.ones(6), LINE, replications=19, seed=n).p for n in range(60)]
    assert min(p) == 1 / 20
    assert 5 <= sum(one <= 0.25 for one in p) <= 25


def test_the_order_of_the_places_does_not_matter():
    one = grid(40, 6, 80)
    rows = np.random.default_rng(0).permutation(40)
    found = scan(one.counts, one.population, one.coordinates, replications=49)
    other = scan(one.counts[rows], one.population[rows], one.coordinates[rows], replications=49)
    assert np.sort(rows[other.places]).tolist() == found.places.tolist()
    assert (other.llr, other.p, other.start) == (found.llr, found.p, found.start)


def test_limits_of_the_cylinders():
    counts = np.ones((6, 8), np.int64)
    counts[:3, 3:6] = 12
    assert scan(counts, np.ones(6), LINE, replications=0, at_most=0.2).places.size == 1
    assert scan(counts, np.ones(6), LINE, replications=0, reach_km=7).places.size == 1
    longest = scan(counts, np.ones(6), LINE, replications=0, longest=2)
    assert longest.end - longest.start == 2
    live = scan(counts, np.ones(6), LINE, replications=0, live=True)
    assert live.end == 8


def test_places_at_one_point_are_taken_together():
    counts = np.ones((6, 4), np.int64)
    counts[0, 2] = 30
    coordinates = LINE.copy()
    coordinates[1] = coordinates[0]
    assert scan(counts, np.ones(6), coordinates, replications=0).places.tolist() == [0, 1]


def test_expected_by_hour_explains_a_busy_hour():
    counts = np.tile([1, 1, 1, 9], (6, 1))
    counts[2, 1] = 9
    assert scan(counts, np.ones(6), LINE, replications=0).start == 3
    busy = scan(counts, np.tile([1.0, 1, 1, 9], (6, 1)), LINE, replications=0)
    assert (busy.places.tolist(), busy.start, busy.end) == ([2], 1, 2)


@pytest.mark.parametrize(
    ("counts", "expected", "message"),
    [
        (np.ones((6, 2)), np.ones(5), "do not fit"),
        (np.ones((5, 2)), np.ones(5), "coordinates of shape"),
        (-np.ones((6, 2)), np.ones(6), "negative"),
        (np.ones((6, 2)), np.full(6, np.nan), "not a number"),
        (np.ones((6, 2)), np.arange(6.0), "none are expected"),
    ],
)
def test_what_cannot_be_scanned(counts, expected, message):
    with pytest.raises(ValueError, match=message):
        scan(counts.astype(np.int64), expected, LINE)


def test_the_loop_of_the_benchmark_finds_the_burst():
    one = Grid(np.ones((6, 4), np.int64), np.ones(6), LINE)
    one.counts[4, 1] = 20
    ((ratio, places, start, end),) = plain_loop(one.counts[None], one, np.arange(6))
    assert (places, start, end) == (frozenset([4]), 1, 2)
    assert ratio == pytest.approx(likelihood_ratio(20, 43 / 24, 43))


def test_a_small_run_of_the_benchmark():
    result = run(1, places=300, replications=19)
    assert result.ratio > 0  # how fast it is depends on what else runs here
    assert result.figures["cluster_p"] == 1 / 20
