"""Do neighbouring territories resemble each other?"""

import numpy as np

from analytics.arrays import Floats, Int64s


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
