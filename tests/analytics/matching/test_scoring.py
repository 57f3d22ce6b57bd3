import numpy as np
import polars as pl
import pytest

from analytics.scoring.matching import greedy, matches

WORTH = np.array([[1.0, 0.9, 0], [0.9, 0, 0]])
NEEDS, OFFERS = pl.Series(["a", "b"]), pl.Series(["x", "y", "z"])


def scored(*pairs):
    return matches(pl.DataFrame(pairs, schema=["need", "offer"], orient="row"), NEEDS, OFFERS, WORTH)


def test_the_best_is_not_what_greed_finds():
    assert greedy(WORTH) == 1.0
    best = scored(("a", "y"), ("b", "x"))
    assert (best.total, best.best, best.share, best.precision) == (
        pytest.approx(1.8),
        pytest.approx(1.8),
        1,
        1,
    )


def test_wrong_and_unknown_pairs_are_worth_nothing():
    found = scored(("a", "x"), ("b", "z"), ("c", "y"))
    assert (found.proposed, found.right, found.total) == (3, 1, 1.0)
    assert found.share == pytest.approx(1 / 1.8)
