"""What the page of services says, in both languages."""

from datetime import UTC, datetime

import pytest

from dash_app.figures.trend import Point, percent, trend_drawing
from dash_app.service_words import change, place_name, service_name, topic_name, window_name
from dash_app.services.view import Change

AT = datetime(2026, 4, 1, tzinfo=UTC)
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "fr", "en"),
    [
        ("1q", "T2 2026", "Q2 2026"),
        ("1mo", "04/2026", "2026-04"),
        ("1w", "01/04", "04-01"),
        ("1d", "01/04", "04-01"),
    ],
)
def test_the_name_of_a_window(every, fr, en):
    assert (window_name(every, "fr")(AT), window_name(every, "en")(AT)) == (fr, en)


def test_names_of_services_topics_and_places():
    assert [service_name(name, "en") for name in ("all", "unnamed", "CAF")] == [
        "All services",
        "No service named",
        "CAF",
    ]
    assert [topic_name(name, "fr") for name in ("other", "#crue", "water")] == ["sans thème", "#crue", "Eau"]
    assert [
        place_name(*place, "fr") for place in (("unknown", None), ("44", "Loire-Atlantique"), ("99", None))
    ] == [
        "lieu inconnu",
        "Loire-Atlantique",
        "99",
    ]


def test_a_change_says_whether_it_may_be_chance():
    found = Change(AT, BEFORE, 0.25, 0.1, 0.4, certain=True, came=[], went=[])
    assert (
        change(found, "1q", "en")
        == "From Q1 2026 to Q2 2026: +25 points (between +10 and +40). The change is clear."
    )
    assert change(None, "1q", "fr").startswith("Deux périodes montrées")


@pytest.mark.parametrize(
    ("share", "fr"), [(0.42, "42\u00a0%"), (0.004, "0,4\u00a0%"), (0.0, "0\u00a0%"), (1.0, "100\u00a0%")]
)
def test_a_small_share_is_not_taken_for_nothing(share, fr):
    assert percent(share, "fr") == fr


def test_windows_that_are_hidden_part_the_line():
    points = [
        Point(AT, 20, share, 0.1, 0.9) if share else Point(AT, None, None, None, None)
        for share in (0.5, 0, 0.4, 0.3)
    ]
    drawn = str(trend_drawing(points, title="t", name=window_name("1q", "fr"), lang="fr").to_plotly_json())
    assert drawn.count("className='band'") == 2
    assert drawn.count("className='few'") == 1
    assert "moins de 11" in drawn
