"""How the network grows with the window: where the curve bends is where chance takes over."""

from collections.abc import Sequence

import polars as pl

from analytics.coordination.detect import coordination

WINDOWS = (5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)
COLUMNS = {
    "time_window_s": pl.Float64,
    "pairs": pl.Int64,
    "accounts": pl.Int64,
    "edges": pl.Int64,
    "significant": pl.Int64,
    "expected_false": pl.Float64,
    "expected_false_in_rush": pl.Float64,
}


def window_curve(
    shares: pl.DataFrame,
    windows: Sequence[float] = WINDOWS,
    *,
    min_participation: int = 2,
    remove_loops: bool = True,
    strict: bool = False,
    permutations: int = 20,
    rush_s: float | None = None,
    seed: int = 0,
) -> pl.DataFrame:
    """One row a window, in rising order; arguments and errors as `coordination`.

    returns  time_window_s, pairs, accounts, edges, significant (edges), expected_false and expected_false_in_rush
             (edges that chance alone would make), false_share (expected_false_in_rush ÷ edges, at most 1, null
             without edges)
    """
    rows = []
    for window in sorted(set(windows)):
        found = coordination(
            shares,
            time_window=window,
            min_participation=min_participation,
            remove_loops=remove_loops,
            strict=strict,
            permutations=permutations,
            rush_s=rush_s,
            seed=seed,
            most_evidence=0,
        )
        significant = int(found.edges["significant"].sum())
        counts = (float(window), found.pairs, found.accounts, found.all_edges, significant)
        rows.append((*counts, found.expected_false, found.expected_false_in_rush))
    table = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    share = (pl.col("expected_false_in_rush") / pl.col("edges")).clip(upper_bound=1.0)
    return table.with_columns(false_share=pl.when(pl.col("edges") > 0).then(share))
