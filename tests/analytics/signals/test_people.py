"""Fewer than eleven people are not told, and what is told of more has many pasts."""

import itertools
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from analytics.signals.baseline import baseline
from analytics.signals.detect import watch
from analytics.signals.options import WatchOptions
from analytics.signals.people import EXPECTED, as_told, enough_people, hidden_unless
from analytics.signals.series import MEMBERS
from analytics.signals.surprise import surprise
from tests.analytics.signals.watched_posts import START, posts, quiet

CRISIS_H = 5 * 24 + 9


def flood(people, name="flood", needs=("water",), hours=3.9, per_person=4):
    """Each of so many people asks as often, over some hours, in Agen's département."""
    at = np.sort(np.random.default_rng(people).uniform(CRISIS_H, CRISIS_H + hours, people * per_person))
    who = [f"{name}{row % people}" for row in range(at.size)]
    return posts(list(at), name, text="Plus d'eau ?", place_insee="47001", needs=list(needs), author_uid=who)


@pytest.mark.parametrize(("people", "told"), [(10, False), (30, True)])
def test_a_need_of_ten_people_is_not_told_however_often_they_ask(people, told):
    found = watch(pl.concat([quiet(), flood(people, per_person=12)]))
    assert (found.filter(kind="need").height > 0) == told


def test_whoever_wrote_twice_counts_once_and_events_have_no_author():
    at = [START, START + timedelta(minutes=1), START + timedelta(minutes=2)]
    members = pl.DataFrame(
        {
            "kind": "need",
            "topic": "water",
            "location_code": "47",
            "at": at,
            "unit": "a",
            "uid": ["1", "2", "3"],
        },
        schema=MEMBERS,
    )
    seen = pl.DataFrame({"uid": ["1", "2", "3"], "author": ["a", "a", "b"]})
    span = {"start_at": START, "detected_at": START + timedelta(minutes=2)}
    found = pl.DataFrame([
        {"kind": "need", "topic": "water", "location_code": "47"} | span,
        {"kind": "volume", "topic": "event:fire", "location_code": "47"} | span,
    ]).cast({"start_at": MEMBERS["at"], "detected_at": MEMBERS["at"]})  # fmt: skip
    kept = [
        enough_people(found, members, seen, WatchOptions(crowd=crowd))["topic"].to_list() for crowd in (1, 2)
    ]
    assert kept == [["water", "event:fire"], ["event:fire"]]


HOUR = timedelta(hours=1)
BELIEF = ["expected", "shape", "rate"]
HIDDEN = (
    4 * 24 + 9,
    3 * 24 + 14,
    5 * 24 + 2,
)  # hours before the alert's in which few asked: nobody may see how many


def history(counts):
    """Hourly counts of eleven needs over six days; those of water in the HIDDEN hours are `counts`."""
    hourly = np.random.default_rng(3).poisson(2.0, (11, 6 * 24 + 10))
    hourly[0] = np.random.default_rng(4).poisson(0.4, hourly.shape[1])
    hourly[0, list(HIDDEN)] = counts
    series, at = np.nonzero(hourly)
    return pl.DataFrame(
        {"series": series, "at": [START + int(hour) * HOUR for hour in at], "observed": hourly[series, at]}
    ).with_columns(pl.col("series").cast(pl.Int64))


def belief(counts):
    """expected, shape, rate of the alert's hour with such a past."""
    now = START + (6 * 24 + 9) * HOUR
    rows = history(counts).filter(~((pl.col("series") == 0) & (pl.col("at") >= now)))
    alert = pl.DataFrame({"series": [0], "at": [now], "observed": [11]}).cast(rows.schema)
    found = baseline(pl.concat([rows, alert]), now + HOUR, HOUR)
    return found.filter(pl.col("series") == 0, pl.col("at") == now).row(0)[3:]


@pytest.fixture(scope="module")
def pasts():
    """Every past that the three hidden cells may have had, with what would be believed then."""
    counts = list(itertools.product(range(11), range(11), range(0, 11, 2)))
    cells = pl.DataFrame(counts, schema=["a", "b", "c"], orient="row")
    return cells.hstack(pl.DataFrame([belief(one) for one in counts], BELIEF, orient="row"))


@pytest.mark.parametrize("observed", [11, 17, 25, 30, 60, 200])
def test_no_count_of_the_past_follows_from_what_an_alert_tells(pasts, observed):
    """Whoever knows all but three small cells tries every past against expected and score_bits."""
    bits = surprise(np.full(pasts.height, observed), pasts["shape"], pasts["rate"]).bits
    exact = pasts.with_columns(bits=pl.Series(bits))
    assert (
        exact.select("expected", "bits").is_unique().mean() > 0.9
    )  # with all their digits they would name it
    told = exact.with_columns(pl.col("expected").round(EXPECTED), as_told("bits"))
    alike = told.group_by("expected", "bits").agg(pl.len(), pl.col("a", "b", "c").n_unique())
    named = alike.filter(pl.min_horizontal("a", "b", "c") == 1)["len"].sum()
    assert named <= 0.05 * pasts.height  # only extreme pasts at the edge of a rounding


@pytest.mark.parametrize(
    ("doubts", "answers", "shown"),
    [(3, 12, False), (11, 22, True), (12, 20, False), (30, 30, True), (0, 9, False)],
)
def test_a_part_and_its_rest_are_both_large_or_none(doubts, answers, shown):
    frame = pl.DataFrame({"doubts": [doubts], "answers": [answers]}).select(
        hidden_unless(("doubts", "answers"), 11)
    )
    assert frame.row(0) == ((doubts, answers) if shown else (None, None))
