"""Signals by hand: minutes after noon, and what matters in a test."""

from datetime import UTC, datetime, timedelta

import polars as pl

from analytics.alerts import read_signals

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLACES = pl.DataFrame(
    [
        ("29019", "29", "53", "242900314"),
        ("29232", "29", "53", None),
        ("75056", "75", "11", None),
        ("33063", "33", "75", None),
    ],
    schema=["code", "departement", "region", "epci"],
    orient="row",
)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def signal(minutes, name=None, **values):
    row = {
        "signal_id": name or f"s{minutes}",
        "kind": "volume",
        "topic": "eau",
        "location_code": "29019",
        "start_at": at(minutes),
        "detected_at": at(minutes),
        "observed": 12,
        "expected": 4.0,
        "score_bits": 10.0,
        "q": 0.01,
        "why": f"why {minutes}",
        "evidence": [f"p{minutes}"],
    }
    return row | values


def signals(*rows):
    return read_signals(pl.DataFrame(list(rows), infer_schema_length=None))
