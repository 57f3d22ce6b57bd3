"""Map classes: where five colours begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEQUENTIAL = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")  # ColorBrewer YlGnBu: colour-blind safe
DIVERGING = ("#5e3c99", "#b2abd2", "#f7f7f7", "#fdb863", "#e66101")  # ColorBrewer PuOr: colour-blind safe
NO_DATA = "#d4d4d4"
GAP_BREAKS = (-0.6, -0.2, 0.2, 0.6)


@dataclass(frozen=True, slots=True)
class Classes:
    """`bounds` (k + 1) from the lowest to the highest value, `colours` (k)."""

    bounds: tuple[float, ...]
    colours: tuple[str, ...]

    def colour(self, value: float) -> str:
        """The colour of a value; a value on a bound belongs to the class above it."""
        inner = np.asarray(self.bounds[1:-1])
        return self.colours[int(np.searchsorted(inner, value, side="right"))]


def quantile_classes(values: NDArray[np.float64], digits: int) -> Classes:
    """Five classes of about as many territories each, on bounds rounded to `digits` decimals.

    values (n,) without nan, n ≥ 1. Equal bounds are merged, so fewer distinct values give fewer classes. A
    lowest value that a fifth of the territories share has a class of its own: a crisis of one département is
    not lost among a hundred zeros.
    """
    low, high = float(values.min()), float(values.max())
    rounded = values.round(digits)
    above = values[rounded > rounded.min()]
    if 0 < above.size < 0.8 * values.size:
        inner = np.array([above.min(), *np.quantile(above, (0.25, 0.5, 0.75)).round(digits)])
        inner = np.unique(inner[inner >= above.min()])
    else:
        inner = np.unique(np.quantile(values, (0.2, 0.4, 0.6, 0.8)).round(digits))
    kept = [float(bound) for bound in inner if low < bound <= high]
    shades = np.linspace(0, len(SEQUENTIAL) - 1, len(kept) + 1).round().astype(int)
    return Classes((low, *kept, high), tuple(SEQUENTIAL[shade] for shade in shades))


def gap_classes() -> Classes:
    """Five classes on both sides of 0, the same on every map: a gap goes from -1 to 1."""
    return Classes((-1.0, *GAP_BREAKS, 1.0), DIVERGING)
