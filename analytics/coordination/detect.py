"""Which accounts share the same things within a window, how firmly, and who comes first."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Flags, Floats, Int64s
from analytics.coordination.chance import Comparison, compare
from analytics.coordination.evidence import evidence
from analytics.coordination.groups import groups
from analytics.coordination.null import Limits, Progress, p_values
from analytics.coordination.pairs import Pairs, pairs_of, rule_of
from analytics.coordination.significance import benjamini_hochberg
from analytics.coordination.table import Table, read
from analytics.coordination.tally import FIRST, LAG, OBJECTS, WEIGHT
from analytics.posts import SECOND

DISCOVERY = 0.01  # false discovery rate
EVIDENCE = 20  # posts named an edge


@dataclass(frozen=True, slots=True)
class Coordination:
    """Edges of the co-sharing network and what they were found among.

    edges  the heaviest first, then by source and target; one row a pair of accounts, source < target:
           source, target
           weight        pairs of shares within the window
           objects       distinct objects among them
           mean_lag_s    mean seconds between the two shares
           first_share   share of the pairs in which source came first (a tie is half)
           symmetry      posts of the less active of the two ÷ posts of the other, in (0, 1]
           p, q          hypergeometric chance of so many common occasions (`null.p_values`), and Benjamini–
                         Hochberg over every pair of accounts, those without a common share included; null for
                         a loop
           significant   q is at most the wanted rate
           group         smallest account of the connected group that these edges make
           source_contents, target_contents   posts of each behind the edge
           evidence, evidence_count           ids of those posts, sorted and capped, and how many there are
    pairs, accounts, all_edges   pairs of shares, accounts in them and pairs of accounts before the threshold
    shares, tested       shares looked at (of accounts with enough of them); pairs of accounts tested
    threshold            weight that an edge must exceed, None without a quantile
    chance               what chance alone would make: see `chance.Comparison`
    """

    edges: pl.DataFrame
    pairs: int
    accounts: int
    all_edges: int
    shares: int
    tested: int
    threshold: float | None
    chance: Comparison

    @property
    def expected_false(self) -> float | None:
        """Edges that would be there if only chance had set the times; None without permutations."""
        return None if self.chance.permuted is None else self.chance.permuted.edges

    @property
    def expected_false_in_rush(self) -> float | None:
        """The same when every share stays in its hour."""
        return None if self.chance.jittered is None else self.chance.jittered.edges

    @property
    def groups(self) -> int:
        """Connected groups of the edges."""
        return self.edges["group"].n_unique()


def coordination(
    shares: pl.DataFrame,
    *,
    time_window: float,
    min_participation: int = 2,
    edge_weight_quantile: float | None = None,
    remove_loops: bool = True,
    strict: bool = False,
    permutations: int = 200,
    rush_s: float | None = None,
    seed: int = 0,
    false_discovery: float = DISCOVERY,
    most_evidence: int = EVIDENCE,
    progress: Progress | None = None,
) -> Coordination:
    """Pairs of accounts that share the same objects within `time_window` seconds; parameters as CooRTweet's.

    shares   object_id, account_id, content_id (text) and timestamp_share (instant, epoch seconds, ISO 8601)
    min_participation     shares that an account needs at all, and then among those in some pair
    strict                both accounts of a pair need them; otherwise one of the two is enough, as in CooRTweet
    edge_weight_quantile  only edges heavier (strictly) than this quantile of all weights (R's type 7)
    remove_loops          leave out pairs of one account's own shares and shares that are the object itself
    permutations, seed    draws of the times, for each of two ways of chance (`null`); 200 give sound figures
    rush_s                length of the stretch in which a time is drawn for the second way: an hour, or ten
                          windows if that is more
    raises   SharesError for a table that cannot be read, ValueError for parameters out of range and where the
             window joins billions of shares
    source   CooRTweet 2.1 (Righetti & Balluff); hypergeometric edges after Tumminello et al. (PLoS ONE 2011)
    """
    rule = rule_of(time_window, min_participation, strict=strict, remove_loops=remove_loops)
    if edge_weight_quantile is not None and not 0 <= edge_weight_quantile <= 1:
        raise ValueError(f"edge_weight_quantile is between 0 and 1, not {edge_weight_quantile}")
    table = read(shares, min_participation=min_participation, remove_loops=remove_loops)
    pairs = pairs_of(table, table.order, table.at[table.order], rule)
    weight = pairs.figures[:, WEIGHT]
    threshold = _threshold(weight, edge_weight_quantile)
    tested = len(table.account_ids) * (len(table.account_ids) - 1) // 2
    p, q = _tests(table, pairs, tested)
    limits = Limits(
        threshold or 0, float(p[q <= false_discovery].max(initial=-1.0)), int(weight.max(initial=1))
    )
    chance = compare(
        table, rule, weight, limits, draws=permutations, seed=seed, rush_s=rush_s, progress=progress
    )
    kept = weight > limits.threshold
    return Coordination(
        edges=_edges(table, pairs, kept, p=p, q=q, rate=false_discovery, most=most_evidence),
        pairs=int(weight.sum()),
        accounts=int(np.count_nonzero(_seen(pairs, len(table.account_ids)))),
        all_edges=weight.size,
        shares=table.at.size,
        tested=tested,
        threshold=threshold,
        chance=chance,
    )


def _seen(pairs: Pairs, accounts: int) -> Flags:
    """Accounts that are in some pair, (accounts,)."""
    seen = np.zeros(accounts, np.bool_)
    seen[pairs.low] = seen[pairs.high] = True
    return seen


def _threshold(weight: Int64s, quantile: float | None) -> float | None:
    return None if quantile is None or not weight.size else float(np.quantile(weight, quantile))


def _tests(table: Table, pairs: Pairs, tested: int) -> tuple[Floats, Floats]:
    """The p and q of each edge, nan for a loop."""
    p = p_values(table, pairs)
    q = np.full(p.size, np.nan)
    q[~np.isnan(p)] = benjamini_hochberg(p[~np.isnan(p)], tested)
    return p, q


def _edges(
    table: Table, pairs: Pairs, kept: Flags, *, p: Floats, q: Floats, rate: float, most: int
) -> pl.DataFrame:
    figures, ids = pairs.figures, table.account_ids
    weight = figures[:, WEIGHT]
    found = pl.DataFrame(
        {
            "low": ids.gather(pairs.low),
            "high": ids.gather(pairs.high),
            "weight": weight,
            "objects": figures[:, OBJECTS],
            "mean_lag_s": figures[:, LAG] / weight / SECOND,
            "low_first": figures[:, FIRST],
            "p": p,
            "q": q,
        }
    ).hstack(evidence(table, pairs, kept, most))
    return _named(found.filter(pl.Series(kept)), rate)


def _named(found: pl.DataFrame, rate: float) -> pl.DataFrame:
    """Edges from the smaller name to the larger, whatever their numbers are."""
    swapped = pl.col("low") > pl.col("high")

    def side(low: str, high: str) -> pl.Expr:
        return pl.when(swapped).then(pl.col(high)).otherwise(pl.col(low))

    twice = 2 * pl.col("weight")  # as `low_first` counts twice, for ties
    first = pl.when(swapped).then(twice - pl.col("low_first")).otherwise("low_first") / twice
    posts = (
        pl.min_horizontal("low_contents", "high_contents"),
        pl.max_horizontal("low_contents", "high_contents"),
    )
    edges = found.select(
        source=side("low", "high"),
        target=side("high", "low"),
        weight="weight",
        objects="objects",
        mean_lag_s="mean_lag_s",
        first_share=pl.when(pl.col("low") != pl.col("high")).then(first),
        symmetry=posts[0] / posts[1],
        p=pl.col("p").fill_nan(None),
        q=pl.col("q").fill_nan(None),
        significant=(pl.col("q").fill_nan(None) <= rate).fill_null(value=False),
        source_contents=side("low_contents", "high_contents"),
        target_contents=side("high_contents", "low_contents"),
        evidence="evidence",
        evidence_count="evidence_count",
    ).sort("weight", "source", "target", descending=[True, False, False])
    return edges.insert_column(10, groups(edges))
