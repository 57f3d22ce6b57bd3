from datetime import UTC, datetime, timedelta
from itertools import permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.matching import Matching, MatchingError, match
from analytics.matching.assignment import assign
from analytics.matching.candidates import within

COMMUNES = pl.DataFrame(
    {"code": ["01001", "01002", "01003"], "lat": [46.0, 46.0, 46.09], "lon": [5.0, 5.1, 5.0]}
)
START = datetime(2026, 1, 19, 8, tzinfo=UTC)


def needs(**columns):
    return pl.DataFrame({"uid": ["n1", "n2"], "need": ["water", "shelter"], **columns})


def offers(**columns):
    return pl.DataFrame({"uid": ["o1", "o2"], "need": ["water", "shelter"], **columns})


def chosen(found):
    return dict(found.select("need_uid", "offer_uid").rows())


def best_total(score, capacity):
    """Every way to give each row one column or none: the largest total."""
    columns = [c for c, times in enumerate(capacity) for _ in range(times)] + [None] * len(score)
    ways = set(permutations(columns, len(score)))
    return max(sum(score[r][c] for r, c in enumerate(way) if c is not None) for way in ways)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.tuples(
            st.lists(
                st.lists(st.sampled_from([0, 0, 0.1, 0.5, 0.7, 1]), min_size=3, max_size=3),
                min_size=n,
                max_size=n,
            ),
            st.lists(st.integers(0, 2), min_size=3, max_size=3),
        )
    ),
    st.sampled_from([0, 1_000]),
)
def test_the_assignment_is_the_best_of_all(case, dense):
    score, capacity = case
    need, offer = np.nonzero(np.array(score))
    worth = np.array(score)[need, offer]
    picked = assign(need, offer, worth, np.array(capacity), dense)
    assert worth[picked].sum() == pytest.approx(best_total(score, capacity))
    assert np.bincount(need[picked], minlength=1).max() <= 1
    assert (np.bincount(offer[picked], minlength=3) <= capacity).all()


@pytest.mark.parametrize("seed", range(3))
def test_large_blocks_reach_the_same_total(seed):
    rng = np.random.default_rng(seed)
    key = np.unique(rng.integers(0, 300 * 200, 4_000))
    need, offer, score = key // 200, key % 200, rng.uniform(0.01, 1, key.size)
    capacity = rng.integers(0, 4, 200)
    dense, thin = (assign(need, offer, score, capacity, cells) for cells in (10**9, 0))
    assert score[dense].sum() == pytest.approx(score[thin].sum())
    assert dense.sum() > 100


def test_a_pair_without_worth_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        assign(np.array([0]), np.array([0]), np.array([0.0]), np.array([1]))


def test_reach_is_that_of_the_sphere():
    rng = np.random.default_rng(1)
    places = [(rng.uniform(45, 47, n), rng.uniform(4, 6, n)) for n in (40, 30)]
    need, offer, km = within(*places, 60, most=10**6, neighbours=5)
    (lat, lon), (lat2, lon2) = (np.radians(np.column_stack(p)).T for p in places)
    angle = np.sin(lat)[:, None] * np.sin(lat2) + np.cos(lat)[:, None] * np.cos(lat2) * np.cos(
        lon[:, None] - lon2
    )
    true = 6371.0088 * np.arccos(np.clip(angle, -1, 1))
    assert set(zip(need.tolist(), offer.tolist(), strict=True)) == set(
        zip(*map(list, np.nonzero(true <= 60)), strict=True)
    )
    assert km == pytest.approx(true[need, offer], abs=1e-4)


def test_beyond_the_bound_each_keeps_its_nearest():
    rng = np.random.default_rng(2)
    places = [(rng.uniform(45, 46, n), rng.uniform(4, 5, n)) for n in (50, 60)]
    every = pl.DataFrame(dict(zip("nok", within(*places, 500, most=10**6, neighbours=3), strict=True)))
    few = pl.DataFrame(dict(zip("nok", within(*places, 500, most=10, neighbours=3), strict=True)))
    nearest = [every.sort("k").group_by(side, maintain_order=True).head(3).select("n", "o") for side in "no"]
    assert few.select("n", "o").equals(pl.concat(nearest).unique().sort("n", "o"))


