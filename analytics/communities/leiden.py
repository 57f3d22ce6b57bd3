"""Leiden: the communities of one run (Traag, Waltman & van Eck, Scientific Reports 2019, 9:5233).

Nodes move, communities are refined, the refined parts become the nodes of a smaller graph, and so on; the
whole is repeated from its own result. Each run is a function of the graph, the resolution and the seed alone.
"""

import numpy as np

from analytics.arrays import Int32s
from analytics.communities.graph import Graph
from analytics.communities.kernels import aggregate, cut, move, refine

PASSES = 2  # as leidenalg's default; a third gains some 2e-5 of modularity
TOLERANCE = 1e-12  # of the whole weight: the least that a move gains


def leiden(graph: Graph, resolution: float, seed: int | tuple[int, int], passes: int = PASSES) -> Int32s:
    """Community of each node, (n,), numbered by their first nodes; every community is connected."""
    rng = np.random.default_rng(seed)
    community = np.arange(graph.strength.size, dtype=np.int32)
    for _ in range(passes if graph.whole else 0):
        community = _pass(graph, community, resolution, rng)
    return cut(graph, community)  # never lowers modularity


def _pass(graph: Graph, community: Int32s, resolution: float, rng: np.random.Generator) -> Int32s:
    """Move, refine and aggregate until refinement leaves every node alone."""
    share, least = resolution / graph.whole, TOLERANCE * graph.whole
    level, own, place = graph, community.copy(), np.arange(community.size)
    while True:
        move(level, own, rng.permutation(own.size), share, least)
        founder, part = np.unique(refine(level, own, rng.permutation(own.size), share), return_inverse=True)
        if founder.size == own.size:
            return own[place]
        level, place = aggregate(level, part.astype(np.int32), founder.size), part[place]
        own = np.unique(own[founder], return_inverse=True)[1].astype(np.int32)
