"""Every cylinder (a circle during a window of hours) around given centres, for many sets of events at once.

A circle grows in steps. Before it is looked at event by event, one comparison clears a whole step: no cylinder of it
holds more events than at its end, nor expects fewer than at its beginning; where even those two would not reach the
level asked for, none does. Only the sets of events that stay suspect are walked, exactly.
"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Flags, Floats, Int32s, Int64s
from analytics.kernel import compiled
from analytics.signals.circles import nearest_first
from analytics.signals.likelihood import likelihood_ratio
from analytics.space.sphere import Points

SETS = 10  # bits for the number of a set of events; the hour stands above them
LOW_SETS = (1 << SETS) - 1
FIRST_STEP, STEP = (
    0.02,
    2.0,
)  # events that a circle may gain in a step: FIRST_STEP + STEP·√expected, see `_step`


class Field(NamedTuple):
    """Where and when `total` events are expected: (n, hours) of each place and hour, (n,) of each place."""

    points: Points
    expected: Floats
    everyday: Floats
    total: float


class Events(NamedTuple):
    """Events by place: those of place i are cell[start[i]:start[i + 1]], each `hour << SETS | set`."""

    start: Int64s
    cell: Int32s


class Rules(NamedTuple):
    """Which cylinders count.

    first, last  (w,)  the windows of hours, `last` not included
    largest            events that a circle may expect over all hours
    reach              square of the chord from its centre to its farthest place, at most
    ceiling      (total + 1,)  with c events a cylinder reaches the level where it expects at most ceiling[c]
    """

    first: Int64s
    last: Int64s
    largest: float
    reach: float
    ceiling: Floats


class Found(NamedTuple):
    """Of each set of events: its best ratio (sets,), where (sets, 3: centre, places, window), whether it is done."""

    best: Floats
    where: Int64s
    done: Flags


@compiled
def sweep(field: Field, events: Events, rules: Rules, centres: Int64s, found: Found, *, decide: bool) -> None:
    """Look at all cylinders around the centres and note in `found` the best of those that reach the level.

    decide  a set is done once one cylinder reaches the level
    """
    places, hours = field.expected.shape
    away, order = np.empty(places), np.empty(places, np.int32)
    counts = np.empty((2, hours, found.best.size), np.int32)
    for centre in centres:
        size = nearest_first(field.points, centre, rules.reach, away, order)
        _grow(field, events, rules, (away, order[:size]), counts, found, decide)


@compiled
def _grow(  # noqa: PLR0917 - one compiled loop cannot call another by keyword
    field: Field,
    events: Events,
    rules: Rules,
    around: tuple[Floats, Int32s],
    counts: Int32s,
    found: Found,
    decide: bool,  # noqa: FBT001 - as above
) -> None:
    """The circles around one centre, step by step."""
    away, order = around
    hours = field.expected.shape[1]
    now, before = counts[0], counts[1]
    now[:] = 0
    inner, outer = np.zeros(hours), np.zeros(hours)
    need = np.ones(rules.first.size, np.int64)
    suspect = np.empty(found.best.size, np.int32)
    begin = 0
    while begin < order.size:
        end = _ring(away, order, begin)
        _expect(field.expected, order, begin, end, outer)
        least, expected = _sums(outer), outer.sum()
        if expected > rules.largest:
            return
        before[:] = now
        end = _step(field, away, order, end, outer, rules.largest)
        _count(events, order[begin:end], now)
        if _suspects(now, least, rules, need, suspect, found.done):
            _walk(field, events, rules, around, (begin, end), before, inner, suspect, found, decide)
        inner[:] = outer
        begin = end


@compiled
def _ring(away: Floats, order: Int32s, begin: int) -> int:
    """End of the places that are as near as the one at `begin`: a circle takes in all or none of them."""
    end = begin + 1
    while end < order.size and away[order[end]] == away[order[begin]]:
        end += 1
    return end


@compiled
def _expect(expected: Floats, order: Int32s, begin: int, end: int, outer: Floats) -> None:
    """Add what the places from `begin` to `end` expect to `outer` (hours,)."""
    for place in order[begin:end]:
        for hour in range(outer.size):
            outer[hour] += expected[place, hour]


@compiled
def _step(  # noqa: PLR0917 - as `_grow`
    field: Field, away: Floats, order: Int32s, begin: int, outer: Floats, largest: float
) -> int:
    """Take in further rings while they fit in one step; add what they expect to `outer`; where the step ends."""
    inside = outer.sum()
    room = min(inside + FIRST_STEP + STEP * np.sqrt(inside) * min(1.0, np.sqrt(inside)), largest)
    first = begin
    while begin < order.size:
        end = _ring(away, order, begin)
        for place in order[begin:end]:
            inside += field.everyday[place]
        if inside > room:
            break
        begin = end
    _expect(field.expected, order, first, begin, outer)
    return begin


@compiled
def _count(events: Events, places: Int32s, now: Int32s) -> None:
    """Add the events of the places to `now` (hours, sets)."""
    flat, sets = now.ravel(), np.uint32(now.shape[1])
    for place in places:
        for event in range(events.start[place], events.start[place + 1]):
            cell = np.uint32(events.cell[event])
            flat[(cell >> np.uint32(SETS)) * sets + (cell & np.uint32(LOW_SETS))] += 1


@compiled
def _sums(values: Floats) -> Floats:
    """Sums of the values before each place, (n + 1,)."""
    sums = np.zeros(values.size + 1)
    for place in range(values.size):
        sums[place + 1] = sums[place] + values[place]
    return sums


@compiled
def _suspects(  # noqa: PLR0917 - as `_grow`
    now: Int32s, least: Floats, rules: Rules, need: Int64s, suspect: Int32s, done: Flags
) -> bool:
    """Mark in `suspect` the sets of which a window could reach the level; whether there are any.

    least  (hours + 1,)  sums of what the first circle of the step expects
    need   (w,)          events that a window needs; kept from step to step, it only grows
    """
    hours, sets = now.shape
    sums = np.zeros((hours + 1, sets), np.int32)
    for hour in range(hours):
        for one in range(sets):
            sums[hour + 1, one] = np.int32(sums[hour, one] + now[hour, one])
    suspect[:] = 0
    for window in range(need.size):
        expected = least[rules.last[window]] - least[rules.first[window]]
        while need[window] < rules.ceiling.size and rules.ceiling[need[window]] < expected:
            need[window] += 1
        if need[window] == rules.ceiling.size:
            continue
        enough = np.int32(need[window])
        upper, lower = sums[rules.last[window]], sums[rules.first[window]]
        for one in range(sets):
            suspect[one] |= np.int32(np.int32(upper[one] - lower[one]) >= enough)
    some = False
    for one in range(sets):
        suspect[one] &= np.int32(not done[one])
        some |= suspect[one] > 0
    return some


@compiled
def _walk(  # noqa: PLR0917 - one compiled loop cannot call another by keyword
    field: Field,
    events: Events,
    rules: Rules,
    around: tuple[Floats, Int32s],
    step: tuple[int, int],
    counts: Int32s,
    inner: Floats,
    suspect: Int32s,
    found: Found,
    decide: bool,  # noqa: FBT001 - as above
) -> None:
    """The circles of one step, one by one, for the suspect sets.

    A cylinder's count is complete at the last event within its window; the earlier looks at it see fewer events,
    hence a lower ratio, and do no harm.

    counts  (hours, sets)  before the step; grow here
    inner   (hours,)       expected before the step; grows here
    """
    away, order = around
    begin, last = step
    while begin < last:
        end = _ring(away, order, begin)
        _expect(field.expected, order, begin, end, inner)
        expected = _sums(inner)
        for place in order[begin:end]:
            for event in range(events.start[place], events.start[place + 1]):
                one, hour = events.cell[event] & LOW_SETS, events.cell[event] >> SETS
                if suspect[one]:
                    counts[hour, one] += 1
                    _look(
                        counts[:, one],
                        expected,
                        hour,
                        rules,
                        field.total,
                        found,
                        one,
                        (order[0], end),
                        decide,
                    )
                    suspect[one] = not found.done[one]
        begin = end


@compiled
def _look(  # noqa: PLR0917 - one compiled loop cannot call another by keyword
    counts: Int32s,
    expected: Floats,
    hour: int,
    rules: Rules,
    total: float,
    found: Found,
    one: int,
    circle: tuple[int, int],
    decide: bool,  # noqa: FBT001 - as above
) -> None:
    """Note the best of the windows that hold `hour`; two ratios within rounding are the same."""
    sums = np.zeros(counts.size + 1, np.int64)
    for place in range(counts.size):
        sums[place + 1] = sums[place] + counts[place]
    for window in range(rules.first.size):
        first, last = rules.first[window], rules.last[window]
        if not first <= hour < last:
            continue
        count, mean = sums[last] - sums[first], expected[last] - expected[first]
        if mean > rules.ceiling[count]:
            continue
        ratio = likelihood_ratio(count, mean, total)
        if ratio > found.best[one] * (1 + 1e-12):
            found.best[one] = ratio
            found.where[one, 0], found.where[one, 1], found.where[one, 2] = circle[0], circle[1], window
        if decide:
            found.done[one] = True
            return
