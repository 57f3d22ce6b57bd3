"""Co-sharing within a window: our edges against the query of the Coordination Network Toolkit.

The peer's query gives pairs of accounts and weights; its loaded and indexed SQLite database is not counted. On
our side the ratio counts the same output, pairs and weights, reading the frame of strings included; the whole
analysis, with direction, p, q and the posts behind each edge, which the peer does not have, stands beside it. Both
must find the same edges with the same number of posts on either side.
"""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from analytics.coordination import Coordination, coordination
from analytics.coordination.pairs import Pairs, pairs_of, rule_of
from analytics.coordination.table import Table, read
from benchmarks.data import MONTH, SEED, START
from benchmarks.measure import Result, best_of, peak_megabytes
from benchmarks.peers import peer_python

TITLE = "coordination of 1,000,000 shares within 60 s against the coordination-network-toolkit"
SHARES = 1_000_000
WINDOW_S = 60
GOAL = 50.0
PEER = "coordination-network-toolkit==1.5.2"
DRAWS = 5
LARGEST = 500
CROWDED = 100_000  # shares of one object


def run(repeats: int = 3, count: int = SHARES) -> Result:
    """Time both on the same rows; raises AssertionError when their edges differ."""
    table = shares(count)
    detect(table.head(1_000), 1)  # numba compiles, or loads what it compiled
    ours, found = best_of(repeats, lambda: detect(table))
    same_output, _ = best_of(repeats, lambda: weights(table))
    numbered = read(table, min_participation=1, remove_loops=True)
    alone, _ = best_of(repeats, lambda: weights_of(numbered))
    with_draws, _ = best_of(1, lambda: detect(table, DRAWS))
    crowded = one_object(CROWDED)
    viral, _ = best_of(1, lambda: detect(crowded))
    theirs, expected = peer(table, repeats)
    assert_same(found.edges, expected)
    return Result(
        ratio=theirs / same_output,
        goal=GOAL,
        reference="coordination-network-toolkit 1.5.2, its query alone",
        figures={
            "shares": count,
            "accounts": table["account_id"].n_unique(),
            "objects": table["object_id"].n_unique(),
            "largest_object": int(table["object_id"].value_counts()["count"].max() or 0),  # type: ignore[arg-type]
            "pairs": found.pairs,
            "edges": found.all_edges,
            "ours_s": same_output,
            "query_alone_s": alone,
            "ours_with_evidence_s": ours,
            "peer_query_s": theirs,
            "ratio_query_alone": theirs / alone,
            "ratio_with_evidence": theirs / ours,
            "draw_s": (with_draws - ours) / (2 * DRAWS),
            "one_object_100k_s": viral,
            "ours_peak_mb": peak_megabytes(lambda: detect(table)),
            "frame_mb": table.estimated_size("mb"),
        },
    )


def detect(table: pl.DataFrame, draws: int = 0) -> Coordination:
    return coordination(table, time_window=WINDOW_S, min_participation=1, permutations=draws)


def weights(table: pl.DataFrame) -> Pairs:
    return weights_of(read(table, min_participation=1, remove_loops=True))


def weights_of(numbered: Table) -> Pairs:
    rule = rule_of(WINDOW_S, 1, strict=False, remove_loops=True)
    return pairs_of(numbered, numbered.order, numbered.at[numbered.order], rule)


def shares(count: int, seed: int = SEED) -> pl.DataFrame:
    """Reposts in order of time: objects and accounts with heavy tails, each object shared ever more slowly."""
    rng = np.random.default_rng(seed)
    sizes = np.minimum((rng.pareto(1.1, count) + 1).astype(np.int64), LARGEST)
    object_ = np.repeat(np.arange(count), sizes)[:count]
    account = (rng.pareto(1.2, count) * 40_000).astype(np.int64)
    born = rng.integers(0, MONTH // 1_000_000, count)
    second = START // 1_000_000 + born[object_] + rng.lognormal(10, 1.5, count).astype(np.int64)
    order = np.argsort(second, kind="stable")
    content = 552_783_667_052_167_168 + np.cumsum(rng.integers(1, 4_000_000, count))
    ids = {"object_id": object_[order] + 10**17, "account_id": account[order] + 10**9, "content_id": content}
    named = {name: "x:" + pl.Series(values).cast(pl.String) for name, values in ids.items()}
    return pl.DataFrame({**named, "timestamp_share": second[order]})


def one_object(count: int) -> pl.DataFrame:
    """One object shared by `count` accounts over a month, one share each."""
    number = pl.int_range(count, eager=True)
    seconds = np.sort(np.random.default_rng(SEED).integers(0, MONTH // 1_000_000, count))
    names = {"object_id": pl.repeat("x:1", count, eager=True), "account_id": "a:" + number.cast(pl.String)}
    return pl.DataFrame({**names, "content_id": "c:" + number.cast(pl.String), "timestamp_share": seconds})


def peer(table: pl.DataFrame, repeats: int) -> tuple[float, pl.DataFrame]:
    """Seconds of the peer's query and its edges, both directions."""
    python, script = peer_python(PEER), Path(__file__).with_name("coordination_peer.py")
    with TemporaryDirectory() as folder:
        rows, edges = Path(folder) / "shares.csv", Path(folder) / "edges.csv"
        table.write_csv(rows)
        words = [str(python), str(script), str(rows), str(edges), str(WINDOW_S), str(repeats)]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        return float(said.split()[-1]), pl.read_csv(edges)


def assert_same(edges: pl.DataFrame, expected: pl.DataFrame) -> None:
    """The same pairs of accounts, with as many posts of each."""
    forth = edges.select("source", "target", weight=pl.col("source_contents").cast(pl.Int64))
    back = edges.select(source="target", target="source", weight=pl.col("target_contents").cast(pl.Int64))
    ours = pl.concat([forth, back]).sort("source", "target")
    assert ours.equals(expected.sort("source", "target")), "the edges differ from the peer's"
