from pathlib import Path

import polars as pl
import pytest

from analytics.coordination import coordination

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "coordination" / "russian_coord_tweets.csv"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not FILE.is_file(), reason=f"CooRTweet's table of shares is not at {FILE}"),
]


@pytest.fixture(scope="module")
def shares():
    return pl.read_csv(FILE)


@pytest.mark.parametrize(
    ("window", "minimum", "whole", "above"),
    [
        (60, 2, (3_791, 2_110, 3_721), (60, 94, 34)),
        (60, 5, (1_235, 772, 1_193), (36, 59, 23)),
        (10, 2, (447, 525, 442), (4, 8, 4)),
    ],
)
def test_the_figures_are_those_of_the_r_package(shares, window, minimum, whole, above):
    result = coordination(
        shares,
        time_window=window,
        min_participation=minimum,
        edge_weight_quantile=0.5,
        remove_loops=True,
        permutations=0,
    )
    accounts = pl.concat([result.edges["source"], result.edges["target"]]).n_unique()
    assert (result.pairs, result.accounts, result.all_edges) == whole
    assert (result.edges.height, accounts, result.groups) == above


def test_most_light_edges_are_what_a_rush_makes(shares):
    by_weight = coordination(shares, time_window=60, permutations=20).chance.by_weight
    light, heavy = by_weight.row(0, named=True), by_weight.row(1, named=True)
    assert light["expected_in_rush"] > 0.7 * light["edges"]
    assert heavy["expected_in_rush"] < 0.2 * heavy["edges"]
    assert light["expected"] < 0.02 * light["edges"]
