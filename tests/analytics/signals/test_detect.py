import json
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from analytics.signals.detect import SIGNALS, watch
from tests.analytics.signals.watched_posts import START, hour, posts, quiet

CRISIS_H = 5 * 24 + 9
OWN = ("burst", "drift", "stories")  # popularity needs other topics to be held against


def flood(per_hour=12, hours=4, seed=1) -> pl.DataFrame:
    """People in Agen's département who ask for water."""
    at = np.sort(np.random.default_rng(seed).uniform(CRISIS_H, CRISIS_H + hours, per_hour * hours))
    text = "Au secours, plus une goutte d'eau, qui peut nous en apporter ?"
    return posts(list(at), "flood", text=text, place_insee="47001", needs=["water"], hashtags=["crue"])


@pytest.fixture(scope="module")
def crisis() -> pl.DataFrame:
    return pl.concat([quiet(), flood()])


@pytest.fixture(scope="module")
def found(crisis) -> pl.DataFrame:
    return watch(crisis)


def test_the_form(found):
    assert found.schema == SIGNALS
    assert found["signal_id"].is_unique().all()
    assert found["detected_at"].is_sorted()


def test_a_quiet_week_says_nothing():
    assert watch(quiet()).is_empty()


def test_a_need_is_seen_in_its_departement_once_eleven_people_have_it(found):
    row = found.filter(kind="need").row(0, named=True)
    assert (row["topic"], row["location_code"]) == ("water", "47")
    assert hour(CRISIS_H) <= row["start_at"] < row["detected_at"] <= hour(CRISIS_H + 2)
    assert row["observed"] >= 11 > row["expected"]
    assert row["q"] <= 0.025


def test_every_kind_that_the_crisis_shows_is_told_after_it_began(found):
    assert {"need", "volume", "panic", "crowd"} <= set(found["kind"])
    assert found["detected_at"].min() > hour(CRISIS_H)


@pytest.mark.parametrize(
    ("kind", "components"),
    [
        ("need", {"rate", *OWN}),
        ("volume", {"rate", *OWN}),
        ("panic", {"rate", "urgency", "doubt", "newcomers", "scan", *OWN}),
        ("crowd", {"rate", "urgency", "doubt", "newcomers", "scan", *OWN}),
    ],
)
def test_why_names_its_components(found, kind, components):
    why = json.loads(found.filter(kind=kind)["why"][0])
    assert set(why["components"]) == components
    assert why["window_min"] in {15, 60}
    assert why["baseline"]


def test_the_evidence_is_what_was_counted_then(found, crisis):
    row = found.filter(kind="need").row(0, named=True)
    shown = crisis.filter(pl.col("uid").is_in(row["evidence"]))
    assert 11 <= shown.height == len(row["evidence"]) <= 20
    assert (shown["needs"].list.first() == "water").all()
    assert shown["created_at"].is_between(row["start_at"], row["detected_at"], closed="left").all()


@pytest.mark.parametrize("hours", [CRISIS_H, CRISIS_H + 0.7, CRISIS_H + 1.6, CRISIS_H + 3])
def test_nothing_later_is_used(crisis, found, hours):
    then = watch(crisis, as_of=hour(hours))
    assert then.equals(watch(crisis.filter(pl.col("created_at") <= hour(hours)), as_of=hour(hours)))
    assert then.equals(found.filter(pl.col("detected_at") <= hour(hours)))


def test_the_order_of_the_rows_says_nothing(crisis, found):
    assert watch(crisis.sample(fraction=1, shuffle=True, seed=4)).equals(found)


def test_relays_and_answers_of_one_post_are_one_voice():
    at = list(CRISIS_H + np.linspace(0.01, 3.9, 200))
    answers = posts(at, "answer", text="merci", reply_to_uid="quiet00300", place_insee="47001")
    relays = posts(at, "relay", text="x", repost_of_uid="quiet00300", needs=["water"], place_insee="47001")
    assert watch(pl.concat([quiet(), answers, relays])).filter(pl.col("kind") != "panic").is_empty()


def test_events_are_a_topic_of_their_own():
    at = np.sort(np.random.default_rng(5).uniform(0, 6 * 24, 100))
    burst = CRISIS_H + np.linspace(0.1, 2.9, 40)
    events = pl.DataFrame(
        {
            "uid": [f"e{row}" for row in range(140)],
            "kind": "fire",
            "at": [hour(h) for h in [*at, *burst]],
            "place_insee": "47001",
        }
    )
    told = watch(quiet(), events=events)
    assert set(told["topic"]) == {"event:fire"}
    assert told["detected_at"].min() <= hour(CRISIS_H + 1)


def test_no_posts_no_signals():
    assert watch(quiet().clear()).schema == SIGNALS
    assert watch(quiet().clear(), as_of=START).is_empty()


def test_a_crowd_of_few_people_is_not_told():
    at = list(CRISIS_H + np.linspace(0.01, 3.9, 100))
    few = posts(
        at, "few", text="danger", place_insee="47001", author_uid=[f"a{row % 6}" for row in range(100)]
    )
    assert watch(pl.concat([quiet(), few])).filter(kind="crowd").is_empty()


@pytest.mark.data
def test_lac_megantic_is_alerted_by_one_o_clock_and_not_before_it_began(shared):
    table = pl.read_csv(shared / "lac_megantic" / "tweet_ids_entire_period.csv", infer_schema=False)
    at = table["Timestamp"].str.to_datetime("%a %b %d %H:%M:%S %z %Y", time_unit="us")
    burst = pl.DataFrame({"uid": table[" Tweet-ID"], "created_at": at})
    told = watch(burst)
    assert told["detected_at"].min() <= datetime(2013, 7, 6, 13, tzinfo=UTC)
    assert told["start_at"].min() >= datetime(2013, 7, 6, 7, 15, tzinfo=UTC)
    assert watch(burst, as_of=datetime(2013, 7, 6, 13, tzinfo=UTC)).height == 1
    assert watch(burst, as_of=datetime(2013, 7, 6, 7, 17, tzinfo=UTC)).is_empty()
