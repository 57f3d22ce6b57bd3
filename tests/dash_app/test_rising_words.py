"""How topics that rise are said; what is of few people is hidden."""

from datetime import UTC, datetime

import polars as pl
import pytest

from dash_app.rising_words import rows, sentence

AT = datetime(2026, 1, 19, 6, tzinfo=UTC)
SCHEMA = {"burst_since": pl.Datetime("us", "UTC"), "claim": pl.String, "place": pl.String, "people": pl.Int64}
SHOWN = {
    "weak": "weak:need:water", "kind": "need", "topic": "water", "claim": None, "popularity": 1234.0, "before": 0.0,
    "burst_level": 3, "burst_since": AT, "first_stories": 12, "first_share": 0.67, "people": 1200,
    "location_code": "36", "place": "Indre", "as_of": AT, "rank": 0,
}  # fmt: skip
HIDDEN = SHOWN | {
    "weak": "weak:claim:c", "kind": "claim", "topic": "claim:c", "claim": "L’eau est coupée", "popularity": None,
    "before": None, "burst_level": 0, "burst_since": None, "first_share": None, "people": None, "location_code": "",
    "place": None, "rank": 1,
}  # fmt: skip


def found(*given):
    return pl.DataFrame(list(given), schema_overrides=SCHEMA)


@pytest.mark.parametrize(
    ("lang", "kind", "burst", "count"),
    [
        ("fr", "Besoin", "environ × 8 depuis le 19/01/2026 06:00", "1\u202f234"),
        ("en", "Need", "about × 8 since 2026-01-19 06:00", "1,234"),
    ],
)
def test_a_topic_with_its_figures(lang, kind, burst, count):
    (row,) = rows(found(SHOWN), lang)
    assert (row["rising_kind"], row["burst_text"], row["popularity_text"]) == (kind, burst, count)
    assert (row["topic"], row["place"]) == ("Eau" if lang == "fr" else "Water", "Indre")
    assert (row["first_share_text"], row["before_text"]) == ("67 %" if lang == "fr" else "67%", "0")


def test_what_is_of_few_says_that_it_is_hidden():
    (row,) = rows(found(HIDDEN), "fr")
    assert row["topic"] == "« L’eau est coupée »"
    assert [row[f"{name}_text"] for name in ("popularity", "before", "people", "first_share")] == [
        "masqué"
    ] * 4
    assert (row["burst_text"], row["place"]) == ("–", "–")


def test_the_sentence_tells_how_many_and_the_liveliest():
    both = found(SHOWN, HIDDEN)
    assert sentence(both, "fr") == "2 sujets montent. Le plus vif au 19/01/2026 06:00 UTC : Eau."
    assert (
        sentence(both.head(1), "en")
        == "1 topic is on the rise. The liveliest as of 2026-01-19 06:00 UTC: Water."
    )
    assert sentence(both.clear(), "fr").startswith("Rien ne monte")