def test_a_place_that_is_not_known_is_near_nothing():
    assert (
        within((np.array([np.nan]), np.array([5.0])), (np.zeros(1), np.zeros(1)), 9, most=9, neighbours=1)[
            0
        ].size
        == 0
    )


def test_class_decides_and_the_score_is_what_it_says():
    columns = {"place_insee": ["01001", "01001"], "at": [START, START]}
    far = {"place_insee": ["01001", "01002"], "at": [START + timedelta(hours=6), START]}
    found = match(needs(**columns), offers(**far), COMMUNES)
    assert chosen(found) == {"n1": "o1", "n2": "o2"}
    water, shelter = found.to_dicts()
    assert (water["cosine"], water["distance_km"], water["hours_apart"]) == (1, 0, 6)
    assert water["score"] == pytest.approx(np.exp(-6 / 24))
    assert shelter["distance_km"] == pytest.approx(7.7244, abs=1e-3)
    assert shelter["score"] == pytest.approx(np.exp(-shelter["distance_km"] / 10))
    assert set(found["state"]) == {"need"}
    assert set(found["why"]) == {"proposed"}


def test_words_choose_among_offers_of_a_class():
    asked = pl.DataFrame(
        {"uid": ["n"], "need": ["health"], "text": ["cherche fauteuil roulant"], "place_insee": ["01001"]}
    )
    given_ = pl.DataFrame(
        {
            "uid": ["a", "b"], "need": ["health", "health"], "place_insee": ["01001", "01001"],
            "text": ["je donne des couches", "j'ai un fauteuil roulant à prêter"],
        }
    )  # fmt: skip
    found = match(asked, given_, COMMUNES)
    assert chosen(found) == {"n": "b"}
    alone = match(asked.drop("need"), given_, COMMUNES)
    assert chosen(alone) == {"n": "b"}
    assert alone["cosine"][0] < found["cosine"][0] < 1


@pytest.mark.parametrize(
    ("asked", "given_", "why", "offer"),
    [
        ({"place_insee": [None, "01001"]}, {"place_insee": ["01001"] * 2}, "place unknown", None),
        ({"place_insee": ["01001"] * 2}, {"place_insee": [None, "01001"]}, "no offer within reach", None),
        (
            {"place_insee": [None, "01001"]},
            {"place_insee": [None, None], "online": ["oui", ""]},
            "proposed",
            "o1",
        ),
        ({"lat": [48.0, 46], "lon": [5, 5]}, {"place_insee": ["01001"] * 2}, "no offer within reach", None),
        ({"lat": [46.2, 46], "lon": ["5,0", "5"]}, {"place_insee": ["01001"] * 2}, "proposed", "o1"),
        ({"people": [5, 1]}, {"people": [4, 1]}, "no offer within reach", None),
        ({"people": [4, 1]}, {"people": [4, 1]}, "proposed", "o1"),
        ({"at": [START] * 2}, {"until": [START - timedelta(hours=1), None]}, "no offer within reach", None),
        ({}, {"capacity": [0, 1]}, "offers within reach go to others", None),
        ({"state": ["answered", "need"], "offer_uid": ["x", None]}, {}, "pledged", "x"),
    ],
)
def test_why_a_need_has_its_offer_or_none(asked, given_, why, offer):
    place = {} if {"place_insee", "lat"} & set(asked) else {"place_insee": ["01001"] * 2}
    there = {} if "place_insee" in given_ else {"place_insee": ["01001"] * 2}
    row = match(needs(**place, **asked), offers(**there, **given_), COMMUNES).row(0, named=True)
    assert (row["why"], row["offer_uid"]) == (why, offer)


