"""Where and when are there more events than expected? Kulldorff's space–time scan.

Every circle around every place, at every stretch of hours, is compared with what is expected in it. The largest
likelihood ratio is judged by the largest ones of data without any cluster (Kulldorff 1997, 2001), so the many
cylinders that were tried are paid for in p. All sums are exact: a bound spares the cylinders that cannot matter.
"""

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.signals.circles import nearest_first
from analytics.signals.cylinders import LOW_SETS, Events, Field, Found, Rules, sweep
from analytics.signals.likelihood import ceilings
from analytics.signals.scan_field import by_place, drawn, field_of
from analytics.space.sphere import chord

SLACK = 1e-9  # ratios that differ by rounding are the same
PIECE = 256  # centres that one thread takes at a time
MOST_EVENTS = 1 << 25  # drawn together: 128 MB


@dataclass(frozen=True, slots=True)
class Cluster:
    """The most striking cylinder.

    places         (k,)  rows of the counts, in ascending order; none where no cylinder exceeds what it expects
    start, end           its hours, `end` not included
    observed, expected   events in it
    llr                  log likelihood ratio
    p                    share of the data without a cluster, these included, whose largest ratio is as large
    """

    places: Int64s
    start: int
    end: int
    observed: int
    expected: float
    llr: float
    p: float


NOTHING = Cluster(np.zeros(0, np.int64), 0, 0, 0, 0.0, 0.0, 1.0)


def scan(
    counts: Int64s,
    expected: Floats,
    coordinates: Floats,
    *,
    replications: int = 999,
    seed: int = 0,
    at_most: float = 0.5,
    reach_km: float = math.inf,
    longest: int | None = None,
    live: bool = False,
) -> Cluster:
    """The cylinder with the largest likelihood ratio, and its p.

    counts       (n, hours)       events of each place in each hour
    expected     (n,)             population, the same in every hour; or (n, hours), in any unit
    coordinates  (n, 2)           latitude and longitude in degrees
    at_most      share of all that is expected that a circle may hold; reach_km: its largest radius
    longest      hours of a cylinder, any by default; live: only those that last until the last hour
    raises       ValueError for shapes that do not fit, negative or unknown figures, or events where none are expected
    """
    rows, field = field_of(counts, expected, coordinates)
    events = counts[rows]
    first, last = _windows(events.shape[1], longest, live=live)
    rules = Rules(first, last, at_most * field.total * (1 + SLACK), chord(reach_km) ** 2, np.zeros(0))
    best, where = _best(field, events, rules) if field.total else (0.0, np.zeros(3, np.int64))
    if best <= 0:
        return NOTHING
    exceed = _exceed(field, rules, best, replications, seed) if replications else 0
    return _cluster(field, rules, where, events, rows, figures=(best, (1 + exceed) / (replications + 1)))


def _windows(hours: int, longest: int | None, *, live: bool) -> tuple[Int64s, Int64s]:
    """First hour and end of each window, (w,) each."""
    first, last = np.triu_indices(hours)
    kept = last - first < (hours if longest is None else longest)
    if live:
        kept &= last == hours - 1
    return first[kept], last[kept] + 1


def _best(field: Field, counts: Int64s, rules: Rules) -> tuple[float, Int64s]:
    """The largest ratio and where it is (centre, places, window).

    Busy places come first, in rounds that double: the best so far spares most of what follows.
    """
    place, hour = np.nonzero(counts)
    times = counts[place, hour]
    events = by_place(np.repeat(place, times), np.repeat(hour, times), counts.shape[0])
    centres = np.argsort(-counts.sum(axis=1), kind="stable")
    best, where, begin, size = 0.0, np.zeros(3, np.int64), 0, 64
    while begin < centres.size:
        level = rules._replace(ceiling=ceilings(best - SLACK, int(field.total)))
        start = Found(np.array([best]), where[None].copy(), np.zeros(1, np.bool_))
        for found in _swept(field, events, level, centres[begin : begin + size], start, decide=False):
            if found.best[0] > best:
                best, where = float(found.best[0]), found.where[0]
        begin, size = begin + size, 2 * size
    return best, where


def _exceed(field: Field, rules: Rules, best: float, replications: int, seed: int) -> int:
    """How many of the data drawn without a cluster have a ratio as large."""
    rng = np.random.default_rng(seed)
    level = rules._replace(ceiling=ceilings(best - SLACK, int(field.total)))
    centres = np.arange(field.expected.shape[0])
    most, exceed = max(1, min(LOW_SETS, MOST_EVENTS // int(field.total))), 0
    for done in range(0, replications, most):
        sets = min(most, replications - done)
        start = Found(np.zeros(sets), np.zeros((sets, 3), np.int64), np.zeros(sets, np.bool_))
        reached = np.zeros(sets, np.bool_)
        for found in _swept(field, drawn(field, sets, rng), level, centres, start, decide=True):
            reached |= found.done
        exceed += int(reached.sum())
    return exceed


def _swept(
    field: Field, events: Events, rules: Rules, centres: Int64s, start: Found, *, decide: bool
) -> Iterator[Found]:
    """What each piece of the centres finds, on all cores; pieces do not depend on their number.

    Sets that one piece has done (none unless it is to `decide`) need not be looked at by the next.
    """
    done = start.done

    def piece(begin: int) -> Found:
        found = Found(start.best.copy(), start.where.copy(), done.copy())
        if not done.all():
            sweep(field, events, rules, centres[begin : begin + PIECE], found, decide=decide)
        return found

    with ThreadPoolExecutor(os.cpu_count()) as cores:
        for found in cores.map(piece, range(0, centres.size, PIECE)):
            done |= found.done
            yield found


def _cluster(
    field: Field, rules: Rules, where: Int64s, counts: Int64s, rows: Int64s, *, figures: tuple[float, float]
) -> Cluster:
    centre, size, window = where.tolist()
    order = np.empty(rows.size, np.int32)
    nearest_first(field.points, centre, rules.reach, np.empty(rows.size), order)
    inside, hours = order[:size], slice(int(rules.first[window]), int(rules.last[window]))
    return Cluster(
        places=np.sort(rows[inside]),
        start=hours.start,
        end=hours.stop,
        observed=int(counts[inside, hours].sum()),
        expected=float(field.expected[inside, hours].sum()),
        llr=figures[0],
        p=figures[1],
    )
