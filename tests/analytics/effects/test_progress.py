import numpy as np
import polars as pl
import pytest

from analytics.effects.effect import effect
from analytics.effects.progress import Missing, missing


@pytest.mark.parametrize(
    ("before", "after", "period", "expected"),
    [
        (27, 6, None, Missing(0, 0)),
        (26, 2, None, Missing(1, 4)),
        (0, 0, None, Missing(27, 6)),
        (63, 6, 24, Missing(0, 0)),
        (62, 6, 24, Missing(1, 0)),
        (47, 6, 24, Missing(0, 0)),  # less than two seasons: the season is left out
    ],
)
def test_points_to_wait_for(before, after, period, expected):
    assert missing(before, after, period) == expected
    y = np.random.default_rng(1).normal(size=before + after)
    found = effect(pl.DataFrame({"step": np.arange(-before, after), "value": y}), period=period)
    assert (found.verdict == "descriptive only") == (expected != Missing(0, 0))
