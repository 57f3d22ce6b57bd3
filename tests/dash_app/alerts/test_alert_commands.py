import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from analytics.alerts.signals import SIGNALS
from dash_app.alert_commands import app
from dash_app.alerts.errors import PROBLEMS
from dash_app.alerts.watching import look_on
from graph import loads
from graph.reference import ensure_reference
from graph.store import open_store

RULES = """
rules: [{name: watch}]
subscriptions: [{name: all, to: feed}]
channels: {feed: {kind: feed, file: alerts.atom}}
"""
TABLE = """signal_id,kind,topic,location_code,start_at,detected_at,observed,expected,score_bits,q,why
s1,need,shelter,01053,2026-11-22T11:30:00Z,2026-11-22T12:00:00Z,12,3.5,14.2,0.003,rate
s2,volume,all,29,2026-11-22T11:30:00Z,2026-11-22T12:00:00Z,40,9.5,24.2,0.001,rate
"""


@pytest.fixture
def run(tmp_path):
    settings = SimpleNamespace(lang="en", data=tmp_path / "data", environment={})
    (tmp_path / "rules.yml").write_text(RULES)
    (tmp_path / "signals.csv").write_text(TABLE)

    def called(*words):
        return CliRunner().invoke(app, [str(word) for word in words], obj=settings, env={"COLUMNS": "300"})

    called.look = lambda: called(
        tmp_path / "rules.yml",
        "--once",
        "--signals",
        tmp_path / "signals.csv",
        "--as-of",
        "2026-11-22T13:00:00Z",
    )
    return called


def test_from_a_table_to_answers(run, tmp_path):
    seen = run.look()
    assert seen.exit_code == 0, seen.output
    assert seen.output == "2 signals  2 new alerts (2 worth a message)  1 messages sent\n"
    assert run.look().output == "2 signals  0 new alerts (0 worth a message)  0 messages sent\n"
    feed = (tmp_path / "alerts.atom").read_text()
    assert "Need · Shelter, Bourg-en-Bresse (01053)" in feed
    assert "Volume · all posts, Finistère (29)" in feed

    listed = run("list", "--days", 36500).output
    alert = next(line.split()[0] for line in listed.splitlines() if "shelter" in line)
    assert run("answer", alert[:6], "known").output.startswith(f"{alert}  known  1 answers stand")
    assert run("answer", alert, "false").output.startswith(f"{alert}  false  1 answers stand")
    assert "false" in run("history").output
    assert run("undo", alert[:6]).output.startswith(f"{alert}  undo  1 answers stand")
    assert "known" in run("history").output
    quality = run("quality", "--from", "2026-11-22", "--to", "2026-11-23", "--by-place").output
    assert "01053" in quality
    assert "1 answers; expected calibration error 0.500, Brier score 0.250" in quality
    assert "no rows" in run("list", "--undelivered").output


MISSED = ("missed", "--kind", "need", "--topic", "water", "--place", "29", "--at", "2026-11-22T14:00:00Z")


def test_an_event_that_no_alert_told_of_is_declared_and_taken_back(run):
    run.look()
    alert = next(line.split()[0] for line in run("list", "--days", 36500).output.splitlines() if "29" in line)
    run("answer", alert, "true")
    noted = run(*MISSED).output
    name = noted.split()[0]
    assert name.startswith("m")
    assert f"take it back: cyberimpact alerts undo {name}" in noted
    assert run(*MISSED).output == noted
    assert run("missed", "--format", "csv").output.count(name) == 1
    window = ("--from", "2026-11-22", "--to", "2026-11-23", "--format", "json")
    kinds = {row["kind"]: row for row in json.loads(run("quality", *window).output)}
    assert (kinds["need"]["missed"], kinds["need"]["recall"], kinds["volume"]["recall"]) == (1, 0.0, 1.0)
    assert run("undo", name[:6]).output == f"{name}  not missed after all\n"
    assert "no rows" in run("missed").output


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--kind": "neeed"}, "there is no kind 'neeed' — did you mean need?"),
        ({"--topic": "watter"}, "there is no need class 'watter' — did you mean water"),
        ({"--place": "Finistère"}, "no code of a commune, département or région; Finistère is 29"),
        ({"--place": "region:99"}, "there is no région '99'"),
        ({"--at": "2999-01-01"}, "is still to come: say when it was"),
    ],
)
def test_a_missed_event_that_cannot_be_is_refused_with_the_cure(run, changed, said):
    words = [changed.get(before, word) for before, word in zip(("", *MISSED), MISSED, strict=False)]
    refused = run(*words)
    assert isinstance(refused.exception, PROBLEMS)
    assert said in str(refused.exception)
    assert "--at is missing" in run("missed", "--kind", "need").output
    assert "there is no missed event m123" in str(run("undo", "m123").exception)


