"""Whole trees drawn from the probabilities of `pdi`, exactly, without computing them.

A parent comes with probability γ from the follower counts (prefix sums, binary search), else from the time
term: earlier events lie in octaves of age (SOFT·2^b ≤ age < SOFT·2^(b+1)), an octave is drawn by the most that
its events can weigh, an event of it evenly, and kept with the odds of its own weight to that most. So a draw
costs the logarithm of the group, not its size; the bounds of the octaves only move forward.

Random numbers are SplitMix64 (Steele, Lea & Flood 2014), a stream for each event: by the seed, the uid of the
relayed post and the event's place. A tree depends neither on the order of the rows nor on other cascades.
"""

from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.arrays import Flags, Floats, Int32s, Int64s
from analytics.cascades.pdi import ALPHA, DRAWS, GAMMA, SOFT, check, decay
from analytics.cascades.shares import Shares
from analytics.kernel import compiled

STEP = np.uint64(0x9E3779B97F4A7C15)
MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11))
UNIT = 2.0**-53


def keys(uid: pl.Series, seed: int) -> NDArray[np.uint64]:
    """A 64-bit key for each of the strings (k,), the same on every machine."""
    salt = seed.to_bytes(16, "little", signed=True)
    digests = b"".join(blake2b(one.encode(), digest_size=8, salt=salt).digest() for one in uid)
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def draw(
    shares: Shares,
    key: NDArray[np.uint64],
    *,
    draws: int = DRAWS,
    alpha: float = ALPHA,
    gamma: float = GAMMA,
) -> Int32s:
    """Drawn parents, events by number: (m, draws), -1 for the events whose parent is not inferred.

    key  (k,)  of each group, from `keys`
    """
    check(alpha, gamma)
    if draws < 1:
        raise ValueError(f"at least one draw, not {draws}")
    longest = float(shares.at.max(initial=0)) + SOFT
    octaves = max(1, int(np.ceil(np.log2(longest / SOFT))) + 1)
    heaviest: Floats = (SOFT * np.exp2(np.arange(octaves, dtype=np.float64))) ** -alpha
    return _draw(
        shares.start,
        shares.at,
        shares.followers,
        shares.inferred,
        key=key,
        heaviest=heaviest,
        alpha=alpha,
        gamma=gamma,
        draws=draws,
    )


@compiled
def _mixed(state: np.uint64) -> np.uint64:
    state = (state ^ (state >> SHIFTS[0])) * MIX[0]
    state = (state ^ (state >> SHIFTS[1])) * MIX[1]
    return state ^ (state >> SHIFTS[2])


@compiled
def _uniform(state: np.uint64) -> float:
    """A number in [0, 1) of the state; the caller adds STEP between two."""
    return float(_mixed(state) >> SHIFTS[3]) * UNIT


@compiled
def _draw(
    start: Int64s,
    at: Floats,
    followers: Floats,
    inferred: Flags,
    *,
    key: NDArray[np.uint64],
    heaviest: Floats,
    alpha: float,
    gamma: float,
    draws: int,
) -> Int32s:
    drawn = np.full((at.size, draws), -1, np.int32)
    crowd = np.zeros(at.size + 1, np.float64)  # followers of the group's events before each
    border = np.empty(heaviest.size + 1, np.int64)  # events before border[b] are SOFT·2^b old or older
    most = np.empty(heaviest.size, np.float64)  # what the octaves up to each can weigh
    for group in range(start.size - 1):
        first = start[group]
        border[:] = first
        crowd[first] = 0
        for event in range(first, start[group + 1]):
            crowd[event + 1] = crowd[event] + followers[event]
            if not inferred[event]:
                continue
            _grow_older(event, at, heaviest, border, most)
            popular = crowd[event]
            share = gamma if popular > 0 else 0.0
            state = _mixed(key[group] + np.uint64(event - first) * STEP)
            for number in range(draws):
                if _uniform(state) < share:
                    place = _by_followers(crowd, first, event, _uniform(state + STEP) * popular)
                    state += STEP + STEP
                else:
                    place, state = _by_time(event, at, heaviest, border, most, alpha, state + STEP)
                drawn[event, number] = place
    return drawn


@compiled
def _grow_older(event: int, at: Floats, heaviest: Floats, border: Int64s, most: Floats) -> None:
    """Move the borders of the octaves of age to where they lie for this event."""
    border[0] = event
    weight = 0.0
    oldest = SOFT
    for octave in range(heaviest.size):
        oldest *= 2
        end = border[octave + 1]
        while end < event and at[event] - at[end] + SOFT >= oldest:
            end += 1
        border[octave + 1] = end
        weight += (border[octave] - end) * heaviest[octave]
        most[octave] = weight


@compiled
def _by_followers(crowd: Floats, first: int, event: int, target: float) -> int:
    """The last event before `event` whose prefix sum does not exceed the target."""
    place = first
    left = event - first
    while left > 1:
        half = left >> 1
        place = place + half if crowd[place + half] <= target else place
        left -= half
    return place


@compiled
def _by_time(  # noqa: PLR0917 - one compiled loop cannot call another by keyword
    event: int,
    at: Floats,
    heaviest: Floats,
    border: Int64s,
    most: Floats,
    alpha: float,
    state: np.uint64,
) -> tuple[int, np.uint64]:
    """An earlier event drawn by age^−alpha, and the state of the random numbers after it."""
    while True:
        target = _uniform(state) * most[-1]
        octave = 0
        while octave < heaviest.size - 1 and most[octave] <= target:
            octave += 1
        below = most[octave - 1] if octave > 0 else 0.0
        place = border[octave + 1] + int((target - below) / heaviest[octave])
        place = min(place, border[octave] - 1)
        kept = _uniform(state + STEP) * heaviest[octave]
        state += STEP + STEP
        if kept < decay(at[event] - at[place] + SOFT, alpha):
            return place, state
