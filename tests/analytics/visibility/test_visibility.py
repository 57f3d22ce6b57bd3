from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.visibility import asked, delays, response, voice
from tests.analytics.needs.territory_by_hand import COMMUNES

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def posts(*groups):
    """Groups of (authors, commune, needs, followers); each author posts once."""
    rows = [
        (f"{name}{one}" if authors > 1 else name, NOON, commune, needs, followers)
        for name, authors, commune, needs, followers in groups
        for one in range(authors)
    ]
    columns = ["author_uid", "created_at", "place_insee", "needs", "author_followers"]
    return pl.DataFrame(rows, schema=columns, orient="row", schema_overrides={"place_insee": pl.String})


def row(found, **where):
    return found.row(
        by_predicate=pl.all_horizontal(pl.col(name) == value for name, value in where.items()), named=True
    )


def test_share_of_voice_and_of_reach():
    said = posts(
        ("people", 30, "01001", ["water"], 10),
        ("prefecture", 1, "01001", ["water"], 900),
        ("neighbours", 20, "02001", ["water", "roof"], 0),
    )
    found = voice(said, {"prefecture"}, COMMUNES)
    here = row(found, code="01001", topic="water")
    assert (here["own_posts"], here["voices"]) == (1, 30)
    assert here["share"] == pytest.approx(1 / 31)
    assert here["reach_share"] == pytest.approx(900 / 1_200)
    assert row(found, code="FR", topic="all")["voices"] == 50
    assert row(found, code="02001", topic="roof")["share"] == 0.0
    assert row(found, code="02001", topic="roof")["reach_share"] is None


def test_a_few_voices_are_hidden():
    crowd = [("people", 30, code, ["water"], 1) for code in ("01001", "01003", "02001")]
    found = voice(
        posts(("few", 10, "01002", ["water"], 1), ("own", 1, "01002", ["water"], 1), *crowd),
        {"own"},
        COMMUNES,
    )
    cell = row(found, code="01002", topic="water")
    assert [cell[name] for name in ("voices", "share", "reach_share")] == [None] * 3
    assert cell["own_posts"] == 1
    assert row(found, code="01001", topic="water")["suppressed"]  # or the EPCI would tell


def test_refuses_posts_without_topics():
    with pytest.raises(ValueError, match="no column needs"):
        voice(posts(("a", 2, "01001", ["water"], 1)).drop("needs"), set(), COMMUNES)


def feedback(answered, waiting):
    rows = [
        (str(n), NOON, "answered" if n < answered else "waiting", ["Urssaf"], "01001", None)
        for n in range(answered + waiting)
    ]
    return pl.DataFrame(
        rows,
        schema=["uid", "created_at", "status", "services", "place_insee", "departement"],
        orient="row",
        schema_overrides={"departement": pl.String},
    )


def test_the_response_rate():
    found = response(feedback(30, 20), COMMUNES)
    here = row(found.filter(pl.col("at").is_null()), code="01001", topic="Urssaf")
    assert (here["people"], here["share"], here["per_thousand"]) == (50, 0.6, 50.0)
    assert here["low"] < 0.6 < here["high"]
    assert (
        response(feedback(45, 5), COMMUNES)["share"].null_count()
        == response(feedback(45, 5), COMMUNES).height
    )


def test_who_asked_and_when_the_answer_came():
    table = pl.DataFrame(
        {
            "uid": ["own1", "q1", "q2", "q3", "a1", "a2"],
            "author_uid": ["own", "p1", "p2", "p3", "own", "own"],
            "created_at": [NOON + timedelta(hours=hour) for hour in (0, 1, 2, 3, 5, 9)],
            "reply_to_uid": [None, "own1", None, "q1", "q1", "q1"],
            "quote_of_uid": [None, None, "own1", None, None, None],
        }
    )
    found = asked(table, {"own"})
    assert found.select("uid", "person").rows() == [("q1", "p1"), ("q2", "p2")]
    assert found["answered_at"].to_list() == [NOON + timedelta(hours=5), None]


def test_delays_of_eleven_people_are_told():
    cases = pl.DataFrame(
        {
            "topic": ["a"] * 11 + ["b"] * 10,
            "person": [str(n) for n in range(21)],
            "created_at": NOON,
            "answered_at": [NOON + timedelta(hours=n) for n in range(21)],
        }
    )
    found = delays(cases)
    assert found.row(0) == ("a", 11, 5.0, 9.0, False)
    assert found.row(1) == ("b", None, None, None, True)
