"""Scores of claims, denials, coordination and edges by method, on truths counted by hand."""

import math

import polars as pl
import pytest

from analytics import scoring

TRUTH = {
    "claims": {
        "a": {"kind": "rumour", "posts": ["1", "2", "3"]},
        "b": {"kind": "denial", "posts": ["4", "5"]},
        "c": {"kind": "chatter", "posts": ["6"]},
    },
    "stances": {"6": "deny", "1": "support"},
    "coordinated": [{"authors": ["x", "y"]}, {"authors": ["z"]}],
    "trees": {"r": {"s": "r", "t": "s", "u": "s"}},
}


def found(*rows):
    return pl.DataFrame(rows, schema=["uid", "claim_id", "relation"], orient="row")


def test_claims_are_scored_over_the_kinds_asked_for():
    # the exact check of B-cubed: found 1, 1, 1, 2, 2 against true 1, 1, 2, 2, 2, the other way round
    said = found(
        *((uid, "A", "STATES") for uid in "12"),
        *((uid, "B", "STATES") for uid in "345"),
        ("1", "B", "DENIES"),
    )
    assert scoring.claims(said, TRUTH).f1 == pytest.approx(0.7333333)
    assert scoring.claims(said, TRUTH, ["denial"]) == scoring.BCubed(1.0, 1.0, 1.0)


def test_posts_without_a_claim_stand_alone():
    score = scoring.claims(found(("1", "A", "STATES")), TRUTH, None)
    assert (score.precision, score.recall) == (1.0, pytest.approx((3 * 1 / 3 + 2 * 1 / 2 + 1) / 6))


def test_denials_are_posts_of_denials_and_answers_that_deny():
    score = scoring.denials(
        found(("4", "a", "DENIES"), ("4", "d", "DENIES"), ("6", "a", "DENIES"), ("1", "b", "DENIES")), TRUTH
    )
    assert score == scoring.Retrieval(found=3, true=3, correct=2)
    assert (score.precision, score.recall, score.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_nothing_found_has_no_precision():
    score = scoring.denials(found(("4", "a", "STATES")), TRUTH)
    assert math.isnan(score.precision)
    assert score.recall == 0


def test_coordinated_accounts():
    edges = pl.DataFrame({"source": ["x", "x"], "target": ["y", "w"]})
    assert scoring.coordinated(edges, TRUTH) == scoring.Retrieval(found=3, true=3, correct=2)


def test_edges_by_method():
    edges = pl.DataFrame(
        {
            "child_uid": ["s", "t", "u", "r"],
            "parent_uid": ["r", "r", "s", "x"],
            "method": ["observed", "tid", "tid", "tid"],
        }
    )
    assert scoring.by_method(edges, TRUTH) == {
        "observed": scoring.Edges(1, 1, 1),
        "tid": scoring.Edges(2, 3, 1),
    }
