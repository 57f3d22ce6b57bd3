from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from dash_app.signal_commands import signal_app
from tests.analytics.signals.watched_posts import hour, posts, quiet

COLUMNS = [
    "signal_id", "kind", "topic", "location_code", "start_at", "detected_at", "observed", "expected", "score_bits", "q",
    "why",
]  # fmt: skip
BURST_H = 5 * 24 + 9


def read(path):
    at = list(np.linspace(BURST_H + 0.01, BURST_H + 2.9, 40))
    return pl.concat([quiet(), posts(at, "need", text="de l'eau svp", needs=["water"], place_insee="47001")])


def run(tmp_path, *words):
    path = tmp_path / "posts.jsonl"
    path.write_text("")
    return CliRunner().invoke(
        signal_app(read),
        ["--from-file", str(path), *words],
        obj=SimpleNamespace(lang="en"),
        env={"COLUMNS": "300"},
    )


def test_a_table_a_count_and_the_advice(tmp_path):
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert "water" in result.output
    assert "1 need" in result.output
    assert "no verdict" in result.output


def test_the_file_has_the_exported_form(tmp_path):
    out = tmp_path / "new" / "signals.csv"
    result = run(tmp_path, "--out", str(out))
    assert result.exit_code == 0, result.output
    table = pl.read_csv(out, infer_schema=False)
    assert table.columns == COLUMNS
    assert table.filter(kind="need")["location_code"].to_list() == ["47"]
    assert table["detected_at"].str.ends_with("Z").all()


def test_nothing_later_than_as_of_is_used(tmp_path):
    result = run(tmp_path, "--as-of", f"{hour(BURST_H):%Y-%m-%dT%H:%M:%SZ}")
    assert result.exit_code == 0, result.output
    assert "0 signals" in result.output


def test_events_are_watched_as_well(tmp_path):
    events = tmp_path / "events.csv"
    at = [*np.linspace(0, BURST_H, 30), *np.linspace(BURST_H, BURST_H + 2.9, 40)]
    rows = [f"e{n},fire,{hour(h):%Y-%m-%dT%H:%M:%SZ}" for n, h in enumerate(at)]
    events.write_text("\n".join(["uid,kind,at", *rows]))
    result = run(tmp_path, "--events", str(events))
    assert result.exit_code == 0, result.output
    assert "event:fire" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--as-of", "noon"], ["'noon' is not an instant", "write 2026-"]),
        (["--out", "signals.txt"], ["signals.txt cannot be written"]),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(tmp_path, words, told):
    result = run(tmp_path, *words)
    assert result.exit_code == 2
    said = " ".join(result.output.replace("│", " ").split())
    assert all(word in said for word in told), said


def test_a_table_of_events_that_is_none_is_named(tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("id,what,when\n1,fire,2026-01-01\n")
    result = run(tmp_path, "--events", str(events))
    assert result.exit_code == 2
    assert "has no column uid, kind, at" in " ".join(result.output.replace("│", " ").split())
