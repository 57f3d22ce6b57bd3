"""Where degrees fall on the paper: mainland France, insets, or one département alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from graph.territory import Ring, shapes

WIDTH, HEIGHT = 640, 600
_MARGIN = 8
_SHRINK = float(np.cos(np.radians(46.5)))  # one degree of longitude against one of latitude
_PETITE_COURONNE = ("75", "92", "93", "94")
_OVERSEAS = ("971", "972", "973", "974", "976")
MAINLAND = (-5.3, 9.7, 41.2, 51.2)  # degrees: west, east, south, north


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of the paper (left, top, width, height) filled with a window of degrees, centred."""

    box: tuple[float, float, float, float]
    degrees: tuple[float, float, float, float]

    def place(self, points: Ring) -> Ring:
        """Longitudes and latitudes (n, 2) → paper units (n, 2), y downwards."""
        west, east, south, north = self.degrees
        shrink = _SHRINK if south > 30 else float(np.cos(np.radians((south + north) / 2)))
        wide, high = (east - west) * shrink, north - south
        left, top, width, height = self.box
        scale = min(width / wide, height / high)
        x = left + (width - wide * scale) / 2 + (points[:, 0] - west) * shrink * scale
        y = top + (height - high * scale) / 2 + (north - points[:, 1]) * scale
        return np.column_stack([x, y])


@dataclass(frozen=True, slots=True)
class Inset:
    """A magnified part of the map with its own frame."""

    codes: tuple[str, ...]
    frame: Frame


def mainland() -> Frame:
    return Frame((0, 0, WIDTH, HEIGHT), MAINLAND)


@cache
def insets() -> tuple[Inset, ...]:
    """Paris and its ring above the Channel; the five overseas départements in the Bay of Biscay."""
    paris = Inset(_PETITE_COURONNE, _around(_PETITE_COURONNE, (6, 6, 132, 112)))
    cells = [(6 + 68 * (i % 2), 388 + 70 * (i // 2), 62, 64) for i in range(len(_OVERSEAS))]
    return (
        paris,
        *(Inset((code,), _around((code,), cell)) for code, cell in zip(_OVERSEAS, cells, strict=True)),
    )


@cache
def alone(code: str) -> Frame:
    """One département over the whole paper."""
    return _around((code,), (_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN))


@cache
def path(code: str, frame: Frame) -> str:
    """The outline of a département as SVG path data, to half a unit; repeated points are left out."""
    return "".join(_ring((frame.place(ring) * 2).round() / 2) for ring in shapes()[code])


def _ring(points: Ring) -> str:
    moved = np.any(np.diff(points, axis=0, prepend=points[:1] - 1) != 0, axis=1)
    kept = points[moved]
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in kept) + "Z"


def _around(codes: tuple[str, ...], box: tuple[float, float, float, float]) -> Frame:
    points = np.concatenate([ring for code in codes for ring in shapes()[code]])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return Frame(box, (float(west), float(east), float(south), float(north)))
