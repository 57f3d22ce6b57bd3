"""The stream against the batch: minute by minute, hour by hour, in one piece."""

import json
from collections import Counter
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.posts import instants
from analytics.signals.detect import SIGNALS, watch
from analytics.signals.live import Live
from analytics.signals.options import WATCH
from collectors.exercise import write
from collectors.files.signal_frames import read_watched_posts
from tests.analytics.signals.watched_posts import hour, posts, quiet

AT = pl.col("created_at")
COUNTED = pl.col("kind") != "diffusion"
CRISIS_H = 5 * 24 + 9


def fed(live, given, ends):
    """What a stream tells that is given, at each of these instants, the posts that came since the one before."""
    told, begun = [], None
    for end in ends:
        new = given.filter(end >= AT) if begun is None else given.filter(begun < AT, end >= AT)
        told.append(live.add(new, end))
        begun = end
    return pl.concat(told)


def every(span, first, last):
    steps = int((last - first) / span) + 1
    return [*(first + n * span for n in range(1, steps)), last]


def flood(per_hour=16, hours=4, seed=1) -> pl.DataFrame:
    """People in Agen's département who ask for water, some of them in answer to each other."""
    at = np.sort(np.random.default_rng(seed).uniform(CRISIS_H, CRISIS_H + hours, per_hour * hours))
    asked = posts(
        list(at), "flood", text="Au secours, plus une goutte d'eau, qui peut nous en apporter ?", place_insee="47001",
        needs=["water"], hashtags=["crue"],
    )  # fmt: skip
    answered = [None if row % 4 else f"flood{row // 2:05d}" for row in range(asked.height)]
    return asked.with_columns(reply_to_uid=pl.Series(answered))


@pytest.fixture(scope="module")
def crisis():
    return pl.concat([quiet(), flood()])


@pytest.fixture(scope="module")
def whole(crisis):
    return watch(crisis)


@pytest.fixture(scope="module")
def exercise(tmp_path_factory):
    made = write(tmp_path_factory.mktemp("exercise"), seed=21, size=4_000)
    given = read_watched_posts(made.posts)
    given = given.with_columns(instants(given["created_at"]).alias("created_at")).sort("created_at", "uid")
    return given, json.loads(made.truth.read_bytes())


@pytest.fixture(scope="module")
def streamed(exercise):
    """Day by day until the crisis, hour by hour for two days and a half of it, then six hours at a time."""
    given, truth = exercise
    first, last = given["created_at"][0], given["created_at"][-1]
    calm = datetime.fromisoformat(truth["crisis_at"]) - timedelta(hours=6)
    busy = calm + timedelta(hours=60)
    spans = [(24, first, calm), (1, calm, busy), (6, busy, last)]
    return fed(
        Live(), given, [end for h, begin, until in spans for end in every(timedelta(hours=h), begin, until)]
    )


def test_hour_by_hour_an_exercise_tells_what_it_tells_at_once(exercise, streamed):
    at_once = watch(exercise[0])
    assert at_once.filter(COUNTED).height >= 5
    assert streamed.filter(COUNTED).equals(at_once.filter(COUNTED))


def first_told(found, truth):
    """When each planted claim was first told: most of the alert's evidence states it."""
    claim_of = {uid: name for name, claim in truth["claims"].items() for uid in claim["posts"]}
    first = {}
    for evidence, at in found.filter(~COUNTED).select("evidence", "detected_at").iter_rows():
        claim, posts_of_it = Counter(claim_of.get(uid) for uid in evidence).most_common(1)[0]
        if claim and 2 * posts_of_it > len(evidence):
            first[claim] = min(at, first.get(claim, at))
    return first


def test_planted_claims_are_told_no_later_than_by_watching_everything_again(exercise, streamed):
    given, truth = exercise
    told = first_told(streamed, truth)
    assert told
    for claim, at in first_told(watch(given), truth).items():
        if told.get(claim, at + timedelta(1)) > at:  # told with hindsight: nobody could have told it then
            assert claim not in first_told(watch(given, as_of=at), truth)


def test_minute_by_minute_a_slice_tells_what_it_tells_at_once(crisis, whole):
    begin, end = hour(CRISIS_H - 0.5), hour(CRISIS_H + 3.1)
    told = fed(Live(), crisis, [begin, *every(timedelta(minutes=1), begin, end)])
    assert set(told["kind"]) == {"need", "volume", "panic", "crowd"}
    assert told.equals(whole.filter(pl.col("detected_at") <= end))


