"""The places around a centre, nearest first: what the circles of a scan take in as they grow."""

import numpy as np

from analytics.arrays import Floats, Int32s
from analytics.kernel import compiled
from analytics.space.sphere import Points

DIGIT = 11  # bits sorted in one pass
CELLS = 1 << DIGIT
LOWEST = 31 - 2 * DIGIT  # two passes sort the highest bits of a distance, a last look the rest


@compiled
def nearest_first(points: Points, centre: int, reach: float, away: Floats, order: Int32s) -> int:
    """Fill `away` (n,) with the squared chord to each place and `order` with those within `reach` (one such square).

    Returns how many these are; the rest of `order` (n,) is left as it was. They go by distance, then by number: a
    radix sort of the leading bits of the distance, then an insertion sort of what it leaves undecided.
    """
    x, y, z = points.x[centre], points.y[centre], points.z[centre]
    for place in range(away.size):
        to_x, to_y, to_z = points.x[place] - x, points.y[place] - y, points.z[place] - z
        away[place] = to_x * to_x + to_y * to_y + to_z * to_z
    short, near = np.empty(away.size, np.float32), np.empty(away.size, np.int32)
    size = 0
    for place in range(away.size):
        if away[place] <= reach:
            short[size], near[size] = away[place], place
            size += 1
    bits = short[:size].view(np.int32)  # of numbers that are not negative: they grow as these do
    half, turn = np.empty(size, np.int32), np.empty(size, np.int32)
    _scatter(bits, LOWEST, near[:size], half, turn)
    _scatter(turn, LOWEST + DIGIT, half, order, bits)
    _finish(away, order[:size])
    return size


@compiled
def _scatter(bits: Int32s, shift: int, places: Int32s, order: Int32s, sorted_bits: Int32s) -> None:
    """Places, and their bits, by the digit of the bits above `shift`; those with the same digit stay in order."""
    start = np.zeros(CELLS + 1, np.int32)
    for row in range(bits.size):
        start[((bits[row] >> shift) & (CELLS - 1)) + 1] += 1
    for cell in range(CELLS):
        start[cell + 1] += start[cell]
    for row in range(bits.size):
        cell = (bits[row] >> shift) & (CELLS - 1)
        order[start[cell]], sorted_bits[start[cell]] = places[row], bits[row]
        start[cell] += 1


@compiled
def _finish(away: Floats, order: Int32s) -> None:
    for late in range(1, order.size):
        place = order[late]
        far, at = away[place], late
        while at > 0 and (
            away[order[at - 1]] > far or (away[order[at - 1]] == far and order[at - 1] > place)
        ):
            order[at] = order[at - 1]
            at -= 1
        order[at] = place
