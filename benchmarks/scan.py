"""The space–time scan (analytics.signals.scan) against the loop over numpy arrays that one would write first.

The loop is given a few centres and data sets and counted for all of them. Both must find the same cluster: on the
whole grid around what was found there and around centres at random, on a small grid around all centres, with the
same p from the same draws.
"""

from dataclasses import dataclass

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.signals.cylinders import LOW_SETS, SETS
from analytics.signals.scan import Cluster, scan
from analytics.signals.scan_field import drawn, field_of
from benchmarks.data import SEED
from benchmarks.measure import Result, best_of

TITLE = "space–time scan of 35,000 communes × 24 h, 999 replications, against a numpy loop"
PLACES, HOURS, EVENTS = 35_000, 24, 1_000
REPLICATIONS = 999
GOAL = 20.0
CENTRES, SETS_TIMED = 4, 2  # of the loop
CHECKED = 20  # centres in the cluster, and as many at random, where the loop finds nothing larger
SMALL = (60, 8)  # places and hours of the grid on which everything is compared


@dataclass(frozen=True, slots=True)
class Grid:
    """counts (n, hours), population (n,), coordinates (n, 2) in degrees."""

    counts: Int64s
    population: Floats
    coordinates: Floats


def run(repeats: int = 1, places: int = PLACES, replications: int = REPLICATIONS) -> Result:
    """Time both on the same grid, once each (a scan takes minutes); AssertionError when their clusters differ."""
    del repeats
    assert_same(grid(*SMALL, 100), 19)
    whole = grid(places, HOURS, EVENTS)
    scanned(whole, 0, 1.0)  # numba compiles, or loads what it compiled
    ours, found = best_of(1, lambda: scanned(whole, replications))
    near, _ = best_of(1, lambda: scanned(whole, replications, 50.0))
    assert_same_there(whole, found)
    sets, centres = np.repeat(whole.counts[None], SETS_TIMED, axis=0), np.arange(min(CENTRES, places))
    loop, _ = best_of(1, lambda: plain_loop(sets, whole, centres))
    loop *= (places * (replications + 1)) / (centres.size * SETS_TIMED)
    return Result(
        ratio=loop / ours,
        goal=GOAL,
        reference="a loop over centres and data sets, numpy within",
        figures={
            "places": places,
            "hours": HOURS,
            "events": int(whole.counts.sum()),
            "replications": replications,
            "ours_s": ours,
            "ours_within_50_km_s": near,
            "numpy_s": loop,
            "numpy_centres_timed": centres.size,
            "numpy_sets_timed": SETS_TIMED,
            "cluster_places": found.places.size,
            "cluster_observed": found.observed,
            "cluster_expected": found.expected,
            "cluster_llr": found.llr,
            "cluster_p": found.p,
        },
    )


def grid(places: int, hours: int, events: int, seed: int = SEED) -> Grid:
    """Communes of very different population spread over France, and a burst of three hours around one of them."""
    rng = np.random.default_rng(seed)
    coordinates = rng.uniform((42.5, -1.5), (50.5, 7.5), (places, 2))
    population = rng.lognormal(6.2, 1.4, places)
    chance = np.repeat(population / population.sum() / hours, hours)
    counts = rng.multinomial(events, chance).reshape(places, hours)
    near = np.argsort(((coordinates - coordinates[0]) ** 2).sum(axis=1))[: max(2, places // 2_000)]
    for _ in range(events // 50):
        counts[rng.choice(near), hours // 2 - rng.integers(3)] += 1
    return Grid(counts, population, coordinates)


def scanned(one: Grid, replications: int, reach_km: float = np.inf) -> Cluster:
    return scan(one.counts, one.population, one.coordinates, replications=replications, reach_km=reach_km)


def plain_loop(
    sets: Int64s, one: Grid, centres: Int64s, at_most: float = 0.5
) -> list[tuple[float, frozenset[int], int, int]]:
    """Of each of the data sets (s, n, hours): the largest ratio over the centres, its places, start and end."""
    hours, total = sets.shape[2], sets[0].sum()
    lat, lon = np.radians(one.coordinates).T
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    expected = np.repeat(one.population[:, None], hours, axis=1)
    expected *= total / expected.sum()
    best: list[tuple[float, frozenset[int], int, int]] = [(0.0, frozenset(), 0, 0)] * len(sets)
    for centre in centres:
        order = np.argsort(((points - points[:, centre, None]) ** 2).sum(axis=0), kind="stable")
        means = expected[order].cumsum(axis=0)
        size = int(np.searchsorted(means.sum(axis=1), at_most * total * (1 + 1e-9), side="right"))
        for number, counts in enumerate(sets):
            events = counts[order[:size]].cumsum(axis=0)
            for start in range(hours):
                for end in range(start + 1, hours + 1):
                    seen = events[:, start:end].sum(axis=1)
                    ratios = ratio(seen, means[:size, start:end].sum(axis=1), total)
                    top = int(ratios.argmax()) if size else 0
                    if size and ratios[top] > best[number][0] + 1e-9:
                        places = frozenset(order[: top + 1].tolist())
                        best[number] = (float(ratios[top]), places, start, end)
    return best


def ratio(seen: Int64s, means: Floats, total: int) -> Floats:
    """Kulldorff's ratio (m,) of m cylinders."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(seen > 0, seen * np.log(seen / means), 0)
        outside = np.where(seen < total, (total - seen) * np.log((total - seen) / (total - means)), 0)
    return np.where(seen > means, inside + outside, 0)


def assert_same(one: Grid, replications: int, seed: int = 0) -> None:
    """The same cluster and the same p as the loop over every centre, from the same draws."""
    found = scan(one.counts, one.population, one.coordinates, replications=replications, seed=seed)
    rows, field = field_of(one.counts, one.population, one.coordinates)
    sets = np.zeros((replications + 1, *one.counts.shape), np.int64)
    sets[0] = one.counts
    events = drawn(field, replications, np.random.default_rng(seed))
    place = np.repeat(rows, np.diff(events.start))
    np.add.at(sets, (1 + (events.cell & LOW_SETS), place, events.cell >> SETS), 1)
    loop = plain_loop(sets, one, np.arange(one.population.size))
    ratios = np.array([best[0] for best in loop])
    assert_cluster(found, loop[0])
    assert found.p == (ratios >= ratios[0] - 1e-9).sum() / (replications + 1), "another p"


def assert_same_there(one: Grid, found: Cluster) -> None:
    """Around places of the cluster and others the loop finds that cluster and nothing larger."""
    rng = np.random.default_rng(SEED)
    others = rng.choice(one.population.size, min(CHECKED, one.population.size), replace=False)
    centres = np.unique(np.concatenate([found.places[:CHECKED], others]))
    assert_cluster(found, plain_loop(one.counts[None], one, centres)[0])


def assert_cluster(found: Cluster, best: tuple[float, frozenset[int], int, int]) -> None:
    assert abs(found.llr - best[0]) < 1e-6, f"ratios {found.llr} and {best[0]}"
    assert frozenset(found.places.tolist()) == best[1], "other places"
    assert (found.start, found.end) == best[2:], "other hours"
