"""The shape of the day and of the week that all series share, as known before each window."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.kernel import compiled
from analytics.signals.room import all_roomy

HOUR = 3_600_000_000  # µs
DAY, WEEK = 24, 168  # hours
HALF_LIFE = 8 * WEEK * HOUR  # µs after which a window counts half
LIMIT = 2.0  # standard deviations beyond which a count is clipped before it becomes history
DAILY = 4.0  # an hour of the day not lived through yet: rate known to ± 50 %
WEEKLY = 20.0  # a weekday against the others, or a series against the rest, at that hour: ± 22 %
SPREAD = 0.05  # variance of a rate beyond Poisson, relative to its square


class Rhythm(NamedTuple):
    """Of T windows, with room for more; sums over earlier windows are weighted by `weight`.

    hour      (T,)    hours since 1970
    weight    (T,)    grows with time: the older counts less
    factor    (T,)    rate of the window against the level, from earlier windows
    doubt     (T,)    relative variance of that factor
    lived     (T+1,)  Σ weight·factor before each window
    squares   (T+1,)  Σ weight·factor² before each window
    in_slot   (T,)    Σ weight·factor of the same hour of earlier weeks
    seen, plain, daily (T,)  weighted: the clipped count, what the level gives, what level and day give
    """

    hour: Int64s
    weight: Floats
    factor: Floats
    doubt: Floats
    lived: Floats
    squares: Floats
    in_slot: Floats
    seen: Floats
    plain: Floats
    daily: Floats


class Hours(NamedTuple):
    """What the hours of the day (0…23) and of the week (24…191) held, and would have held at the level.

    held, usual (192,); in_slot (168,) as in Rhythm; level (2,): Σ clipped counts and Σ weight·factor so far
    """

    held: Floats
    usual: Floats
    in_slot: Floats
    level: Floats


@dataclass(slots=True)
class Beat:
    """A rhythm that goes on: `windows` are known, those before `entered` are in `hours`.

    start   of the first window, µs since 1970 UTC; window: their length, µs
    """

    start: int
    window: int
    rhythm: Rhythm
    hours: Hours
    windows: int = 0
    entered: int = 0

    def advance(self, total: Floats) -> None:
        """Go on by (k,) windows, from the counts of all series together: at the cost of these windows alone."""
        needed = self.windows + total.size + 1
        self.rhythm = all_roomy(self.rhythm, needed)
        scale = (self.start, self.window, HALF_LIFE / self.window)
        known = (self.windows, self.entered)
        self.entered = _advance(self.rhythm, self.hours, total, known, scale)
        self.windows += total.size


def beat(start: int, window: int) -> Beat:
    """A rhythm of which nothing is known yet."""
    empty = Rhythm(np.zeros(1, np.int64), *(np.zeros(1) for _ in Rhythm._fields[1:]))
    return Beat(start, window, empty, Hours(np.zeros(192), np.zeros(192), np.zeros(WEEK), np.zeros(2)))


@compiled
def _advance(
    rhythm: Rhythm, hours: Hours, total: Floats, known: tuple[int, int], scale: tuple[int, int, float]
) -> int:
    """Day and week factors, each a Gamma belief around 1, updated with clipped counts when an hour is over."""
    (windows, entered), (start, window, half_life) = known, scale
    hour, level_of = rhythm.hour, hours.level
    for i in range(total.size):
        t = windows + i
        hour[t], rhythm.weight[t] = (start + t * window) // HOUR, 2.0 ** (t / half_life)
        while hour[entered] < hour[t]:  # an hour is not its own past
            _enter(rhythm, hours, entered)
            entered += 1
        d, h, w = hour[t] % DAY, DAY + hour[t] % WEEK, rhythm.weight[t]
        level = (0.5 + level_of[0] / w) / (level_of[1] / w) if level_of[1] else total[i]
        thin = w * (1.0 + SPREAD * level)  # many posts of one window are not as many facts about the hour
        of_day = (DAILY + hours.held[d] / thin) / (DAILY + hours.usual[d] / thin)
        factor = of_day * (WEEKLY + hours.held[h] / thin) / (WEEKLY + hours.usual[h] / thin)
        doubt = 1.0 / (DAILY + hours.usual[d] / thin) + 1.0 / (WEEKLY + hours.usual[h] / thin)
        mean = level * factor
        most = mean + LIMIT * np.sqrt(mean + mean**2 * (SPREAD + doubt)) + 1.0
        rhythm.factor[t], rhythm.doubt[t], rhythm.in_slot[t] = factor, doubt, hours.in_slot[hour[t] % WEEK]
        rhythm.lived[t + 1] = rhythm.lived[t] + w * factor
        rhythm.squares[t + 1] = rhythm.squares[t] + w * factor * factor
        rhythm.seen[t], rhythm.plain[t], rhythm.daily[t] = (
            w * min(total[i], most),
            w * level,
            w * level * of_day,
        )
        level_of[0] += rhythm.seen[t]
        level_of[1] += w * factor
    return entered


@compiled
def _enter(rhythm: Rhythm, hours: Hours, t: int) -> None:
    """A window of an hour that is over becomes history."""
    d, h = rhythm.hour[t] % DAY, rhythm.hour[t] % WEEK
    hours.held[d] += rhythm.seen[t]
    hours.held[DAY + h] += rhythm.seen[t]
    hours.usual[d] += rhythm.plain[t]
    hours.usual[DAY + h] += rhythm.daily[t]
    hours.in_slot[h] += rhythm.weight[t] * rhythm.factor[t]
