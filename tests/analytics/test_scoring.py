"""Scores on small truths that can be counted by hand."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import scoring

TREES = {"trees": {"r": {"a": "r", "b": "a", "c": "b"}, "s": {"d": "s"}}, "root_only": ["b", "c"]}


def parents(**found):
    return pl.DataFrame(
        {"uid": list(found), "parent_uid": list(found.values())}, schema_overrides={"parent_uid": pl.String}
    )


def test_trees_count_observed_and_root_only_edges_apart():
    score = scoring.trees(parents(r=None, a="r", b="a", c="r", d=None, s="a", x="r"), TREES)
    assert score.all == scoring.Edges(4, 3, 2)
    assert score.observed == scoring.Edges(2, 1, 1)
    assert score.root_only == scoring.Edges(2, 2, 1)
    assert score.unexpected == 2
    assert (score.all.share, score.root_only.share) == (0.5, 0.5)


def test_a_repeated_post_counts_once():
    twice = pl.concat([parents(a="r", b="a", c="b", d="s"), parents(a="b")])
    assert scoring.trees(twice, TREES).all == scoring.Edges(4, 4, 4)


def test_a_truth_without_edges_has_no_share():
    score = scoring.trees(parents(r=None), {"trees": {}, "root_only": []})
    assert math.isnan(score.all.share)


NEEDS = {"needs": {"water": {"01001": 20, "01002": 12, "01004": 3}, "food": {"01001": 15}}}


def cells(*rows):
    return pl.DataFrame(
        rows,
        schema={
            "level": pl.String,
            "code": pl.String,
            "topic": pl.String,
            "people": pl.Int64,
            "suppressed": pl.Boolean,
        },
        orient="row",
    )


def test_needs_leave_hidden_cells_out_and_count_missing_and_invented_ones():
    score = scoring.needs(
        cells(
            ("commune", "01001", "water", 20, False),
            ("commune", "01002", "water", 10, False),
            ("commune", "01004", "water", None, True),
            ("commune", "01005", "water", 4, False),
            ("departement", "01", "water", 999, False),
            ("commune", "01001", "all", 30, False),
            ("commune", "01001", "feedback", 2, False),
        ),
        NEEDS,
    )
    assert (score.compared, score.exact, score.hidden) == (4, 1, 1)
    assert score.error == pytest.approx((0 + 2 + 4 + 15) / 4)
    # 01001: 35 against 20, 01002: 12 against 10, 01005: 0 against 4: the same order
    assert score.rank == pytest.approx(1.0)


def test_needs_found_exactly():
    rows = [("commune", c, n, p, False) for n, own in NEEDS["needs"].items() for c, p in own.items()]
    score = scoring.needs(cells(*rows), NEEDS)
    assert (score.compared, score.exact, score.error, score.hidden) == (4, 4, 0.0, 0)
    assert score.rank == pytest.approx(1.0)


def test_needs_by_departement_have_their_own_truth():
    truth = {**NEEDS, "needs_by_departement": {"water": {"01": 40, "02": 12}}}
    found = cells(
        ("departement", "01", "water", 38, False),
        ("departement", "02", "water", None, True),
        ("departement", "03", "water", 0, False),
        ("departement", "01", "all", 38, False),
        ("commune", "01001", "water", 20, False),
    )
    score = scoring.needs(found, truth, "departement")
    assert (score.compared, score.exact, score.error, score.hidden) == (1, 0, 2.0, 1)


def test_the_rank_of_needs_is_not_estimated_from_two_communes():
    assert math.isnan(scoring.needs(cells(), {"needs": {"water": {"01001": 3, "01002": 4}}}).rank)


def test_places():
    truth = {"places": {"a": "01001", "b": "01002", "c": "01004", "d": "01005"}}
    found = pl.DataFrame(
        {
            "uid": ["a", "b", "c", "e", "d"],
            "location_uid": ["commune:01001", "commune:01001", "departement:01", "commune:01001", None],
        }
    )
    score = scoring.places(found, truth)
    assert score.placed == 3
    assert score.precision == pytest.approx(1 / 3)
    assert score.recall == pytest.approx(1 / 4)
    assert score.abstention == pytest.approx(2 / 4)


def test_rumours_are_ranked_and_their_share_in_the_largest_cascades_counted():
    truth = {
        "claims": {
            "dam": {"kind": "rumour", "posts": ["r", "a", "x", "y"]},
            "unseen": {"kind": "rumour", "posts": ["u"]},
            "talk": {"kind": "chatter", "posts": ["s", "b"]},
        },
        "trees": {"r": {"a": "r", "b": "r"}, "s": {"x": "s", "c": "s", "d": "s"}},
    }
    cascades = pl.DataFrame({"root_uid": ["s", "r", "y"], "size": [4, 3, 1]})
    assert scoring.rumours(cascades, truth, top=1) == [
        scoring.RumourScore("dam", 2, 0.25, 1),
        scoring.RumourScore("unseen", None, 0.0, 1),
    ]
    assert scoring.rumours(cascades, truth, top=2)[0].share_in_top == 0.75


@pytest.mark.parametrize(
    ("found", "true", "precision", "recall", "f1"),
    [
        ([1, 1, 1, 2, 2], [1, 1, 2, 2, 2], 0.7333333, 0.7333333, 0.7333333),
        ([1, 1, 1, 1], ["a", "a", "b", "b"], 0.5, 1.0, 0.6666667),
        ([1, 2, 3, 4], ["a", "a", "b", "b"], 1.0, 0.5, 0.6666667),
        (["x"], [7], 1.0, 1.0, 1.0),
    ],
)
def test_b_cubed(found, true, precision, recall, f1):
    score = scoring.b_cubed(found, true)
    assert (score.precision, score.recall, score.f1) == pytest.approx((precision, recall, f1), abs=1e-6)


@pytest.mark.parametrize(("found", "true"), [([], []), ([1], [1, 2])])
def test_b_cubed_needs_a_pair_of_labels_for_each_item(found, true):
    with pytest.raises(ValueError, match="labels"):
        scoring.b_cubed(found, true)


labels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40)


@given(labels)
def test_b_cubed_swaps_precision_and_recall_with_its_arguments(pairs):
    found, true = zip(*pairs, strict=True)
    one, other = scoring.b_cubed(found, true), scoring.b_cubed(true, found)
    assert (one.precision, one.recall) == pytest.approx((other.recall, other.precision))
    assert 0 < one.f1 <= 1
    assert scoring.b_cubed(true, true).f1 == pytest.approx(1.0)
