import math
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.signals.popularity import popularity

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def rows(*given):
    return pl.DataFrame(
        [
            {"series": series, "at": NOON - days * DAY, "observed": observed}
            for series, days, observed in given
        ]
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("a", 1, 10)], 10 * math.exp(-0.01)),
        ([("a", 10, 10)], 10 * math.exp(-1)),
        ([("a", 3, 4), ("a", 1, 6)], (4 * math.exp(-0.04) + 6) * math.exp(-0.01)),
        ([("a", 1, 4), ("a", 1, 6)], 10 * math.exp(-0.01)),
    ],
)
def test_popularity_fades_with_the_square_of_the_days(given, expected):
    told = popularity(rows(*given), NOON)
    assert told["popularity"][0] == pytest.approx(expected)


def test_weak_is_in_between_and_rising():
    given = [(f"t{i:02}", 5, 10 + i) for i in range(20)]
    given += [("rising", 0.5, 15), ("falling", 5, 16), ("known", 0.5, 500), ("rare", 0.5, 1)]
    told = dict(popularity(rows(*given), NOON).select("series", "signal").rows())
    assert told["rising"] == "weak"
    assert told["falling"] == "noise"
    assert told["known"] == "strong"
    assert told["rare"] == "noise"


def test_nothing_later_counts_and_order_does_not_matter():
    early = rows(("a", 3, 4), ("b", 2, 9), ("a", 1, 5))
    told = popularity(early, NOON)
    later = pl.concat([rows(("a", 0, 1000), ("c", -1, 50)), early.reverse()])
    assert popularity(later, NOON).equals(told)
    assert told["series"].to_list() == ["a", "b"]


def test_nothing_and_mistakes():
    assert popularity(rows(("a", -1, 3)), NOON).is_empty()
    with pytest.raises(ValueError, match="no column observed"):
        popularity(rows(("a", 1, 1)).drop("observed"), NOON)
    with pytest.raises(ValueError, match="no time zone"):
        popularity(rows(("a", 1, 1)), datetime(2026, 3, 10))  # noqa: DTZ001 - the mistake itself