def test_a_schedule_looks_on_the_graph_that_it_holds(tmp_path):
    (tmp_path / "rules.yml").write_text(RULES)
    settings = SimpleNamespace(lang="en", data=tmp_path / "data", environment={})
    now = datetime(2026, 11, 22, 13, tzinfo=UTC)
    with open_store(tmp_path / "graph.kgl") as store:
        ensure_reference(store)
        signal = {
            "uid": "s1", "kind": "need", "topic": "shelter", "location_code": "29",
            "start_at": now - timedelta(hours=2),
            "detected_at": now - timedelta(hours=1), "observed": 40, "expected": 3.5, "score_bits": 14.2, "q": 0.003,
            "why": "rate", "evidence": [], "place": ["departement:29"], "needs": ["shelter"], "run": "signals:1",
        }  # fmt: skip
        store.load(loads.SIGNALS, pl.DataFrame([signal], schema_overrides={"evidence": pl.List(pl.String)}))
        first, second = (look_on(settings, tmp_path / "rules.yml", store, now) for _ in range(2))
    assert first == "1 signals  1 new alerts (1 worth a message)  1 messages sent"
    assert second == "1 signals  0 new alerts (0 worth a message)  0 messages sent"


def test_before_anything_was_answered(run):
    assert "no answers yet" in run("quality").output
    assert run("history").output == "no rows\n"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("answer", "beef1", "maybe"), "'maybe' is no answer; they are true, false, known, useful"),
        (("rules.yml", "--as-of", "2026-11-22"), "give --once too"),
    ],
)
def test_usage(run, words, problem):
    result = run(*words)
    assert result.exit_code == 2
    assert problem in " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (TABLE.replace("kind", "sort"), "the table of signals: signals have no column kind"),
        (TABLE.replace("2026-11-22T12", "noon"), "is not an instant"),
        ("", "is no table of signals"),
    ],
)
def test_a_table_that_is_none(run, tmp_path, table, problem):
    (tmp_path / "signals.csv").write_text(table)
    result = run.look()
    assert isinstance(result.exception, PROBLEMS)
    assert problem in str(result.exception)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_rows_for_programs(run, form):
    run.look()
    shown = run("list", "--days", 36500, "--format", form).output
    assert shown.count("shelter") == 1


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("answer", "beef1", "true"), "there is no alert beef1"),
        (("answer", "be", "true"), "'be' is too short"),
        (("nowhere.yml", "--once"), "nowhere.yml cannot be read"),
    ],
)
def test_what_is_wrong_is_said(run, words, problem):
    result = run(*words)
    assert isinstance(result.exception, PROBLEMS)
    assert problem in str(result.exception)


def test_help_shows_both_ways(run):
    shown = run("--help").output
    assert all(verb in shown for verb in ("watch", "answer", "undo", "list", "history", "quality"))
    assert "--signals" in run("watch", "--help").output


def test_the_table_has_the_columns_of_a_signal():
    header = TABLE.splitlines()[0].split(",")
    assert set(header) < set(SIGNALS)
    assert pl.read_csv(TABLE.encode()).height == 2
