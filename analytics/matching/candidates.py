"""Which offers may answer which needs: those of the class within reach, found block by block."""

from typing import TypeAlias

import numpy as np
from scipy.spatial import cKDTree

from analytics.arrays import Floats, Int64s

EARTH_KM = 6371.0088
Pairs: TypeAlias = tuple[Int64s, Int64s, Floats]


def within(
    needs: tuple[Floats, Floats], offers: tuple[Floats, Floats], km: float, *, most: int, neighbours: int
) -> Pairs:
    """Pairs of a need and an offer at most `km` apart: place of the need, of the offer, kilometres.

    needs, offers  latitudes and longitudes in degrees, nan where not known: such a one is in no pair
    most           with more pairs than that, each need keeps its `neighbours` nearest offers and each offer its
                   `neighbours` nearest needs: no more memory is used, and what is left out is far down the list
    """
    (own, here), (others, there) = (_on_sphere(*side) for side in (needs, offers))
    if not (own.size and others.size):
        return _pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    chord = 2 * np.sin(min(km / (2 * EARTH_KM), np.pi / 2))
    reach = chord * (1 + 1e-9)
    left, right = cKDTree(here), cKDTree(there)
    if left.count_neighbors(right, reach) <= most:
        near = left.sparse_distance_matrix(right, reach, output_type="ndarray")
        return _pairs(own[near["i"]], others[near["j"]], _kilometres(near["v"]))
    i, j, v = _nearest(right, here, reach, neighbours)
    n, m, w = _nearest(left, there, reach, neighbours)
    both = np.concatenate([i, m]) * others.size + np.concatenate([j, n])
    _, first = np.unique(both, return_index=True)
    key, apart = both[first], np.concatenate([v, w])[first]
    return _pairs(own[key // others.size], others[key % others.size], _kilometres(apart))


def _on_sphere(lat: Floats, lon: Floats) -> tuple[Int64s, Floats]:
    """The places that are known, and they as points (n, 3) of the unit sphere."""
    known = np.flatnonzero(~(np.isnan(lat) | np.isnan(lon)))
    phi, theta = np.radians(lat[known]), np.radians(lon[known])
    return known, np.column_stack(
        [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)]
    ).astype(np.float64)


def _nearest(tree: cKDTree, points: Floats, reach: float, count: int) -> tuple[Int64s, Int64s, Floats]:
    """Each point with the `count` nearest of the tree: place of the point, place in the tree, chord."""
    apart, place = tree.query(points, k=np.arange(1, min(count, tree.n) + 1), distance_upper_bound=reach)
    row, column = np.nonzero(np.isfinite(apart))
    return row, place[row, column].astype(np.int64), apart[row, column]


def _kilometres(chord: Floats) -> Floats:
    arc: Floats = 2 * EARTH_KM * np.arcsin(np.minimum(chord / 2, 1))
    return arc


def _pairs(need: Int64s, offer: Int64s, km: Floats) -> Pairs:
    """In order of need, then offer: a tree's own order is nobody's business."""
    order = np.lexsort((offer, need))
    return need[order].astype(np.int64), offer[order].astype(np.int64), km[order].astype(np.float64)
