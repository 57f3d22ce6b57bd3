"""The health of a source: one word for each thing that goes wrong, and what to do about it."""

from datetime import timedelta

import pytest

from collectors.config import configure
from collectors.health import judge, row_of
from collectors.state import SourceState, Tally
from tests.collectors.sources import GATED, NOW, PRICED, made

H = timedelta(hours=1)
DAY = {"2026-03-12": Tally(read=900, loaded=900), "2026-03-13": Tally(read=900, loaded=900)}


def state(**changed):
    return SourceState(**{"committed_at": NOW, "good_at": NOW, "days": DAY} | changed)


def health(held, given=None, **declared):
    return judge(configure(made(**declared), given or {}, "sources.yml", {}), held, NOW)


@pytest.mark.parametrize(
    ("held", "declared", "word"),
    [
        (state(), {}, "ok"),
        (SourceState(), {}, "ready"),
        (state(), {"legal": GATED}, "off"),
        (state(failures=2, failed_at=NOW, failure="no answer"), {}, "failing"),
        (state(good_at=NOW - 3 * H), {"silent_after": 2 * H}, "silent"),
        (state(good_at=NOW - H), {"silent_after": 2 * H}, "ok"),
        (state(unknown={"mood": 3}, unknown_at=NOW), {}, "drifting"),
        (state(unknown={"mood": 3}, unknown_at=NOW - 200 * H), {}, "ok"),
        (state(days={"2026-03-14": Tally(read=100, loaded=90, dead=10)}), {}, "broken"),
        (state(days={"2026-03-14": Tally(read=100, loaded=100, repeated=80)}), {}, "repeating"),
        (state(days={"2026-03-14": Tally(read=100, loaded=100, repeated=80)}), {"snapshot": True}, "ok"),
        (state(), {"plausible": (1_000, 5_000)}, "too few"),
        (state(), {"plausible": (1, 100)}, "too many"),
        (state(), {"plausible": (100, 1_000)}, "ok"),
        (state(spent={"2026-03": 9.8}), {"price": PRICED}, "budget spent"),
        (state(spent={"2026-02": 9.8}), {"price": PRICED}, "ok"),
    ],
)
def test_the_state(held, declared, word):
    found = health(held, **declared)
    assert (found.state, bool(found.why)) == (word, word != "ok"), found.why
    assert found.alert == (word not in {"ok", "ready", "off"})


def test_a_day_that_is_the_first_is_not_held_against_the_counts():
    assert health(state(days={"2026-03-13": Tally(loaded=1)}), plausible=(10, 20)).state == "ok"


def test_why_says_what_to_do():
    found = health(state(unknown={"mood": 3}, unknown_at=NOW))
    assert "mood (3)" in found.why
    assert "replay --archive" in found.why


def test_the_row_for_the_graph_has_every_column():
    row = row_of(health(state(), price=PRICED)).row(0, named=True)
    assert (row["name"], row["spent"], row["budget"], row["unit"]) == ("numbers", 0.0, 10.0, "USD")
    assert row["unknown"] == []
