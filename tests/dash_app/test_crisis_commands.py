"""The safety check and what is unusual here now, from files; official alerts and marks, in the graph."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from collectors.files.signal_frames import read_watched_posts
from cypher import query
from dash_app.crisis_commands import crisis_app
from graph import loads

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
NANTES, REZE = "44109", "44143"


def post(number, text, place, hours_ago):
    at = NOON - timedelta(hours=hours_ago, seconds=number)
    return {
        "uid": f"p{number}",
        "author_uid": f"u{number}",
        "text": text,
        "created_at": at.isoformat(),
        "place_insee": place,
    }


@pytest.fixture
def file(tmp_path):
    said = [post(n, "Nous sommes sains et saufs, tout va bien.", NANTES, 1.5) for n in range(14)]
    said += [post(100 + n, "Je suis en sécurité.", REZE, 1.5) for n in range(3)]
    said += [post(1000 + n, "Le marché est ouvert.", NANTES, 24 * (n % 10 + 1)) for n in range(60)]
    path = tmp_path / "posts.jsonl"
    pl.DataFrame(said).write_ndjson(path)
    return path


def run(verb, file, *words):
    found = [verb, "--from-file", str(file), "--as-of", "2026-01-20T12:00:00Z", *words]
    return CliRunner().invoke(
        crisis_app(read_watched_posts), found, obj=SimpleNamespace(lang="en"), env={"COLUMNS": "300"}
    )


def test_who_says_safe_is_counted_and_few_are_hidden(file, tmp_path):
    out = tmp_path / "safety.csv"
    result = run("safety", file, "--out", str(out))
    assert result.exit_code == 0, result.output
    rows = {row["code"]: row for row in pl.read_csv(out, infer_schema=False).iter_rows(named=True)}
    assert (rows[REZE]["safe"], rows[REZE]["suppressed"]) == (None, "true")
    assert "u1" not in out.read_text()


def test_a_rush_of_calls_stands_out_with_its_source(file, tmp_path):
    log = tmp_path / "log.csv"
    past = [(f"e{day}", "fire", NOON - timedelta(days=day, hours=1), NANTES) for day in range(1, 40)]
    now = [(f"n{n}", "fire", NOON - timedelta(minutes=5 * n + 5), NANTES) for n in range(20)]
    rows = pl.DataFrame([*past, *now], schema=["uid", "kind", "at", "place_insee"], orient="row")
    rows.with_columns(pl.col("at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(log)
    result = run("unusual", file, "--events", str(log))
    assert result.exit_code == 0, result.output
    assert "Nantes" in result.output
    assert "fire" in result.output
    assert "unusual is not dangerous" in result.output


@pytest.mark.parametrize(
    ("verb", "words", "said"),
    [
        ("unusual", ("--window", "5"), "does not divide the day"),
        ("safety", ("--as-of", "noon"), "is not an instant"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(file, verb, words, said):
    result = run(verb, file, *words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


def ask(store, *words):
    settings = SimpleNamespace(lang="en", store=lambda: nullcontext(store))
    return CliRunner().invoke(
        crisis_app(read_watched_posts), list(words), obj=settings, env={"COLUMNS": "300"}
    )


def spoken(result):
    return " ".join(result.output.replace("│", " ").split())


@pytest.fixture
def filled(kglite_store):
    """An alert for Loire-Atlantique, a need and an offer."""
    place = [{"key": "departement:44", "method": "declared", "precision": "departement"}]
    kglite_store.load(
        loads.LOCATIONS,
        pl.DataFrame([{"uid": "departement:44", "code": "44", "kind": "departement", "name": "Loire"}]),
    )
    event = {"uid": "cap:1", "kind": "flood", "title": "Crue", "source": "cap", "severity": 4, "at": NOON,
             "ended_at": NOON + timedelta(hours=6), "place": place}  # fmt: skip
    kglite_store.load(loads.EVENTS, pl.DataFrame([event]))
    posts = [{"uid": uid, "text": "de l'eau", "created_at": NOON} for uid in ("need", "offer")]
    kglite_store.load(loads.POSTS, pl.DataFrame(posts))
    return kglite_store


def test_official_alerts_in_force_are_listed(filled, tmp_path):
    out = tmp_path / "alerts.csv"
    told = ask(filled, "alerts", "--at", "2026-01-20T13:00:00Z", "--departement", "44", "--out", str(out))
    assert told.exit_code == 0, told.output
    assert pl.read_csv(out)["alert"].to_list() == ["cap:1"]
    assert "Crue" in ask(filled, "alerts", "--at", "2026-01-20T13:00:00Z").output
    late = ask(filled, "alerts", "--at", "2026-01-20T18:00:00Z")
    assert "none in force at 2026-01-20T18:00:00Z; to have them: cyberimpact import" in spoken(late)


def test_a_need_is_committed_answered_and_undone(filled):
    for words, said in (
        (("commit", "need", "offer"), "need committed by offer"),
        (("answer", "need"), "need answered"),
        (("undo", "need"), "the last note on need is taken back"),
    ):
        result = ask(filled, *words)
        assert result.exit_code == 0, result.output
        assert said in result.output
    found = filled.read(query("crisis/marks"))
    assert found["state"].to_list() == ["committed", "answered", "undone"]
    assert found["offer"].to_list() == ["offer", "offer", None]
    assert found["undoes"].to_list() == [None, None, found["mark"][1]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("alerts", "--at", "noon"), "--at 'noon' is not an instant"),
        (("alerts", "--departement", "00"), "there is no département '00'"),
        (("commit", "nobody", "offer"), "the graph has no need 'nobody'"),
        (("commit", "need", "nobody"), "the graph has no offer 'nobody'"),
        (("answer", "nobody"), "the graph has no need 'nobody'"),
        (("undo", "need"), "there is nothing to undo"),
    ],
)
def test_what_cannot_be_marked_is_said(filled, words, said):
    result = ask(filled, *words)
    assert result.exit_code == 2
    assert said in spoken(result)
