"""The Gamma belief about each series before each of its windows, and the prior that series share: a fold over time."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled
from analytics.signals.rhythm import LIMIT, SPREAD, WEEK, WEEKLY, Beat, Rhythm
from analytics.signals.room import all_roomy

NOTHING = 0.5  # Jeffreys' shape: a rate of which nothing is known
VAGUEST = 0.1  # least shape of the prior: series may be of very many kinds
RENEWED = 1.05  # the shared prior is estimated again when the history is so much longer
PRIOR_WINDOWS = 168.0  # windows after which a series' own spread weighs as much as the assumed one
LEAST_SPREAD = 0.01  # no count is foreseen better than ± 10 %
NONE = -1


class Series(NamedTuple):
    """What is known of each series, (s,) with room for more; its counts are not kept.

    since    the window from which it is watched
    silent   the first window that is not accounted for yet
    last     its last window with a count, NONE before; `fresh`: the clipped counts of that hour
    first    its first row of Slots, NONE without
    counted  Σ clipped counts, held: Σ counts, weighted
    excess   Σ((x − μ)² − μ), and scale: Σ μ², weighted: their ratio is the spread beyond Poisson
    """

    since: Int64s
    silent: Int64s
    last: Int64s
    first: Int64s
    counted: Floats
    held: Floats
    fresh: Floats
    excess: Floats
    scale: Floats


class Slots(NamedTuple):
    """What series held in hours of the week: a row each that is not empty, linked by series.

    slot    (r,)  hour of the week; after: the series' next row, NONE for the last
    own     (r,)  Σ clipped counts of that hour, weighted
    before  (r,)  Rhythm.in_slot of that hour when the series began
    """

    slot: Int64s
    after: Int64s
    own: Floats
    before: Floats


class Tally(NamedTuple):
    """How far the fold is: prior (2,) shape and rate; known (3,) series, rows of Slots, next window of the prior."""

    prior: Floats
    known: Int64s


State: TypeAlias = tuple[Rhythm, Series, Slots, Tally]


def _no_series() -> Series:
    whole, real = np.zeros(0, np.int64), np.zeros(0)
    return Series(whole, whole, whole, whole, real, real, real, real, real)


@dataclass(slots=True)
class Beliefs:
    """Beliefs about series whose windows come in order of time."""

    beat: Beat
    series: Series = field(default_factory=_no_series)
    slots: Slots = field(
        default_factory=lambda: Slots(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    )
    tally: Tally = field(default_factory=lambda: Tally(np.array([NOTHING, 0.0]), np.array([0, 0, 1])))

    def before(
        self, window: Int64s, number: Int64s, observed: Floats, since: Int64s | None = None
    ) -> tuple[Floats, Floats]:
        """Expected count and shape of the belief before each of n rows, which then become history.

        window   (n,)  ascending, each known to the beat, after those of earlier calls
        number   (n,)  of the series; new ones are numbered on, in the order of their first rows
        since    (k,)  the windows from which new series are watched, at most that of their first row; 0 by default
        returns  nan where nothing is known

        Costs what the rows are, and at every twentieth of the history as much as there are series.
        """
        known = int(self.tally.known[0])
        series = max(known, int(number.max(initial=-1)) + 1)
        self.series = all_roomy(self.series, series)
        self.series.last[known:series] = self.series.first[known:series] = NONE
        if since is not None:
            self.series.since[known:series] = self.series.silent[known:series] = since
        self.slots = all_roomy(self.slots, int(self.tally.known[1]) + 2 * window.size)
        return _beliefs((window, number, observed), (self.beat.rhythm, self.series, self.slots, self.tally))


@compiled
def _beliefs(rows: tuple[Int64s, Int64s, Floats], state: State) -> tuple[Floats, Floats]:
    window, number, observed = rows
    rhythm, series, _, tally = state
    expected, shape = np.full(window.size, np.nan), np.full(window.size, np.nan)
    for i in range(window.size):
        t, s = window[i], number[i]
        if tally.known[2] <= t:
            _renew(rhythm, series, tally, t)
        expected[i], shape[i] = _of_row(t, s, observed[i], state)
        series.held[s] += rhythm.weight[t] * observed[i]
        tally.known[0] = max(tally.known[0], s + 1)
    return expected, shape


@compiled
def _renew(rhythm: Rhythm, series: Series, tally: Tally, t: int) -> None:
    """The prior at the last of its windows until t, from the series seen before it.

    By moments (Marshall 1991): shape m²/A, rate m/A; vague where they are few.
    """
    now = tally.known[2]
    while tally.known[2] <= t:
        now = tally.known[2]
        tally.known[2] = max(now + 1, int(now * RENEWED))
    weight, lived, n = rhythm.weight[now], rhythm.lived, tally.known[0]
    counted, exposed, squares = 0.0, 0.0, 0.0
    for s in range(n):
        exposure, held = (lived[now] - lived[series.since[s]]) / weight, series.held[s] / weight
        exposed += exposure
        counted += held
        squares += held**2 / exposure
    tally.prior[0], tally.prior[1] = NOTHING, 0.0
    if n < 2 or counted <= 0:
        return
    mean = counted / exposed
    between = squares / exposed - mean**2 - mean * n / exposed
    # few series tell little about what others may be
    tally.prior[0] = max(VAGUEST, 1.0 / (max(0.0, between) / mean**2 + 2.0 / n))
    tally.prior[1] = tally.prior[0] / mean


@compiled
def _of_row(t: int, s: int, observed: float, state: State) -> tuple[float, float]:
    """Belief before one row, updated with its clipped count and the silence before it."""
    rhythm, series, slots, tally = state
    if series.last[s] >= 0 and rhythm.hour[series.last[s]] < rhythm.hour[t]:  # an hour is not its own past
        slots.own[_slot(series.last[s], s, state)] += series.fresh[s]
        series.fresh[s] = 0.0
    w, since, lived, squares = rhythm.weight[t], series.since[s], rhythm.lived, rhythm.squares
    exposure, silent = (lived[t] - lived[since]) / w, series.silent[s]
    series.last[s], series.silent[s] = t, t + 1
    if tally.prior[1] + exposure <= 0:  # nothing known
        series.counted[s] = w * observed
        series.fresh[s] += w * observed
        return np.nan, np.nan
    level = (tally.prior[0] + series.counted[s] / w) / (tally.prior[1] + exposure)
    quiet = squares[t] - squares[silent]
    series.excess[s] += level**2 * quiet - level * (lived[t] - lived[silent])
    series.scale[s] += level**2 * quiet
    spread = _spread(series.excess[s] / w, series.scale[s] / w, level)
    thin = w * (1.0 + spread * level * rhythm.factor[t])
    row = _slot(t, s, state)
    sure = WEEKLY + level * (rhythm.in_slot[t] - slots.before[row]) / thin
    usual = level * rhythm.factor[t] * (WEEKLY + slots.own[row] / thin) / sure
    doubt = spread + rhythm.doubt[t] + 1.0 / sure + 1.0 / (tally.prior[0] + series.counted[s] / thin)
    most = usual + LIMIT * np.sqrt(usual + doubt * usual**2)
    kept = w * min(observed, most + 1.0)  # a first post is not clipped away
    series.counted[s] += kept
    series.fresh[s] += kept
    series.excess[s] += w * ((min(observed, most) - usual) ** 2 - usual)
    series.scale[s] += w * usual**2
    return usual, 1.0 / doubt


@compiled
def _spread(excess: float, scale: float, level: float) -> float:
    """Variance of the rate beyond Poisson, relative to its square: its own, drawn towards what is assumed."""
    assumed = PRIOR_WINDOWS * level**2
    return max(LEAST_SPREAD, (excess + SPREAD * assumed) / (scale + assumed))


@compiled
def _slot(t: int, s: int, state: State) -> int:
    """The row of a series and the hour of the week of window t, made where it is not there yet."""
    rhythm, series, slots, tally = state
    slot, row = rhythm.hour[t] % WEEK, series.first[s]
    while row >= 0:
        if slots.slot[row] == slot:
            return int(row)
        row = slots.after[row]
    row = tally.known[1]
    tally.known[1] += 1
    first = series.since[s]
    while rhythm.hour[first] % WEEK != slot:
        first += 1
    slots.slot[row], slots.own[row], slots.before[row] = slot, 0.0, rhythm.in_slot[first]
    slots.after[row], series.first[s] = series.first[s], row
    return int(row)
