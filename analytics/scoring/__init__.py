"""How near findings come to a known truth: trees, needs, places, rumours, claims, coordination.

The truth is the parsed truth.json of an exercise; only the keys a function names are read.
"""

from analytics.scoring.claims import (
    CHECKABLE,
    BCubed,
    RumourScore,
    b_cubed,
    claims,
    denials,
    rumours,
)
from analytics.scoring.coordination import coordinated
from analytics.scoring.needs import Level, NeedScore, PlaceScore, needs, places
from analytics.scoring.trees import Edges, TreeScore, by_method, trees
from analytics.scoring.truth import Retrieval, Truth

__all__ = [
    "CHECKABLE", "BCubed", "Edges", "Level", "NeedScore", "PlaceScore", "Retrieval", "RumourScore", "TreeScore",
    "Truth", "b_cubed", "by_method", "claims", "coordinated", "denials", "needs", "places", "rumours", "trees",
]  # fmt: skip
