from datetime import UTC, datetime

import polars as pl
import pytest

from analytics.scoring.signals import signals, standing
from analytics.signals.detect import SIGNALS

TRUTH = {
    "starts_at": "2026-01-12T00:00:00Z",
    "crisis_at": "2026-01-19T00:00:00Z",
    "departement": "47",
    "signals": [
        {"kind": "need", "topic": "water", "location_code": "47", "start_at": "2026-01-19T02:00:00Z"},
        {
            "kind": "rumour",
            "topic": "water-rumour",
            "location_code": "47",
            "start_at": "2026-01-20T06:00:00Z",
        },
    ],
    "claims": {"water-rumour": {"posts": ["r1", "r2", "r3"]}, "talk": {"posts": ["t1", "t2"]}},
    "needs_by_departement": {"water": {"47": 90, "32": 12}},
}


def alerts(*rows):
    """kind, topic, place, day and hour of detection, evidence."""
    made = [
        {
            "signal_id": str(number),
            "kind": kind,
            "topic": topic,
            "location_code": place,
            "detected_at": datetime(2026, 1, day, hour, tzinfo=UTC),
            "evidence": evidence,
        }
        for number, (kind, topic, place, day, hour, evidence) in enumerate(rows)
    ]
    return pl.DataFrame(made, schema=SIGNALS)


@pytest.mark.parametrize(
    ("row", "right", "seen"),
    [
        (("need", "water", "47", 19, 5, []), 1, 1),
        (("need", "water", "", 19, 5, []), 1, 1),
        (("need", "water", "47", 19, 1, []), 0, 0),
        (("need", "water", "32", 19, 5, []), 0, 0),
        (("need", "food", "47", 19, 5, []), 0, 0),
        (("diffusion", "claim:1", "", 20, 9, ["r1", "r2", "t1"]), 1, 1),
        (("diffusion", "claim:1", "", 20, 9, ["r1", "t1"]), 0, 0),
        (("diffusion", "claim:1", "", 20, 5, ["r1", "r2"]), 0, 0),
        (("diffusion", "claim:2", "", 20, 9, []), 0, 0),
        (("volume", "all", "47", 19, 1, []), 1, 0),
        (("volume", "all", "47", 18, 1, []), 0, 0),
        (("crowd", "all", "47001", 19, 3, []), 1, 0),
        (("panic", "all", "32", 19, 3, []), 0, 0),
    ],
)
def test_what_is_right(row, right, seen):
    score = signals(alerts(row), TRUTH, 11)
    assert (score.right, score.seen, score.alerts, score.true) == (right, seen, 1, 2)


def test_figures_of_a_watch():
    found = alerts(
        ("volume", "#marché", "47", 14, 9, []),
        ("need", "water", "", 19, 4, []),
        ("need", "water", "47", 19, 6, []),
        ("need", "water", "32", 19, 8, []),
        ("volume", "all", "32", 19, 8, []),
    )
    score = signals(found, TRUTH, 10)
    assert (score.precision, score.recall, score.alerts_a_day) == (0.4, 0.5, 0.5)
    assert score.precision_here == pytest.approx(2 / 3)
    assert (score.abroad, score.neighbours, score.located) == (2, 1, 1)
    assert (score.quiet_alerts, score.quiet_days) == (1, 7)
    assert score.hours == {"need": (2,)}
    assert score.median_hours == 2


def test_what_each_alert_is_in_the_order_of_the_rows():
    found = alerts(
        ("need", "food", "47", 19, 5, []),
        ("need", "water", "32", 19, 5, []),
        ("volume", "all", "47", 19, 1, []),
        ("need", "water", "47", 19, 5, []),
        ("need", "water", "32", 18, 5, []),
    )
    assert standing(found, TRUTH).to_list() == ["false", "neighbour", "right", "right", "false"]
    assert standing(found.clear(), TRUTH).to_list() == []
