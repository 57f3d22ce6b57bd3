"""The safety check and what is unusual here now, from files."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from collectors.files.signal_frames import read_watched_posts
from dash_app.crisis_commands import crisis_app

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
