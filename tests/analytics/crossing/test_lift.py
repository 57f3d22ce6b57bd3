from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.crossing import lift

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
COMMUNES = pl.DataFrame(
    {
        "code": ["01001", "01002", "02001"], "name": ["A", "B", "C"], "departement": ["01", "01", "02"],
        "lat": [46.0, 46.3, 49.5], "lon": [5.0, 5.0, 3.4],
    }
)  # fmt: skip
RHYTHM = np.array([2] * 7 + [6] * 5 + [9] * 7 + [5] * 5)


def events(hours, code, kind="fire"):
    return pl.DataFrame(
        {
            "uid": [f"{kind}{code}{i}" for i in range(len(hours))], "kind": [kind] * len(hours),
            "at": [START + timedelta(hours=float(h)) for h in hours], "place_insee": [code] * len(hours),
        },
        schema_overrides={"uid": pl.String, "kind": pl.String, "place_insee": pl.String},
    )  # fmt: skip


def posts(hours, code):
    table = events(hours, code, "post").select(
        "uid", "place_insee", created_at="at", author_uid="uid", text=pl.lit("x")
    )
    return table.with_columns(uid=pl.format("{}-{}", "uid", "created_at"))


def scattered(rng, days, scale=1.0):
    """Hours drawn along the rhythm of the day."""
    counts = rng.poisson(np.tile(RHYTHM * scale / 10, days))
    return np.repeat(np.arange(days * 24), counts) + 0.5


def followed(seed, days=42, lag=3, share=0.6):
    """Fires at random, posts on a rhythm of their own and, often, some three hours after a fire."""
    rng = np.random.default_rng(seed)
    fires = scattered(rng, days, 0.05)
    after = np.repeat(fires, 3)[rng.random(3 * fires.size) < share] + lag
    return events(fires, "01001"), posts(np.concatenate([scattered(rng, days), after]), "01001")


def test_what_follows_is_found_at_its_lag():
    found = lift(*followed(1), COMMUNES, permutations=199)
    row = found.row(0, named=True)
    assert (row["kind"], row["other_source"], row["other_kind"], row["lag_h"]) == ("fire", "posts", "talk", 3)
    assert row["lift"] == pytest.approx(row["observed"] / row["expected"])
    assert row["lift"] > 2
    assert row["p"] == pytest.approx(1 / 200)
    assert row["q"] == row["p"]


def test_the_sums_are_those_of_a_plain_count():
    told, said = followed(4, days=9)
    found = lift(told, said, COMMUNES, lags=(5, 5), permutations=0).row(0, named=True)
    hours = [
        [int((at - START).total_seconds() // 3600) for at in table]
        for table in (told["at"], said["created_at"])
    ]
    fires, talk = (np.bincount(h, minlength=9 * 24).astype(float) for h in hours)
    usual = talk.reshape(9, 24).mean(axis=0)
    near = range(9 * 24 - 5)
    assert found["observed"] == pytest.approx(sum(fires[t] * talk[t + 5] for t in near))
    assert found["expected"] == pytest.approx(sum(fires[t] * usual[(t + 5) % 24] for t in near))
    assert found["p"] is None


def test_sources_of_one_rhythm_alone_are_no_company():
    """Of 60 pairs without any tie about one in twenty has p ≤ .05."""
    p = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        pair = events(scattered(rng, 35, 0.1), "01001"), posts(scattered(rng, 35), "01001")
        p.append(lift(*pair, COMMUNES, permutations=99, seed=seed)["p"][0])
    assert sum(value <= 0.05 for value in p) <= 8
    assert 0.3 < np.mean(p) < 0.7


def test_other_communes_and_other_lags_do_not_meet():
    told, said = events([30.5, 60.5], "01001"), posts([30.2, 60.2], "02001")
    days = posts(np.arange(0, 240, 7) + 0.5, "02001")
    assert lift(told, pl.concat([said, days]), COMMUNES, permutations=9)["observed"].to_list() == [0]


def test_events_are_crossed_with_events_once_and_later_ones_not_used():
    rng = np.random.default_rng(2)
    fires = scattered(rng, 20, 0.1)
    both = pl.concat([events(fires, "01001"), events(fires + 2, "01001", "alarm")])
    none = posts([], "01001")
    found = lift(both, none, COMMUNES, permutations=99)
    assert found.select("kind", "other_kind", "lag_h").rows() == [("alarm", "fire", -2)]
    early = START + timedelta(days=10)
    assert lift(both, none, COMMUNES, permutations=99, as_of=early).equals(
        lift(both.filter(pl.col("at") <= early), none, COMMUNES, permutations=99)
    )


def test_order_changes_nothing_and_few_days_have_no_chance():
    told, said = followed(3, days=10)
    found = lift(told, said, COMMUNES, permutations=49, seed=5)
    assert found.equals(
        lift(told.reverse(), said.sample(fraction=1, shuffle=True, seed=1), COMMUNES, permutations=49, seed=5)
    )
    week = timedelta(days=5)
    short = lift(told, said, COMMUNES, as_of=START + week, permutations=49)
    assert short["p"].null_count() == short["q"].null_count() == 1


def test_nothing_gives_nothing():
    assert lift(events([], "01001"), posts([], "01001"), COMMUNES).is_empty()
