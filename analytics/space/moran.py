"""Do neighbouring territories resemble each other?"""

from dataclasses import dataclass

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.space.neighbours import Neighbours


@dataclass(frozen=True, slots=True)
class Moran:
    """i: Moran's I; expected: its mean without spatial order; p: share of the permutations as far from that."""

    i: float
    expected: float
    p: float


def moran(values: Floats, source: Int64s, target: Int64s, weight: Floats | None = None) -> float:
    """Moran's I (Moran 1950): about -1/(n-1) without spatial order, up to 1 where neighbours are alike.

    values          (n,)  one figure a territory
    source, target  (m,)  neighbours, as places in `values`; once or in both directions, which gives the same
    weight          (m,)  of each edge; 1 if not given
    returns         n Σ w_ij z_i z_j / (Σ w_ij Σ z_i²), nan where all values are equal or no one has a neighbour
    """
    z = values - values.mean()
    w = np.ones(source.size) if weight is None else weight
    scale = w.sum() * (z @ z)
    return float(values.size * (w * z[source]) @ z[target] / scale) if scale else float("nan")


def moran_test(values: Floats, neighbours: Neighbours, *, permutations: int = 999, seed: int = 0) -> Moran:
    """Moran's I against figures dealt out anew among the places.

    values       (n,)  one figure a place
    returns      two-sided p, at least 1 / (permutations + 1); nan, nan and 1 where there is nothing to compare
    """
    source, target, weight = neighbours.source(), neighbours.place, neighbours.weight
    found = moran(values, source, target, weight) if values.size else float("nan")
    if np.isnan(found):
        return Moran(found, float("nan"), 1.0)
    expected, rng = -1 / (values.size - 1), np.random.default_rng(seed)
    dealt = np.sort(values)  # the draws do not depend on the order of the rows
    drawn = np.array(
        [moran(rng.permutation(dealt), source, target, weight) for _ in range(permutations)], np.float64
    )
    as_far = int((np.abs(drawn - expected) >= abs(found - expected) * (1 - 1e-12)).sum())
    return Moran(found, expected, (1 + as_far) / (permutations + 1))
