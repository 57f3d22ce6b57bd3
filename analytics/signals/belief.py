"""The Gamma belief about each series before each of its windows, and the prior that series share."""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled
from analytics.signals.rhythm import LIMIT, SPREAD, WEEKLY, Rhythm

NOTHING = 0.5  # Jeffreys' shape: a rate of which nothing is known
VAGUEST = 0.1  # least shape of the prior: series may be of very many kinds
RENEWED = 1.05  # the shared prior is estimated again when the history is so much longer
PRIOR_WINDOWS = 168.0  # windows after which a series' own spread weighs as much as the assumed one
LEAST_SPREAD = 0.01  # no count is foreseen better than ± 10 %


class Rows(NamedTuple):
    """Counts by series and time.

    window    (n,)    number of each row's window, from the first of the frame
    observed  (n,)
    since     (s,)    the window from which each series is watched
    bounds    (s+1,)  where each series' rows begin
    """

    window: Int64s
    observed: Floats
    since: Int64s
    bounds: Int64s


class Prior(NamedTuple):
    """Gamma belief about the level of a series of which nothing is known yet, before each of T windows."""

    shape: Floats
    rate: Floats


def shared_prior(rows: Rows, beat: Rhythm) -> Prior:
    """By moments from the series seen so far (Marshall 1991): shape m²/A, rate m/A; vague where they are few."""
    grid = [1]
    while grid[-1] < beat.slot.size:
        grid.append(max(grid[-1] + 1, int(grid[-1] * RENEWED)))
    at = np.array(grid[:-1], np.int64)
    shape, rate = _moments(rows, beat, at)
    spans = np.diff(np.append(at, beat.slot.size))
    return Prior(
        np.concatenate(([NOTHING], np.repeat(shape, spans))), np.concatenate(([0.0], np.repeat(rate, spans)))
    )


@compiled
def _moments(rows: Rows, beat: Rhythm, at: Int64s) -> tuple[Floats, Floats]:
    window, since, bounds, weight, lived = rows.window, rows.since, rows.bounds, beat.weight, beat.lived
    shape, rate = np.full(at.size, NOTHING), np.zeros(at.size)
    held, row = np.zeros(since.size), bounds[:-1].copy()
    for g in range(at.size):
        now, n, counted, exposed, squares = at[g], 0, 0.0, 0.0, 0.0
        for s in range(since.size):
            while row[s] < bounds[s + 1] and window[row[s]] < now:
                held[s] += weight[window[row[s]]] * rows.observed[row[s]]
                row[s] += 1
            if row[s] > bounds[s]:  # seen before now: others are not known to exist
                exposure = (lived[now] - lived[since[s]]) / weight[now]
                n += 1
                exposed += exposure
                counted += held[s] / weight[now]
                squares += (held[s] / weight[now]) ** 2 / exposure
        if n < 2 or counted <= 0:
            continue
        mean = counted / exposed
        between = squares / exposed - mean**2 - mean * n / exposed
        # few series tell little about what others may be
        shape[g] = max(VAGUEST, 1.0 / (max(0.0, between) / mean**2 + 2.0 / n))
        rate[g] = shape[g] / mean
    return shape, rate


@compiled
def beliefs(rows: Rows, beat: Rhythm, prior: Prior) -> tuple[Floats, Floats]:
    """Expected count and shape of the belief before each row, (n,) each; nan where nothing is known."""
    expected, shape = np.empty(rows.window.size), np.empty(rows.window.size)
    for s in range(rows.since.size):
        mine = slice(rows.bounds[s], rows.bounds[s + 1])
        expected[mine], shape[mine] = _of_series(
            rows.window[mine], rows.observed[mine], rows.since[s], beat, prior
        )
    return expected, shape


@compiled
def _of_series(
    window: Int64s, observed: Floats, since: int, beat: Rhythm, prior: Prior
) -> tuple[Floats, Floats]:
    """Belief before each row of one series, updated with the row's clipped count and the silence before it.

    `excess` is Σ((x − μ)² − μ) and `scale` Σ μ², weighted: their ratio is the spread beyond Poisson.
    """
    expected, shape = np.full(window.size, np.nan), np.full(window.size, np.nan)
    own, own_before = np.zeros(168), np.full(168, -1.0)
    kept, known = np.empty(window.size), 0  # rows before it are in `own`: an hour is not its own past
    counted = excess = scale = 0.0
    silent = since  # the first window that is not accounted for yet
    for i in range(window.size):
        t = window[i]
        while beat.hour[window[known]] < beat.hour[t]:
            own[beat.slot[window[known]]] += kept[known]
            known += 1
        w, h = beat.weight[t], beat.slot[t]
        exposure = (beat.lived[t] - beat.lived[since]) / w
        if prior.rate[t] + exposure <= 0:  # nothing known
            kept[i] = counted = w * observed[i]
            silent = t + 1
            continue
        level = (prior.shape[t] + counted / w) / (prior.rate[t] + exposure)
        quiet = beat.squares[t] - beat.squares[silent]
        excess += level**2 * quiet - level * (beat.lived[t] - beat.lived[silent])
        scale += level**2 * quiet
        spread = _spread(excess / w, scale / w, level)
        thin = w * (1.0 + spread * level * beat.factor[t])
        if own_before[h] < 0:
            own_before[h] = _lived_in_slot(beat, since, t)
        sure = WEEKLY + level * (beat.in_slot[t] - own_before[h]) / thin
        usual = level * beat.factor[t] * (WEEKLY + own[h] / thin) / sure
        doubt = spread + beat.doubt[t] + 1.0 / sure + 1.0 / (prior.shape[t] + counted / thin)
        expected[i], shape[i] = usual, 1.0 / doubt
        most = usual + LIMIT * np.sqrt(usual + doubt * usual**2)
        kept[i] = w * min(observed[i], most + 1.0)  # a first post is not clipped away
        counted += kept[i]
        excess += w * ((min(observed[i], most) - usual) ** 2 - usual)
        scale += w * usual**2
        silent = t + 1
    return expected, shape


@compiled
def _spread(excess: float, scale: float, level: float) -> float:
    """Variance of the rate beyond Poisson, relative to its square: its own, drawn towards what is assumed."""
    assumed = PRIOR_WINDOWS * level**2
    return max(LEAST_SPREAD, (excess + SPREAD * assumed) / (scale + assumed))


@compiled
def _lived_in_slot(beat: Rhythm, since: int, until: int) -> float:
    """Σ weight·factor of the windows before `since` of the same hour of the week as `until`."""
    t = since
    while beat.slot[t] != beat.slot[until]:
        t += 1
    return float(beat.in_slot[t])
