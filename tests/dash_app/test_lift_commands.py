"""What follows what, from a table of events and a file of posts."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from collectors.files.signal_frames import read_watched_posts
from dash_app.crisis_commands import crisis_app
from dash_app.lift_table import COLUMNS

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
NANTES = "44109"
DAYS = (0, 2, 3, 7, 8, 10, 12)  # on which a main bursts at six in the morning


def moment(day, hour, minute=0):
    return (MONDAY + timedelta(days=day, hours=hour, minutes=minute)).isoformat()


def asking(people):
    """Each of those days at eight, four people ask for water; every day at noon somebody chats."""
    said = [
        {"uid": f"w{day}-{n}", "author_uid": f"u{(day + n) % people}", "created_at": moment(day, 8, n),
         "text": "Plus d’eau potable ici", "place_insee": NANTES}
        for day in DAYS for n in range(4)
    ]  # fmt: skip
    return said + [
        {"uid": f"c{day}", "author_uid": f"v{day}", "created_at": moment(day, 12), "text": "Bon appétit",
         "place_insee": NANTES}
        for day in range(14)
    ]  # fmt: skip


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    rows = [(f"m{day}", "main-burst", moment(day, 6), NANTES, "1") for day in DAYS]
    rows += [(f"t{day}", "traffic", moment(day, 7), NANTES, "1") for day in range(14)]
    pl.DataFrame(rows, schema=["uid", "kind", "at", "place_insee", "count"], orient="row").write_csv(path)
    return path


def run(log, *words):
    app = crisis_app(read_watched_posts)
    given = ["lift", "--events", str(log), *map(str, words)]
    return CliRunner().invoke(app, given, obj=SimpleNamespace(lang="en"), env={"COLUMNS": "300"})


def crossed(log, tmp_path, people):
    pl.DataFrame(asking(people)).write_ndjson(tmp_path / "posts.jsonl")
    made = run(log, "--from-file", tmp_path / "posts.jsonl", "--out", tmp_path / "lift.csv")
    assert made.exit_code == 0, made.output
    assert "not of cause" in made.output
    return pl.read_csv(tmp_path / "lift.csv")


def test_those_who_ask_two_hours_after_stand_out_first(log, tmp_path):
    found = crossed(log, tmp_path, people=16)
    assert tuple(found.columns) == COLUMNS
    first = found.row(0, named=True)
    assert (first["kind"], first["other_kind"], first["lag_h"]) == ("main-burst", "water", 2)
    assert first["lift"] == pytest.approx(2.0)  # on 7 days of 14
    assert first["p"] < 0.05


@pytest.mark.parametrize(("people", "told"), [(10, 0), (11, 2)])
def test_what_few_people_wrote_of_is_left_out(log, tmp_path, people, told):
    assert crossed(log, tmp_path, people).filter(other_kind="water").height == told


def test_events_alone_are_crossed_among_themselves(log):
    made = run(log)
    assert made.exit_code == 0, made.output
    assert "main-burst" in made.output
    assert "posts" not in made.output


def test_one_kind_alone_has_nothing_to_compare_with(log):
    pl.read_csv(log, infer_schema=False).filter(kind="traffic").write_csv(log)
    assert "two kinds of events" in run(log).output


@pytest.mark.parametrize(
    ("change", "words", "said"),
    [
        ({"kind": "what"}, (), "has no column kind"),
        ({}, ("--as-of", "noon"), "is not an instant"),
        ({}, ("--out", "lift.docx"), "lift goes to .csv"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(log, change, words, said):
    pl.read_csv(log, infer_schema=False).rename(change).write_csv(log)
    found = run(log, *words)
    assert found.exit_code == 2
    assert said in " ".join(found.output.replace("│", " ").split())


def test_a_count_that_is_none_is_said_with_its_column(log):
    rows = pl.read_csv(log, infer_schema=False)
    rows.with_columns(count=pl.lit("many")).write_csv(log)
    found = run(log)
    assert found.exit_code == 2
    assert "Correct that column" in " ".join(found.output.replace("│", " ").split())
