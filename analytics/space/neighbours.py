"""Who is whose neighbour: the nearest places, or all within a distance, each with its weight."""

from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from analytics.arrays import Floats, Int64s
from analytics.space.sphere import chord, on_sphere

SAME = 1 + 1e-9  # distances that differ by rounding are equal


class Neighbours(NamedTuple):
    """Those of place i are place[start[i]:start[i + 1]], in ascending order; their weights sum to 1.

    start (n + 1,), place (m,), weight (m,); a place may have none.
    """

    start: Int64s
    place: Int64s
    weight: Floats

    def source(self) -> Int64s:
        """The place whose neighbour each is, (m,)."""
        return np.repeat(np.arange(self.start.size - 1), np.diff(self.start))


def nearest(coordinates: Floats, k: int = 8) -> Neighbours:
    """The k nearest places of each, and those as near as the last of them; all others where there are fewer.

    coordinates  (n, 2)  latitude and longitude in degrees
    raises       ValueError for k below 1 or unknown coordinates
    """
    if k < 1:
        raise ValueError(f"a place has at least one neighbour, not {k}")
    points = _points(coordinates)
    if len(points) < 2:
        return _neighbours(cKDTree(points), points, np.zeros(len(points)))
    tree = cKDTree(points)
    last = min(k, len(points) - 1) + 1  # the place itself is at no distance
    chords, _ = tree.query(points, [last])
    return _neighbours(tree, points, chords[:, 0] * SAME)


def within(coordinates: Floats, kilometres: float) -> Neighbours:
    """All places within so many kilometres of each; as the crow flies.

    coordinates  (n, 2)  latitude and longitude in degrees
    raises       ValueError for unknown coordinates
    """
    points = _points(coordinates)
    return _neighbours(cKDTree(points), points, np.full(len(points), chord(kilometres) * SAME))


def _points(coordinates: Floats) -> Floats:
    """Points of the unit sphere, (n, 3)."""
    if not np.isfinite(coordinates).all():
        raise ValueError("a coordinate is not a number: leave out places without them")
    return np.stack(on_sphere(*coordinates.reshape(-1, 2).T), axis=1)


def _neighbours(tree: cKDTree, points: Floats, chords: Floats) -> Neighbours:
    """Those within a chord (n,) of each place, without itself, of equal weight."""
    found = tree.query_ball_point(points, chords, return_sorted=True) if len(points) else []
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    place = np.concatenate([np.zeros(0, np.int64), *found]).astype(np.int64)
    source = np.repeat(np.arange(sizes.size), sizes)
    place, source = place[place != source], source[place != source]
    degree = np.bincount(source, minlength=sizes.size)
    return Neighbours(np.concatenate([[0], degree.cumsum()]), place, 1 / degree[source])
