"""Communities of a network of accounts, how good they are and how far chance made them.

Each resolution is run from several seeds; the run of highest modularity is kept, the others tell how stable it
is. Larger resolutions give smaller communities (Reichardt & Bornholdt 2006).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Int32s
from analytics.communities.agreement import mean_rand_index, stability
from analytics.communities.graph import Graph, Network, network
from analytics.communities.kernels import modularity
from analytics.communities.leiden import leiden

PREFIX = "community:"
RESOLUTIONS = (0.5, 1.0, 2.0)
SEEDS = 20
STABLE = 0.8  # mean adjusted Rand index from which communities are called stable
MEMBERS = {"author": pl.String, "community": pl.String, "stability": pl.Float64, "resolution": pl.Float64}


@dataclass(frozen=True, slots=True)
class Summary:
    """One resolution.

    modularity   of the kept run, at this resolution; nan for a network without edges
    communities  number of them; largest: members of the largest
    mean_ari     mean adjusted Rand index over all pairs of seeds, None for a single seed
    unstable     mean_ari is below 0.8; None when it is not known
    """

    resolution: float
    modularity: float
    communities: int
    largest: int
    mean_ari: float | None
    unstable: bool | None


@dataclass(frozen=True, slots=True)
class Communities:
    """members    author, community, stability (share of seeds, 0 to 1), resolution; by resolution, then author
    summaries  one a resolution
    """

    members: pl.DataFrame
    summaries: tuple[Summary, ...]

    def at(self, resolution: float) -> pl.DataFrame:
        """Author, community, stability at one resolution; raises ValueError for one that was not run."""
        if resolution not in [summary.resolution for summary in self.summaries]:
            raise ValueError(f"there are no communities at resolution {resolution}")
        return self.members.filter(pl.col("resolution") == resolution).drop("resolution")

    def sizes(self) -> pl.DataFrame:
        """A row a community: resolution, community, size (members), stability (their mean); the largest first."""
        sizes = self.members.group_by("resolution", "community").agg(
            pl.len().cast(pl.Int64).alias("size"), pl.col("stability").mean()
        )
        return sizes.sort("resolution", "size", "community", descending=[False, True, False])


def communities(
    edges: pl.DataFrame, *, resolutions: Sequence[float] = RESOLUTIONS, seeds: int = SEEDS, seed: int = 0
) -> Communities:
    """Leiden communities, each connected, of an undirected network; every account has one at each resolution.

    edges        source, target (names), weight (> 0, 1 when absent); neither the order of the rows nor the
                 direction of the edges matters, equal pairs add up, an edge to oneself counts for nothing
    resolutions  of modularity, > 0
    seeds        runs a resolution, the first of highest modularity is kept; seed: the same gives the same bytes
    returns      communities named "community:" + their smallest member; the name is unique at one resolution
    raises       ValueError for a missing column, a null end, a weight, resolution or number of seeds ≤ 0
    """
    if seeds < 1 or not all(resolution > 0 for resolution in resolutions):
        raise ValueError(f"seeds ({seeds}) and resolutions ({resolutions}) must be above 0")
    read = network(edges)
    found = [_at(read, float(resolution), seeds, seed) for resolution in resolutions]
    empty = pl.DataFrame(schema=MEMBERS)
    return Communities(
        pl.concat([empty, *(members for members, _ in found)]).sort("resolution", "author"),
        tuple(summary for _, summary in found),
    )


def _at(read: Network, resolution: float, seeds: int, seed: int) -> tuple[pl.DataFrame, Summary]:
    labels = _runs(read.graph, resolution, seeds, seed)
    quality = [modularity(read.graph, community, resolution) for community in labels]
    best = int(np.argmax(quality))
    community, ari = labels[best], mean_rand_index(labels)
    sizes = np.bincount(community)
    first = np.unique(community, return_index=True)[1]  # the smallest member: nodes are in order of name
    members = pl.DataFrame(
        {
            "author": read.authors,
            "community": PREFIX + read.authors.gather(first[community]),
            "stability": stability(labels, best),
            "resolution": np.full(community.size, resolution),
        },
        schema=MEMBERS,
    )
    return members, Summary(
        resolution=resolution,
        modularity=quality[best],
        communities=sizes.size,
        largest=int(sizes.max(initial=0)),
        mean_ari=ari,
        unstable=None if ari is None else ari < STABLE,
    )


def _runs(graph: Graph, resolution: float, seeds: int, seed: int) -> Int32s:
    """(seeds, n): each run has a generator of its own, so that threads change nothing but the time."""
    with ThreadPoolExecutor() as pool:
        runs = pool.map(lambda number: leiden(graph, resolution, (seed, number)), range(seeds))
        return np.stack(list(runs))
