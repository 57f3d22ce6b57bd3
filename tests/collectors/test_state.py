"""What is remembered of a source: committed whole, counted once, kept within bounds."""

from datetime import timedelta

import pytest

from collectors.budget import Budget, BudgetSpent
from collectors.state import DAYS_KEPT, RECENT_KEPT, Counted, StateError, StateFile, Tally
from tests.collectors.sources import NOW, PRICED


def page(**counts):
    return Counted(tally=Tally(**counts))


def test_a_commit_is_found_again(tmp_path):
    path = tmp_path / "state" / "numbers.json"
    StateFile(path).commit({"next": 7}, NOW, page(read=3, loaded=2, dead=1))
    state = StateFile(path).state
    assert (state.cursor, state.sequence, state.good_at) == ({"next": 7}, 1, NOW)
    assert state.days == {"2026-03-14": Tally(read=3, loaded=2, dead=1)}


def test_a_page_without_a_good_record_leaves_the_last_good_time(tmp_path):
    file = StateFile(tmp_path / "s.json")
    file.commit({}, NOW, page(read=1, loaded=1))
    file.commit({}, NOW + timedelta(hours=1), page(read=1, dead=1))
    assert file.state.good_at == NOW


def test_failures_in_a_row_double_the_pause_and_a_commit_ends_them(tmp_path):
    file = StateFile(tmp_path / "s.json")
    pauses = []
    for _ in range(12):
        file.fail("no answer", NOW)
        pauses.append((file.state.retry_at - NOW).total_seconds() / 60)
    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert pauses[-1] == 360
    file.commit({}, NOW, page())
    assert file.state.retry_at is None


def test_days_and_fingerprints_are_bounded(tmp_path):
    file = StateFile(tmp_path / "s.json")
    for day in range(DAYS_KEPT + 5):
        file.commit(
            {}, NOW + timedelta(days=day), Counted(fingerprints=list(range(day * 200, day * 200 + 200)))
        )
    assert len(file.state.days) == DAYS_KEPT
    assert len(file.state.recent) == RECENT_KEPT
    assert file.state.recent[-1] == (DAYS_KEPT + 5) * 200 - 1


def test_a_damaged_file_is_named(tmp_path):
    path = tmp_path / "s.json"
    path.write_text("{")
    with pytest.raises(StateError, match="Put it aside"):
        StateFile(path)


def test_money_is_noted_before_it_is_spent_and_never_beyond_the_ceiling(tmp_path):
    path = tmp_path / "s.json"
    budget = Budget(StateFile(path), PRICED, 2.0, lambda: NOW)
    assert budget.room() == 4
    budget.spend(3)
    assert StateFile(path).spent("2026-03") == 1.5
    with pytest.raises(BudgetSpent, match="raise monthly_budget"):
        budget.spend(2)
    assert budget.room() == 1
    next_month = Budget(StateFile(path), PRICED, 2.0, lambda: NOW + timedelta(days=30))
    assert next_month.room() == 4


def test_what_is_free_is_never_counted(tmp_path):
    budget = Budget(StateFile(tmp_path / "s.json"), None, 0.0, lambda: NOW)
    budget.spend(10**9)
    assert budget.room() is None
