from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from dash_app.coordination_commands import app

HEADER = "object_id,account_id,content_id,timestamp_share\n"
ROWS = "o1,A,1,0\no1,B,2,5\no1,C,3,30\no2,A,4,100\no2,B,5,108\no2,C,6,400\no3,A,7,200\no3,C,8,205\n"


def run(path, text, *words):
    path.write_text(text)
    return CliRunner().invoke(
        app, [str(path), *words], obj=SimpleNamespace(lang="fr"), env={"COLUMNS": "300"}
    )


def test_edges_and_a_summary(tmp_path):
    out = tmp_path / "new" / "edges.csv"
    words = ("--time-window", "10", "--edge-weight-quantile", "0.5", "--permutations", "3", "--window-curve")
    result = run(tmp_path / "shares.csv", HEADER + ROWS, *words, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "3 pairs of shares, 3 accounts, 2 edges" in result.output
    assert "heavier than 1.5: 1 edges, 2 accounts, 1 groups" in result.output
    assert "time_window_s" in result.output
    assert "chance alone would make" in result.output
    edge = pl.read_csv(out).row(0, named=True)
    assert (edge["source"], edge["target"], edge["mean_lag_s"], edge["evidence"]) == (
        "A",
        "B",
        6.5,
        "1|2|4|5",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,account_id,content_id,timestamp_share\n", ["shares.csv has no column object_id", "Rename"]),
        (
            HEADER + "o,A,1,0\no,B,2,noon\n",
            ["shares.csv, row 3", "'noon' is not an instant", "Correct that row"],
        ),
        (HEADER + "o,,1,0\n", ["row 2: account_id is empty"]),
        ("", ["is no CSV table", "Save it as CSV"]),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_cure(tmp_path, text, words):
    result = run(tmp_path / "shares.csv", text)
    assert result.exit_code == 2
    said = " ".join(result.output.replace("│", " ").split())
    assert all(word in said for word in words), said
