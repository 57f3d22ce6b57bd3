"""When posts of the exercise are written: seconds after its start, with the rhythm of day and night."""

import numpy as np

from collectors.exercise.cascades import Floats, Rows, levels
from collectors.exercise.claims import Seed
from collectors.exercise.settings import Settings

_HOUR = 3600


def root_times(rng: np.random.Generator, seed: Seed, count: int, own: Settings) -> Rows:
    """Seconds after the start of `count` originals: all along for calm talk, else a burst in the crisis."""
    end = own.end_h * _HOUR
    if seed.calm:
        return _calm(rng, count, own)
    start = (own.crisis_h + seed.spread.start_h) * _HOUR
    late = rng.gamma(2.0, seed.spread.spread / 2 * _HOUR, count)
    spread = np.where(start + late < end, late, rng.random(count) * (end - start))
    return np.minimum(awake(rng, (start + spread).astype(np.int64), own), end - 1)


def child_times(rng: np.random.Generator, parent: Rows, roots: Rows, own: Settings) -> Rows:
    """Times (n,) of all posts, given those of the roots at their rows: log-normal delay after the parent.

    A child is at least a second later than its parent; what would fall after the end is drawn before it.
    """
    at = roots.copy()
    end = own.end_h * _HOUR
    for number, level in enumerate(levels(parent)):
        if number == 0:
            continue
        before = at[parent[level]]
        delay = rng.lognormal(np.log(own.delay.median_min * 60), own.delay.sigma, len(level))
        wanted = awake(rng, before + np.maximum(1, delay.astype(np.int64)), own)
        room = np.maximum(1, end - before)
        at[level] = np.where(
            wanted < end, wanted, before + 1 + (rng.random(len(level)) * (room - 1)).astype(int)
        )
    return at


def awake(rng: np.random.Generator, at: Rows, own: Settings) -> Rows:
    """Most of what falls in the night waits for the morning."""
    local = (at + own.utc_offset_h * _HOUR) % (24 * _HOUR)
    asleep = (local < own.night.end * _HOUR) & (local >= own.night.start * _HOUR)
    asleep &= rng.random(len(at)) < own.night.postponed
    morning = at - local + own.night.end * _HOUR + rng.gamma(2.0, 1.2 * _HOUR, len(at)).astype(np.int64)
    return np.where(asleep, morning, at)


def _calm(rng: np.random.Generator, count: int, own: Settings) -> Rows:
    weight: Floats = np.asarray(own.hours, dtype=np.float64)
    local = rng.choice(24, count, p=weight / weight.sum())
    hour = (local - own.utc_offset_h) % 24
    day = rng.integers(0, own.end_h // 24, count)
    return (day * 24 + hour) * _HOUR + rng.integers(0, _HOUR, count)
