from benchmarks.__main__ import BENCHMARKS
from benchmarks.pagerank import run, ties


def test_a_small_run():
    assert "pagerank" in BENCHMARKS
    result = run(repeats=1, count=20_000, accounts=5_000)
    assert result.ratio > 0  # how fast it is depends on what else runs here
    assert result.figures["edges"] == 20_000
    assert result.figures["top_100_shared"] == 100


def test_the_ties_are_distinct_pairs_and_repeatable():
    table = ties(5_000, 2_000)
    assert table.equals(ties(5_000, 2_000))
    assert table.select("source", "target").n_unique() == table.height == 5_000
    assert table["weight"].min() == 1
