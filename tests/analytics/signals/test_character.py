"""The components of alerts that come after them: burst, drift, popularity, stories."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.signals.character import with_character
from analytics.signals.detect import watch
from analytics.signals.judgement import judged
from analytics.signals.series import counts, event_members, members
from analytics.signals.watched import watched
from tests.analytics.signals.watched_posts import hour, posts, quiet

BEGAN, NOW = 5 * 24 + 9, 5 * 24 + 11
NEEDS = ("food", "shelter", "transport", "energy")
LAST = hour(7 * 24)


def asking(need, hours, prefix, text="il n'y a plus d'eau ici"):
    return posts(list(hours), prefix, text=text, place_insee="47001", needs=[need])


def ordinary():
    """A post for each of four needs, every five hours and more."""
    return [
        asking(need, range(3 + index, 24 * 7, 5 + index), need, f"je cherche {need}")
        for index, need in enumerate(NEEDS)
    ]


@pytest.fixture(scope="module")
def week():
    told = [f"l'eau du robinet numéro {row} est coupée rue {row * 7}" for row in range(24)]
    surge = posts(
        list(np.linspace(BEGAN, NOW - 0.05, 24)), "w", text=told, place_insee="47001", needs=["water"]
    )
    later = asking("water", np.linspace(NOW, NOW + 9, 300), "later")
    return watched(pl.concat([quiet(), *ordinary(), surge, later]), LAST)


def alert(**more):
    given = {
        "kind": "need", "topic": "water", "location_code": "47", "counted_in": "47", "start_at": hour(BEGAN),
        "detected_at": hour(NOW), "minutes": 60, "why": '{"components":{"rate":{"bits":9.0}},"baseline":"b"}',
    }  # fmt: skip
    return given | more


def told(seen, *alerts, rows=None):
    table = pl.DataFrame(list(alerts)).cast(
        {name: pl.Datetime("us", "UTC") for name in ("start_at", "detected_at")}
    )
    found = with_character(table, members(seen) if rows is None else rows, seen)
    assert found.drop("why").equals(table.drop("why"))
    return [json.loads(why)["components"] for why in found["why"]]


def test_a_surge_speaks_in_every_component(week):
    (parts,) = told(week, alert())
    assert parts["rate"] == {"bits": 9.0}
    assert parts["burst"]["level"] >= 2
    assert parts["burst"]["since"] == f"{hour(BEGAN):%Y-%m-%dT%H:%M:%SZ}"
    assert parts["drift"]["above"]
    assert parts["drift"]["level"] > parts["drift"]["limit"]
    assert parts["popularity"] == {"signal": "weak", "rank": 2, "of": 5}
    assert 0 < parts["stories"]["share"] <= parts["stories"]["each"] <= 1


def test_what_is_as_usual_does_not_speak(week):
    (parts,) = told(week, alert(topic="transport", start_at=hour(NOW - 12)))
    assert parts["burst"] == {"level": 0, "since": None}
    assert not parts["drift"]["above"]
    assert parts["popularity"]["signal"] != "strong"


def test_nothing_later_is_read(week):
    before = week.filter(pl.col("at") < hour(NOW))
    assert told(week, alert(), alert(kind="volume", topic="all"), alert(kind="panic", topic="all")) == told(
        before, alert(), alert(kind="volume", topic="all"), alert(kind="panic", topic="all")
    )


def test_all_posts_and_events_are_no_share_and_have_no_rank(week):
    rng = np.random.default_rng(3)
    at = [hour(h) for h in [*rng.uniform(0, BEGAN, 60), *np.linspace(BEGAN, NOW - 0.1, 30)]]
    events = pl.DataFrame(
        {"uid": [f"e{n}" for n in range(90)], "kind": "fire", "at": at, "place_insee": "47001"}
    )
    rows = pl.concat([members(week), event_members(events)])
    volume, fire, panic = told(
        week,
        alert(kind="volume", topic="all"),
        alert(kind="volume", topic="event:fire"),
        alert(kind="panic", topic="all"),
        rows=rows,
    )
    assert "popularity" not in volume
    assert volume["burst"]["level"] == panic["burst"]["level"] >= 1
    assert set(fire) == {"rate", "burst", "drift"}
    assert fire["burst"]["level"] >= 1


def test_numbers_of_texts_are_told_only_where_none_is_of_few(week):
    same = asking("water", np.linspace(BEGAN, NOW - 0.05, 24), "same", "coupure d'eau totale à Agen")
    (one,) = told(watched(pl.concat([quiet(), same]), LAST), alert())
    assert one["stories"] == {"texts": None, "first": None, "stories": None, "share": 0.04, "each": 0.04}
    words = [
        "alpha",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliette",
        "kilo",
        "lima",
    ]
    own = posts(
        list(np.linspace(BEGAN, NOW - 0.05, 12)), "o", text=words, place_insee="47001", needs=["water"]
    )
    (different,) = told(watched(pl.concat([quiet(), own]), LAST), alert())
    assert different["stories"] == {"texts": 12, "first": 12, "stories": 12, "share": 1.0, "each": 1.0}


def test_a_stream_gives_the_windows_that_it_has(week):
    rows, table = members(week), pl.DataFrame([alert()])
    known = {60: judged(counts(rows, timedelta(hours=1)), 10**17, 60)}
    assert with_character(table, rows, week, known)["why"].equals(with_character(table, rows, week)["why"])


def test_no_alerts(week):
    assert with_character(pl.DataFrame([alert()]).clear(), members(week), week).is_empty()


def test_an_alert_without_a_series_keeps_its_reasons(week):
    assert told(week, alert(topic="rescue")) == [{"rate": {"bits": 9.0}}]


def test_the_watch_of_a_file_that_ends_at_an_alert_says_the_same():
    surge = asking("water", np.linspace(BEGAN, NOW + 3, 60), "w")
    every = pl.concat([quiet(), *ordinary(), surge])
    found = watch(every).filter(kind="need", topic="water")
    instant = found["detected_at"][0]
    assert instant < datetime(2026, 3, 8, tzinfo=UTC)
    cut = watch(every.filter(pl.col("created_at") <= instant), as_of=instant)
    assert cut.filter(kind="need", topic="water")["why"][0] == found["why"][0]
    assert {"burst", "drift", "popularity", "stories"} < set(json.loads(found["why"][0])["components"])
