"""Places as points of the unit sphere: their chords grow with the distance on the ground."""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats

EARTH_KM = 6371.0088  # mean radius (IUGG)


class Points(NamedTuple):
    """Coordinates on the unit sphere, (n,) each."""

    x: Floats
    y: Floats
    z: Floats


def on_sphere(lat: Floats, lon: Floats) -> Points:
    """Points of latitudes and longitudes in degrees."""
    phi, theta = np.radians(lat), np.radians(lon)
    return Points(np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi))


def chord(kilometres: float) -> float:
    """Chord between two points so far apart on the ground; the diameter, 2, from half way round the earth."""
    return 2.0 * float(np.sin(min(kilometres / (2 * EARTH_KM), np.pi / 2)))