@pytest.mark.parametrize("hours", [CRISIS_H + 0.7, CRISIS_H + 2.4])
def test_nothing_later_is_used(crisis, whole, hours):
    cut = every(timedelta(hours=24), hour(0), hour(hours))
    told = fed(Live(), crisis.filter(hour(hours) >= AT), cut)
    assert told.equals(whole.filter(pl.col("detected_at") <= hour(hours)))
    live = Live()
    assert fed(live, crisis, cut).equals(told)
    later = fed(live, crisis.filter(hour(hours) < AT), [hour(7 * 24)])
    assert pl.concat([told, later])["signal_id"].to_list() == whole["signal_id"].to_list()


def test_posts_that_come_twice_count_once(crisis, whole):
    live, ends = Live(), every(timedelta(hours=8), hour(0), hour(7 * 24))
    told = []
    for end in ends:
        seen = crisis.filter(
            end >= AT, end - timedelta(hours=10) < AT
        )  # two hours of them for the second time
        told.append(live.add(pl.concat([seen, seen.head(3)]), end))
    assert pl.concat(told).equals(whole)


def test_a_late_post_does_not_change_what_was_judged(crisis):
    late = posts(
        list(np.linspace(CRISIS_H - 40, CRISIS_H - 39, 30)), "late", needs=["water"], place_insee="47001"
    )
    live = Live()
    before = live.add(crisis.filter(hour(CRISIS_H + 0.3) >= AT), hour(CRISIS_H + 0.3))
    after = live.add(pl.concat([late, crisis.filter(hour(CRISIS_H + 0.3) < AT)]), hour(CRISIS_H + 3))
    told = pl.concat([before, after]).filter(kind="need")
    expected = watch(crisis, as_of=hour(CRISIS_H + 3)).filter(kind="need")
    assert told.drop("why").equals(expected.drop("why"))


def test_a_post_late_within_its_hour_counts_in_the_hour(crisis):
    ends = every(timedelta(minutes=20), hour(CRISIS_H), hour(CRISIS_H + 3))
    late = crisis.with_row_index().filter(pl.col("index") % 5 == 0).drop("index")
    live, first = Live(WATCH), hour(CRISIS_H)
    told = [live.add(crisis.filter(first >= AT), first)]
    for before, end in zip([first, *ends], ends, strict=False):
        on_time = crisis.filter(before < AT, end >= AT).join(late, on="uid", how="anti")
        delayed = late.filter(before - timedelta(minutes=10) < AT, end - timedelta(minutes=10) >= AT)
        told.append(live.add(pl.concat([on_time, delayed.filter(first < AT)]), end))
    hourly = pl.col("why").str.contains('"window_min":60')
    found = pl.concat(told).filter(hourly, kind="crowd")
    assert found.height


def test_what_is_kept_does_not_grow_with_the_past():
    live, held = Live(texts=timedelta(days=2)), []
    everything = quiet(days=40, per_hour=2)
    for day in range(1, 41):
        live.add(everything.filter(hour(24 * day - 24) < AT, hour(24 * day) >= AT), hour(24 * day))
        held.append(live.held())
    assert max(part["texts"] for part in held) <= 4 * 24 * 2
    assert held[-1]["posts"] <= 1.1 * held[30]["posts"]
    assert held[-1]["conversations"] <= 1.1 * held[30]["conversations"]


def test_time_does_not_go_back(crisis):
    live = Live()
    assert live.add(crisis.head(10), hour(9)).schema == SIGNALS
    with pytest.raises(ValueError, match="before that of the last call"):
        live.add(crisis.head(10), hour(8))


def test_no_posts_no_signals():
    live = Live()
    assert live.add(quiet().clear(), hour(1)).equals(pl.DataFrame(schema=SIGNALS))
    assert live.add(quiet(days=1), hour(30)).is_empty()


def test_events_come_as_they_happen():
    at = np.sort(np.random.default_rng(5).uniform(0, 6 * 24, 100))
    burst = CRISIS_H + np.linspace(0.1, 2.9, 40)
    hours = [*at, *burst]
    events = pl.DataFrame(
        {
            "uid": [f"e{row}" for row in range(140)],
            "kind": "fire",
            "at": [hour(h) for h in hours],
            "place_insee": "47001",
        }
    )
    live, told, begun = Live(), [], hour(0)
    for end in every(timedelta(hours=4), hour(0), hour(6 * 24)):
        new = events.filter(begun < pl.col("at"), end >= pl.col("at"))
        told.append(live.add(quiet().filter(begun < AT, end >= AT), end, new))
        begun = end
    expected = watch(quiet().filter(hour(6 * 24) >= AT), events=events, as_of=hour(6 * 24))
    assert pl.concat(told).equals(expected)
