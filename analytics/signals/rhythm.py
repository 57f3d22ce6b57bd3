"""The shape of the day and of the week that all series share, as known before each window."""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled

HOUR = 3_600_000_000  # µs
DAY, WEEK = 24, 168  # hours
HALF_LIFE = 8 * WEEK * HOUR  # µs after which a window counts half
LIMIT = 2.0  # standard deviations beyond which a count is clipped before it becomes history
DAILY = 4.0  # an hour of the day not lived through yet: rate known to ± 50 %
WEEKLY = 20.0  # a weekday against the others, or a series against the rest, at that hour: ± 22 %
SPREAD = 0.05  # variance of a rate beyond Poisson, relative to its square


class Rhythm(NamedTuple):
    """Of T windows; sums over earlier windows are weighted by `weight`.

    slot      (T,)    hour of the week
    weight    (T+1,)  grows with time: the older counts less
    factor    (T,)    rate of the window against the level, from earlier windows
    doubt     (T,)    relative variance of that factor
    lived     (T+1,)  Σ weight·factor before each window
    squares   (T+1,)  Σ weight·factor² before each window
    in_slot   (T,)    Σ weight·factor of the same hour of earlier weeks
    hour      (T,)    hours since 1970
    """

    slot: Int64s
    weight: Floats
    factor: Floats
    doubt: Floats
    lived: Floats
    squares: Floats
    in_slot: Floats
    hour: Int64s


def rhythm(total: Floats, start: int, window: int) -> Rhythm:
    """Factors of every window from the counts of all series together.

    total   (T,)  counts of consecutive windows
    start   of the first window, µs since 1970 UTC
    window  length, µs
    """
    index = np.arange(total.size, dtype=np.int64)
    hour = (start + index * window) // HOUR
    slot = hour % WEEK
    weight = np.exp2(np.arange(total.size + 1) * (window / HALF_LIFE))
    factor, doubt = _factors(total, hour, weight)
    weighted = weight[:-1] * factor
    return Rhythm(
        slot=slot,
        weight=weight,
        factor=factor,
        doubt=doubt,
        lived=np.concatenate(([0.0], np.cumsum(weighted))),
        squares=np.concatenate(([0.0], np.cumsum(weighted * factor))),
        in_slot=_before_in_slot(weighted, hour),
        hour=hour,
    )


@compiled
def _factors(total: Floats, hour: Int64s, weight: Floats) -> tuple[Floats, Floats]:
    """Day and week factors, each a Gamma belief around 1, updated with clipped counts when an hour is over.

    `held` has the clipped counts and `usual` what the level (for the week: and the day) would have given, of the
    hours of the day (0…23) and of the week (24…191).
    """
    factor, doubt, seen, plain, daily = np.ones((5, total.size))
    held, usual = np.zeros(192), np.zeros(192)
    counted = exposed = 0.0
    known = 0  # windows before it are in `held`: an hour is not its own past
    for t in range(total.size):
        while hour[known] < hour[t]:
            d, h = hour[known] % 24, 24 + hour[known] % 168
            held[d] += seen[known]
            held[h] += seen[known]
            usual[d] += plain[known]
            usual[h] += daily[known]
            known += 1
        d, h, w = hour[t] % 24, 24 + hour[t] % 168, weight[t]
        level = (0.5 + counted / w) / (exposed / w) if exposed else total[t]
        thin = w * (1.0 + SPREAD * level)  # many posts of one window are not as many facts about the hour
        of_day = (DAILY + held[d] / thin) / (DAILY + usual[d] / thin)
        factor[t] = of_day * (WEEKLY + held[h] / thin) / (WEEKLY + usual[h] / thin)
        doubt[t] = 1.0 / (DAILY + usual[d] / thin) + 1.0 / (WEEKLY + usual[h] / thin)
        mean = level * factor[t]
        most = mean + LIMIT * np.sqrt(mean + mean**2 * (SPREAD + doubt[t])) + 1.0
        seen[t], plain[t], daily[t] = w * min(total[t], most), w * level, w * level * of_day
        counted += seen[t]
        exposed += w * factor[t]
    return factor, doubt


@compiled
def _before_in_slot(weighted: Floats, hour: Int64s) -> Floats:
    before, held = np.empty(hour.size), np.zeros(168)
    known = 0
    for t in range(hour.size):
        while hour[known] < hour[t]:
            held[hour[known] % 168] += weighted[known]
            known += 1
        before[t] = held[hour[t] % 168]
    return before
