"""How a signal is said: its components by name, and what was expected of it."""

import json
from datetime import UTC, datetime

import pytest

from dash_app import signal_words
from dash_app.signal_parts import part
from dash_app.texts import texts

SHARES = {"texts": None, "first": None, "stories": None, "share": 0.64, "each": 0.86}


@pytest.mark.parametrize(
    ("name", "figures", "french", "english"),
    [
        (
            "rate",
            {"observed": 24, "expected": 0.02, "bits": 31.0},
            ("Nombre", "24", "moins de 0,1", "31,0 bits"),
            ("Count", "24", "less than 0.1", "31.0 bits"),
        ),
        (
            "rate",
            {"observed": 24, "expected": 0.1, "bits": None},
            ("Nombre", "24", "0,1", ""),
            ("Count", "24", "0.1", ""),
        ),
        (
            "burst",
            {"level": 3, "since": "2026-01-19T02:45:00Z"},
            ("Rafale", "environ 8 fois l’habitude, depuis le 19/01/2026 02:45 UTC", "", ""),
            ("Burst", "about 8 times as usual, since 2026-01-19 02:45 UTC", "", ""),
        ),
        ("burst", {"level": 0, "since": None}, ("Rafale", "pas de rafale", "", ""), ("Burst", "no burst", "", "")),
        (
            "drift",
            {"level": 0.8, "limit": 1.3, "above": False},
            ("Dérive", "0,8 : en dessous", "au plus 1,3", ""),
            ("Drift", "0.8: below", "at most 1.3", ""),
        ),
        (
            "drift",
            {"level": 62.0, "limit": 1.3, "above": True},
            ("Dérive", "62 : au-dessus", "au plus 1,3", ""),
            ("Drift", "62: above", "at most 1.3", ""),
        ),
        (
            "popularity",
            {"signal": "weak", "rank": 4, "of": 18},
            ("Popularité", "signal faible qui monte : rang 4 sur 18 sujets", "", ""),
            ("Popularity", "a weak signal that rises: rank 4 of 18 topics", "", ""),
        ),
        (
            "stories",
            {"texts": 30, "first": 12, "stories": 14, "share": 0.4, "each": 0.47},
            ("Textes nouveaux", "14 histoires dans 30 textes, 12 sans pareil la veille", "", ""),
            ("New texts", "14 stories in 30 texts, 12 unlike the day before", "", ""),
        ),
        (
            "stories",
            SHARES,
            (
                "Textes nouveaux",
                "86,0 % d’histoires différentes, 64,0 % sans pareil la veille",
                "",
                "",
            ),
            ("New texts", "86.0% different stories, 64.0% unlike the day before", "", ""),
        ),
        (
            "growth",
            {"state": "estimable", "expected": 44.6},
            ("Croissance", "vers 45 messages en tout", "", ""),
            ("Growth", "towards 45 posts in all", "", ""),
        ),
        (
            "growth",
            {"state": "supercritical", "expected": None},
            ("Croissance", "rien ne la borne pour l’instant", "", ""),
            ("Growth", "nothing bounds it for now", "", ""),
        ),
    ],
)  # fmt: skip
def test_a_component_in_words(name, figures, french, english):
    assert part(name, figures, "fr") == french
    assert part(name, figures, "en") == english


@pytest.mark.parametrize("state", ["estimable", "supercritical", "not estimable"])
def test_every_state_of_growth_has_its_words(state):
    assert f"signals.growth.{state}" in texts()


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (1.4, "24 vus depuis le 07/01/2015 11:00 UTC là où 1,4 étaient attendus."),
        (0.0, "24 vus depuis le 07/01/2015 11:00 UTC là où moins de 0,1 était attendu."),
        (None, "24 vus depuis le 07/01/2015 11:00 UTC."),
    ],
)
def test_next_to_nothing_expected_is_said_so(expected, said):
    row = {"observed": 24, "expected": expected, "start_at": datetime(2015, 1, 7, 11, tzinfo=UTC)}
    assert signal_words.told(row, "fr") == said


def test_components_keep_the_order_of_the_reasons():
    why = {"rate": {"observed": 24, "expected": 1.4, "bits": 31.0}, "burst": {"level": 0, "since": None}}
    row = {"why": json.dumps({"components": why})}
    assert [told.name for told in signal_words.components(row, "en")] == ["Count", "Burst"]
