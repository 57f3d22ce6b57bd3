"""What the page says of the sources at a given moment."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from collectors.health import ALERTS
from dash_app import health
from dash_app.exports import export
from dash_app.source_words import age, cost, expected, facts, rows, said, share, state_of
from dash_app.texts import texts
from graph import loads
from graph.store import open_store
from tests.cypher.sample import SOURCES, at
from tests.cypher.sample import source as noted

NOW = datetime(2026, 1, 31, 22, tzinfo=UTC)
STATES = (*ALERTS, "ok", "ready", "off", "import")


def ago(**spans):
    return NOW - timedelta(**spans)


def found(*sources):
    """Rows of `sources/health`, from (name, state, figures) each."""
    given = [
        noted(name, state, "", **{"checked_at": ago(minutes=5), **more}) for name, state, more in sources
    ]
    kinds = {"expected_low": pl.Float64, "expected_high": pl.Float64, "dead_share": pl.Float64,
             "repeated_share": pl.Float64, "spent": pl.Float64, "budget": pl.Float64, "unit": pl.String,
             "unknown": pl.List(pl.String)}  # fmt: skip
    times = dict.fromkeys(
        ("good_at", "newest_at", "committed_at", "checked_at", "fresh_until"), pl.Datetime("ms", "UTC")
    )
    frame = pl.DataFrame(given, schema_overrides={**kinds, **times})
    calm = ("ok", "ready", "off", "import")
    return frame.with_columns(attention=~pl.col("state").is_in(calm))


def seen(*sources, now=NOW):
    return health.seen(found(*sources), now)


def one(state="ok", **more):
    return seen(("rivers", state, more)).row(0, named=True)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_state_that_a_collector_notes_has_its_word_and_its_advice(state, lang):
    assert {f"state.{state}", f"why.{state}"} <= texts().keys()
    row = one(state, unknown=["a"], dead_share=0.1, repeated_share=0.6, spent=1.0, budget=1.0, unit="USD",
              expected_low=1.0, expected_high=9.0)  # fmt: skip
    assert "{" not in said(row, NOW, lang).replace("{fields: …}", "")
    assert (row["standing"] == "attention") == (state in ALERTS)


def test_a_state_of_tomorrow_is_told_in_the_collector_s_words():
    row = seen(("rivers", "upside down", {})).with_columns(why=pl.lit("a plug-in broke")).row(0, named=True)
    assert (state_of(row, "fr"), said(row, NOW, "fr")) == ("▲ upside down", "a plug-in broke")


@pytest.mark.parametrize(
    ("state", "checked", "standing"),
    [
        ("ok", 59, "well"),
        ("ok", 61, "stale"),
        ("silent", 59, "attention"),
        ("silent", 61, "attention"),
        ("ready", 61, "idle"),
        ("off", 6000, "idle"),
        ("import", 6000, "idle"),
    ],
)
def test_a_source_in_service_that_nobody_looked_at_for_an_hour_is_without_news(state, checked, standing):
    row = one(state, checked_at=ago(minutes=checked))
    assert row["standing"] == standing
    assert ("Pas de nouvelles depuis le" in said(row, NOW, "fr")) == row["stale"]
    assert row["stale"] == (checked > 60 and standing != "idle")


def test_a_source_that_is_asked_once_a_day_is_not_missed_after_an_hour():
    daily = {"checked_at": ago(hours=20), "fresh_until": ago(hours=-28)}
    assert one("ok", **daily)["standing"] == "well"
    assert one("ok", **{**daily, "fresh_until": ago(minutes=1)})["standing"] == "stale"


def test_a_count_of_yesterday_is_not_today_s_and_a_month_ends():
    figures = {"loaded_today": 7, "spent": 3.0, "budget": 10.0, "unit": "USD", "checked_at": ago(minutes=30)}
    source = ("paid", "ok", figures)
    today, tomorrow = (seen(source, now=NOW + timedelta(hours=h)).row(0, named=True) for h in (0, 3))
    assert (today["loaded_today"], today["spent"]) == (7, 3.0)
    assert (tomorrow["loaded_today"], tomorrow["spent"]) == (None, None)
    assert dict(facts(today, NOW, "en"))["Spent this month"] == "3.00 of 10.00 USD"
    assert "Spent this month" not in dict(facts(tomorrow, NOW, "en"))


def test_the_sentence_names_the_first_and_counts_the_others():
    many = [(f"s{n}", "failing", {}) for n in range(6)]
    assert health.sentence(seen(*many, ("s6", "ok", {})), NOW, "en") == (
        "6 sources of 7 need somebody to look: S0 (failing), S1 (failing), S2 (failing), S3 (failing) and 2 more."
    )
    assert health.sentence(seen(*many[:1], ("s6", "ok", {})), NOW, "fr") == (
        "1 source sur 2 demande un regard : S0 (en échec)."
    )


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ([], ("No source has been collected yet. Enable one in sources.yml (vigicrues: {enabled: true}), then: "
              "cyberimpact collect.")),
        ([("a", "ok", {})], "The source that runs is well."),
        ([("a", "ok", {}), ("b", "ok", {}), ("c", "off", {})], "All 2 sources that run are well. 1 does not run."),
        ([("c", "ready", {}), ("d", "import", {})], "No source runs. To start one: cyberimpact collect SOURCE."),
        ([("a", "ok", {"checked_at": ago(hours=3)}), ("b", "ok", {"checked_at": ago(hours=2)})],
         ("No news of 2 sources for more than an hour (last checked 2 h ago): has the collection stopped? "
          "cyberimpact collect")),
    ],
)  # fmt: skip
def test_the_sentence_of_a_calm_or_an_empty_page(sources, sentence):
    frame = seen(*sources) if sources else health.seen(found(("a", "ok", {})).clear(), NOW)
    assert health.sentence(frame, NOW, "en") == sentence


def test_other_pages_are_alerted_by_a_source_to_look_at_or_when_all_fell_still():
    old = {"checked_at": ago(hours=3)}
    assert "1 source of 2" in health.alert(seen(("a", "silent", {}), ("b", "ok", old)), NOW, "en")
    assert health.alert(seen(("a", "ok", {}), ("b", "ok", old), ("c", "off", old)), NOW, "en") == ""
    assert health.alert(seen(("b", "ok", old), ("c", "off", {})), NOW, "en").startswith(
        "No news of one source"
    )
    assert health.alert(seen(("c", "off", old)), NOW, "en") == ""
    assert health.alert(health.seen(found(("a", "ok", {})).clear(), NOW), NOW, "en") == ""


@pytest.mark.parametrize(
    ("spans", "fr", "en"),
    [
        ({"seconds": 20}, "à l’instant", "just now"),
        ({"seconds": -20}, "à l’instant", "just now"),
        ({"minutes": 12}, "il y a 12 min", "12 min ago"),
        ({"hours": 7}, "il y a 7 h", "7 h ago"),
        ({"hours": 60}, "il y a 2,5 j", "2.5 d ago"),
        ({"hours": -2}, "dans 2 h", "in 2 h"),
    ],
)
def test_ages_in_words(spans, fr, en):
    assert (age(ago(**spans), NOW, "fr"), age(ago(**spans), NOW, "en")) == (fr, en)


def test_what_never_happened_is_said():
    assert age(None, NOW, "fr") == "jamais"
    assert said(one("silent"), NOW, "en").startswith("No good record (last: never).")


@pytest.mark.parametrize(
    ("part", "written"),
    [(None, ""), (0.0, "0 %"), (0.0004, "< 0,1 %"), (0.031, "3,1 %"), (0.6, "60 %"), (1.0, "100 %")],
)
def test_shares_in_percent(part, written):
    assert share(part, "fr") == written


def test_ranges_and_costs():
    assert expected(one(expected_low=10.0, expected_high=2000.0), "fr") == "10 à 2\u202f000"
    assert expected(one(expected_low=10.0), "fr") == ""
    assert cost(one(), "fr") == ""
    assert cost(one(spent=1.5, unit="EUR"), "fr") == "1,50 EUR"


def test_a_row_sorts_by_figures_and_shows_words():
    row = rows(
        seen(("rivers", "ok", {"good_at": ago(hours=7), "dead_share": 0.05, "title": None})), NOW, "fr"
    )[0]
    assert (row["good_at"], row["good_at_text"]) == (ago(hours=7).timestamp(), "il y a 7 h")
    assert row["good_at_tip"] == "31/01/2026 15:00"
    assert (row["dead_share"], row["dead_share_text"]) == (0.05, "5,0 %")
    assert (row["title"], row["state"], row["newest_at_text"]) == ("rivers", "✓ va bien", "jamais")


def test_sources_are_exported(tmp_path):
    with open_store(tmp_path / "graph.kgl") as store:
        store.load(loads.SOURCES, pl.DataFrame(SOURCES, infer_schema_length=None))
        assert export(store, "sources", tmp_path / "sources.csv") == len(SOURCES)
    written = pl.read_csv(tmp_path / "sources.csv")
    river = written.filter(name="river").row(0, named=True)
    assert (river["state"], river["unknown"], river["attention"]) == ("drifting", "niveau|zone", True)
    assert river["checked_at"] == f"{at(1500):%Y-%m-%dT%H:%M:%S.000Z}"
