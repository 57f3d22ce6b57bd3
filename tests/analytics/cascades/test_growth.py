from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from scipy.integrate import quad

from analytics.cascades.growth import growth
from analytics.cascades.seismic import CUTOFF, THETA, C, ccdf, rates

TEN = [10_000] + [200] * 9


def cascade(followers=TEN, step=60, name="p"):
    count = len(followers)
    uid = [f"{name}{place}" for place in range(count)]
    return pl.DataFrame(
        {
            "uid": uid,
            "author_uid": uid,
            "created_at": [place * step for place in range(count)],
            "root_uid": [uid[0]] * count,
            "author_followers": pl.Series(followers, dtype=pl.Int64),
        }
    )


def at(seconds):
    return datetime.fromtimestamp(seconds, UTC)


def row(posts, now=600):
    return growth(posts, at(now)).row(0, named=True)


def test_the_published_arithmetic():
    assert ccdf(300.0) == pytest.approx(0.81202825, abs=1e-6)
    found = row(cascade().sample(fraction=1, shuffle=True, seed=2))
    assert found["state"] == "estimable"
    assert found["infectiousness"] == pytest.approx(0.0030808089, abs=1e-6)
    assert found["expected"] == pytest.approx(46.388434, abs=1e-6)
    assert found["reason"] is None


def test_the_interval_is_that_of_a_poisson_count():
    found = row(cascade())
    low, high = 0.0030808089 * np.array([3.9402991, 18.3070381]) / 10  # chi-square, 10 degrees of freedom
    tail = sum(n * ccdf(600.0 - 60 * place) for place, n in enumerate(TEN))
    assert found["expected_p05"] == pytest.approx(9 + low * tail / (1 - 100 * low), rel=1e-5)
    assert found["expected_p95"] == pytest.approx(9 + high * tail / (1 - 100 * high), rel=1e-5)


def test_supercritical():
    found = row(cascade([1_000] + [200] * 9))
    assert (found["state"], found["expected"], found["expected_p95"]) == ("supercritical", np.inf, np.inf)
    assert found["infectiousness"] == pytest.approx(0.0108750, abs=1e-6)
    assert 9 < found["expected_p05"] < np.inf


def test_the_future_is_not_looked_at():
    later = cascade(TEN + [50_000] * 20)
    assert row(later, 599) == row(cascade(), 599)
    assert growth(cascade(), at(-1)).is_empty()


@pytest.mark.parametrize(
    ("posts", "now", "reason"),
    [
        (cascade(TEN[:5]), 600, "fewer than 5 shares"),
        (cascade(step=0), 0, "fewer than 5 shares"),
        (cascade([None] * 10), 600, "no follower counts"),
        (cascade().drop("author_followers"), 600, "no follower counts"),
        (cascade([9_000, 1] + [None] * 8), 600, "follower counts of less than half of the posts"),
        (cascade([0] * 10), 600, "nobody follows the authors"),
        (
            cascade().with_columns(created_at=pl.when(pl.col("uid") != "p0").then("created_at")),
            600,
            "the root has no time",
        ),
    ],
)
def test_not_estimable(posts, now, reason):
    found = row(posts, now)
    assert (found["state"], found["reason"]) == ("not estimable", reason)
    assert found["expected"] is found["expected_p05"] is found["infectiousness"] is None


def test_unknown_counts_are_the_mean_of_the_known_ones():
    some = cascade([None, 100, 300, 200, None, 200, 200, 200, 200, 200])
    assert row(some) == row(
        cascade([200] * 10).with_columns(author_followers=pl.Series([200, 100, 300] + [200] * 7))
    )


def test_cascades_do_not_mix():
    both = pl.concat([cascade(name="q"), cascade([1_000] + [200] * 9)])
    assert growth(both, at(600))["state"].to_list() == ["supercritical", "estimable"]


@pytest.mark.parametrize("now", [61.0, 320.0, 900.0, 5_000.0, 90_000.0])
def test_exposure_is_the_integral(now):
    after = np.array([0.0, 10, 20, 45, 60, 60, 200, 310, 880, 4_000, 4_990, 60_000])
    after = after[after < now]
    followers = np.linspace(10, 90, after.size)
    share = np.arange(after.size) > 0
    start = np.array([0, after.size])
    p, recent, _ = rates(start, after, share, followers, np.array([now]))
    window = np.clip(now / 2, 300, 7_200)
    begin = now - window
    if (after >= begin).sum() < 5:
        begin = after[-6]

    def memory(age):
        return C if age <= CUTOFF else C * (age / CUTOFF) ** -(1 + THETA)

    def weight(s):
        return 1 - (now - s) / (now - begin)

    exposed = 0.0
    for born, fans in zip(after, followers, strict=True):
        low, knee = max(born, begin), born + CUTOFF
        cuts = [low, *([knee] if low < knee < now else []), now]
        for a, b in pairwise(cuts):
            exposed += fans * quad(lambda s, born=born: weight(s) * memory(s - born), a, b, epsabs=1e-12)[0]
    seen = share & (after >= begin)
    assert recent[0] == seen.sum()
    assert p[0] == pytest.approx(weight(after[seen]).sum() / exposed, rel=1e-6)


def test_no_posts():
    assert growth(cascade().clear(), at(0)).is_empty()
