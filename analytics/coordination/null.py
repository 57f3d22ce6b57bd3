"""How many edges chance alone would make: the same accounts share the same things, at times drawn anew.

Every draw keeps who shared what, hence each account's and each object's number of shares. Two ways:
`permuted` deals the times of all shares out anew; `jittered` draws each time anew within its own stretch of the
clock (interval jitter; Amarasingham et al., J. Neurophysiology 107, 2012), so that rushes longer than a stretch
stay: what an alarm brings together in an hour is not coordination. The first answers "more than at random?", the
second "closer together than the rush explains?".

A draw takes time in proportion to the shares and no memory to speak of; fewer draws give the same expectation less
exactly (its standard error is the spread of the counts ÷ √draws).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.coordination.pairs import Pairs, Rule, pairs_of
from analytics.coordination.significance import upper_tail
from analytics.coordination.table import Table
from analytics.coordination.tally import OCCASIONS, WEIGHT

Progress = Callable[[int, int], None]
Drawn = Callable[[np.random.Generator], tuple[Int64s, Int64s]]


@dataclass(frozen=True, slots=True)
class Chance:
    """Mean counts over the draws.

    edges        edges heavier than the threshold
    significant  of these, edges whose p is as small as that of the weakest edge found significant
    by_weight    (heaviest + 1,)  edges of each weight, the last cell for that weight and more
    """

    edges: float
    significant: float
    by_weight: Floats


@dataclass(frozen=True, slots=True)
class Limits:
    """threshold of the weights, largest p of a significant edge (below 0 if none is), largest weight to tell apart."""

    threshold: float
    p: float
    heaviest: int


def by_chance(
    table: Table,
    rule: Rule,
    drawn: Drawn,
    limits: Limits,
    *,
    draws: int,
    seed: int,
    progress: Callable[[], None],
) -> Chance:
    """Count edges when the times are drawn `draws` times; `progress` is called after each."""
    counts, total = np.zeros(2), np.zeros(limits.heaviest + 1)
    for draw in range(draws):
        pairs = pairs_of(table, *drawn(np.random.default_rng([seed, draw])), rule)
        weight = pairs.figures[:, WEIGHT]
        heavy = weight > limits.threshold
        counts += heavy.sum(), (heavy & (p_values(table, pairs) <= limits.p)).sum()
        total += np.bincount(np.minimum(weight, limits.heaviest), minlength=limits.heaviest + 1)
        progress()
    edges, significant = (float(count) for count in counts / draws)
    return Chance(edges, significant, total / draws)


def permuted(table: Table) -> Drawn:
    """Order of the rows, and the times, when every share takes the time of another."""
    rows = canonical(table)
    times = table.at[rows]
    return lambda rng: (rng.permutation(rows), times)


def jittered(table: Table, stretch: int) -> Drawn:
    """Order of the rows, and the times, when each is drawn uniformly from its stretch of that many µs."""
    rows = canonical(table)
    first = table.at[rows] // stretch * stretch

    def drawn(rng: np.random.Generator) -> tuple[Int64s, Int64s]:
        times = first + rng.integers(0, stretch, first.size)
        order = np.argsort(times, kind="stable")
        return rows[order], times[order]

    return drawn


def canonical(table: Table) -> Int64s:
    """The rows in an order that does not depend on the file's: by time, then by a hash of their three ids."""
    ids = {
        "object": table.object_ids.gather(table.object_code),
        "account": table.account_ids.gather(table.account),
        "content": table.content_ids.gather(table.content),
    }
    return np.lexsort((pl.DataFrame(ids).hash_rows().to_numpy(), table.at))


def p_values(table: Table, pairs: Pairs) -> Floats:
    """Chance of each edge's common occasions, hypergeometric, (e,); nan for a loop.

    An occasion is a run of shares of one object no more than a window apart; each of the two accounts is taken to
    have picked as many occasions as it attended among all there were.
    """
    attended = pairs.attended(len(table.account_ids)) + table.lone
    universe = int(pairs.laid.occasion.max(initial=-1)) + 1 + int(table.lone.sum())
    common = pairs.figures[:, OCCASIONS].copy()
    p = upper_tail(common, attended[pairs.low], attended[pairs.high], universe)
    return np.where(pairs.low == pairs.high, np.nan, p)
