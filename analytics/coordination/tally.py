"""Figures of each pair of accounts, summed up while sweeping over the shares."""

import numpy as np

from analytics.arrays import Int32s, Int64s
from analytics.coordination.sweep import Laid, Reach, next_pair
from analytics.kernel import compiled

KEY, WEIGHT, LAG, FIRST, OBJECTS, OCCASIONS, LAST_OBJECT, LAST_OCCASION = range(8)  # columns of a tally
EMPTY = -1
LOW = 0xFFFF_FFFF


@compiled
def tally(laid: Laid, reach: Reach) -> tuple[Int64s, Int32s]:
    """Figures of each pair of accounts that share an object within the window, and the table that finds them.

    returns  (edges, 8): KEY (lower account number << 32 | higher), WEIGHT pairs of shares, LAG their summed µs,
             FIRST twice the times that the lower number came first (a tie is one), OBJECTS and OCCASIONS
             distinct ones
    """
    start, account, at = laid.start, laid.account, laid.at
    figures, slots, count = np.zeros((1024, 8), np.int64), np.full(4096, EMPTY, np.int32), 0
    for k in range(start.size - 1):
        end = start[k + 1]
        for i in range(start[k], end):
            j = i + 1 if laid.counts[i] or not reach.both else end
            while j < end and at[j] - at[i] <= reach.window:
                then = next_pair(laid, reach, i, j)
                if then != j:
                    j = then
                    continue
                edge = number_of(figures, slots, count, key_of(account[i], account[j]))
                first = 1 if at[j] == at[i] else 2 * (account[i] < account[j])
                add(figures[edge], k, laid.occasion[i], at[j] - at[i], first)
                count = max(count, edge + 1)
                if count == figures.shape[0]:
                    figures, slots = grown(figures)
                j += 1
    return figures[:count], slots


@compiled
def key_of(one: int, other: int) -> int:
    """The two account numbers in one, the lower above."""
    return (min(one, other) << 32) | max(one, other)


@compiled
def number_of(figures: Int64s, slots: Int32s, count: int, key: int) -> int:
    """Number of the edge with that key, `count` for a new one, which is then noted."""
    slot = find(figures, slots, key)
    if slots[slot] == EMPTY:
        slots[slot] = count
        figures[count, KEY] = key
        figures[count, LAST_OBJECT] = figures[count, LAST_OCCASION] = EMPTY
    return int(slots[slot])


@compiled
def add(figures: Int64s, object_: int, occasion: int, lag: int, first: int) -> None:
    """Add one pair of shares to the figures of its edge, (8,)."""
    figures[WEIGHT] += 1
    figures[LAG] += lag
    figures[FIRST] += first
    if figures[LAST_OBJECT] != object_:
        figures[OBJECTS] += 1
        figures[LAST_OBJECT] = object_
    if figures[LAST_OCCASION] != occasion:
        figures[OCCASIONS] += 1
        figures[LAST_OCCASION] = occasion


@compiled
def find(figures: Int64s, slots: Int32s, key: int) -> int:
    """Slot that holds the key, or the empty one where it belongs."""
    last = slots.size - 1
    slot = ((key * 0x9E3779B97F4A7C1) ^ (key >> 29)) & last
    while slots[slot] != EMPTY and figures[slots[slot], KEY] != key:
        slot = (slot + 1) & last
    return slot


@compiled
def grown(figures: Int64s) -> tuple[Int64s, Int32s]:
    """Room for twice as many keys."""
    more = np.zeros((2 * figures.shape[0], 8), np.int64)
    more[: figures.shape[0]] = figures
    slots = np.full(8 * figures.shape[0], EMPTY, np.int32)
    for number in range(figures.shape[0]):
        slots[find(more, slots, figures[number, KEY])] = number
    return more, slots
