"""Lanes of a tree drawn over time: a branch keeps together, a chain stays on one line, nothing overlaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(slots=True)
class _Band:
    """A laid-out branch: its span on the time axis, and its lanes from -`above` to +`below` of its head."""

    start: float
    end: float
    above: int
    below: int

    @property
    def height(self) -> int:
        return self.above + self.below + 1


def lanes(parent: Ints, x: Floats, gap: float) -> Ints:
    """Lane of each post: 0 for the root, negative above, positive below.

    parent  (n,)  row of the parent, -1 for the root; parents come before children
    x       (n,)  position on the time axis
    gap     room a post needs on its lane, in units of x

    The largest branch goes on along the lane of its parent; each other branch takes, in order of time, the
    free lanes that are nearest to it. No recursion: a chain of any length is laid out.
    """
    children = _children(parent)
    bands = [_Band(here, here + gap, 0, 0) for here in x.tolist()]
    offset = np.zeros(len(parent), dtype=np.int64)
    for row in range(len(parent) - 1, -1, -1):
        bands[row] = _lay(bands[row], children[row], bands, offset)
    lane = np.zeros(len(parent), dtype=np.int64)
    for row in range(1, len(parent)):
        lane[row] = lane[parent[row]] + offset[row]
    return lane


def _children(parent: Ints) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in parent]
    for row, above in enumerate(parent.tolist()):
        if above >= 0:
            found[above].append(row)
    return found


def _lay(own: _Band, children: list[int], bands: list[_Band], offset: Ints) -> _Band:
    """Place the children's bands around the lane of their parent; writes their offsets."""
    if not children:
        return own
    heavy = max(children, key=lambda child: (bands[child].height, bands[child].end, -child))
    band = bands[heavy]
    room = sum(bands[child].height for child in children)
    free = np.full(2 * room + 1, -np.inf)  # until when each lane is taken; lane 0 is in the middle
    free[room - band.above : room + band.below + 1] = band.end
    free[room] = np.inf  # the parent's own lane belongs to the largest branch alone
    for child in sorted(children, key=lambda child: (bands[child].start, child)):
        if child != heavy:
            offset[child] = _place(bands[child], free, room)
    used = np.flatnonzero(free > -np.inf) - room
    end = max(bands[child].end for child in children)
    return _Band(own.start, end, -int(used.min()), int(used.max()))


def _place(band: _Band, free: Floats, middle: int) -> int:
    """Take the free lanes nearest to the middle; returns the lane of the band's head."""
    windows = np.lib.stride_tricks.sliding_window_view(free, band.height)
    starts = np.flatnonzero((windows <= band.start).all(axis=1))
    heads = starts + band.above - middle
    best = int(np.argmin(np.abs(heads) * 2 + (heads < 0)))
    first = int(starts[best])
    free[first : first + band.height] = band.end
    return int(heads[best])
