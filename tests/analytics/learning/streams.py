"""Weeks of alerts with a hidden truth: in some kinds and territories most of them are false."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from analytics.alerts.bundle import ALERTS

START = datetime(2026, 9, 1, tzinfo=UTC)
KINDS = ("volume", "need", "diffusion")
PLACES = ("29", "44", "35", "56")


def stream(seed, n=600, per_day=10):
    """ALERTS in order of time, and whether each is real (bool)."""
    draw = np.random.default_rng(seed)
    share = draw.beta(1.0, 1.5, (len(KINDS), len(PLACES)))
    kind, place = draw.integers(len(KINDS), size=n), draw.integers(len(PLACES), size=n)
    real = draw.random(n) < share[kind, place]
    bits = draw.gamma(4, 4, n) + 8 * real
    expected = draw.gamma(2, 3, n)
    observed = (expected * (2 + draw.gamma(2, 1, n) + 2 * real) + 3).astype(int)
    at = [START + timedelta(days=float(i) / per_day) for i in range(n)]
    rows = pl.DataFrame({
        "alert_id": [name(i) for i in range(n)],
        "kind": [KINDS[i] for i in kind], "topic": [f"t{i}" for i in range(n)],
        "location_code": [PLACES[i] for i in place], "service": "",
        "start_at": at, "detected_at": at, "last_at": at, "due_at": at,
        "observed": observed, "expected": expected, "score_bits": bits,
        "q": np.minimum(1, 2.0**-bits * 100), "why": "", "title": "", "evidence": [[]] * n, "signals": [[]] * n,
    })  # fmt: skip
    return rows.select(ALERTS.names()).cast(ALERTS), real


def name(number):
    return f"{number * 2654435761 % 2**32:08x}"


def answered(rows, real, seq=0):
    """Every alert answered an hour later, as the truth has it."""
    return pl.DataFrame({
        "seq": np.arange(seq, seq + rows.height),
        "at": rows["due_at"] + timedelta(hours=1),
        "alert_id": rows["alert_id"],
        "answer": np.where(real, "true", "false"),
    })  # fmt: skip