def test_capacity_is_shared_and_what_is_pledged_takes_of_it():
    asked = pl.DataFrame(
        {
            "uid": ["a", "b", "c", "d"], "need": ["water"] * 4, "place_insee": ["01001", "01001", "01002", "01001"],
            "state": ["need", "need", "need", "committed"], "offer_uid": [None, None, None, "o"],
        }
    )  # fmt: skip
    given_ = pl.DataFrame(
        {"uid": ["o"], "need": ["food | water"], "place_insee": ["01001"], "capacity": ["3"]}
    )
    found = match(asked, given_, COMMUNES)
    assert chosen(found) == {"a": "o", "b": "o", "c": None, "d": "o"}
    assert found["why"].to_list() == ["proposed", "proposed", "offers within reach go to others", "pledged"]


def test_nothing_later_than_as_of_is_used():
    asked = needs(place_insee=["01001"] * 2, at=[START, START + timedelta(hours=5)])
    given_ = offers(place_insee=["01001"] * 2, at=[START + timedelta(hours=2), START])
    at = START + timedelta(hours=1)
    found = match(asked, given_, COMMUNES, as_of=at)
    assert found.equals(match(asked[:1], given_[1:], COMMUNES))
    assert chosen(found) == {"n1": None}
    assert chosen(match(asked, given_, COMMUNES, as_of=START + timedelta(hours=6))) == {
        "n1": "o1",
        "n2": "o2",
    }


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    asked, given_ = (
        pl.DataFrame(
            {
                "uid": [f"{name}{i:03}" for i in range(60)], "need": rng.choice(["water", "food", "water|food"], 60),
                "lat": 46 + rng.integers(0, 4, 60) / 10, "lon": 5 + rng.integers(0, 4, 60) / 10,
                "text": rng.choice(["packs d'eau", "repas chaud", "lait infantile"], 60),
            }
        )
        for name in "no"
    )  # fmt: skip
    for options in (Matching(), Matching(most_pairs=50, neighbours=4)):
        found = match(asked, given_, COMMUNES, options=options)
        again = match(
            asked.sample(fraction=1, shuffle=True, seed=seed), given_.reverse(), COMMUNES, options=options
        )
        assert found.equals(again)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"id": ["a"], "need": ["water"]}, "needs: there is no column uid; its columns are id, need"),
        ({"uid": ["a"]}, "needs: there is neither a column need nor a column text"),
        ({"uid": ["a", ""], "need": ["x", "x"]}, "needs, row 1: uid '' is empty"),
        ({"uid": ["b", "a", "b"], "need": ["x"] * 3}, "needs, row 2: uid 'b' is there twice"),
        (
            {"uid": ["b", "a"], "need": ["x"] * 2, "at": ["", "noon"]},
            "needs, row 1: at 'noon' is not an instant",
        ),
        ({"uid": ["b", "a"], "need": ["x"] * 2, "lat": ["46", "north"]}, "row 1: lat 'north' is no number"),
        ({"uid": ["b"], "need": ["x"], "lon": [181.0]}, "row 0: lon 181.0 is beyond 180 degrees"),
        ({"uid": ["b"], "need": ["x"], "capacity": [-1]}, "capacity -1.0 is below 0"),
        (
            {"uid": ["b"], "need": ["x"], "state": ["done"]},
            "state 'done' is none of need, committed, answered",
        ),
        ({"uid": ["b"], "need": ["x"], "online": ["perhaps"]}, "online 'perhaps' is neither true nor false"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(table, message):
    with pytest.raises(MatchingError) as told:
        match(pl.DataFrame(table), offers(), COMMUNES)
    assert message in str(told.value)


def test_nothing_gives_nothing():
    empty = pl.DataFrame(schema={"uid": pl.String, "need": pl.String})
    assert match(empty, offers(), COMMUNES).is_empty()
    assert chosen(match(needs(), empty, COMMUNES)) == {"n1": None, "n2": None}
