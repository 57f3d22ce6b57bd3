import polars as pl
import pytest
from typer.testing import CliRunner

from dash_app.match_commands import app

NEEDS = (
    "uid,need,at,place_insee,people\n"
    "n1,water,2026-01-19T08:00:00Z,36044,\nn2,shelter,2026-01-19T09:00:00Z,36044,4\n"
)
OFFERS = (
    "uid,need,at,place_insee,people\n"
    "o1,shelter|food,2026-01-19T08:00:00Z,36044,5\no2,water,2026-01-19T10:00Z,75101,\n"
)


def run(folder, needs, offers, *words, out="matches.csv"):
    for name, text in (("needs.csv", needs), ("offers.csv", offers)):
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    files = [
        "--needs",
        str(folder / "needs.csv"),
        "--offers",
        str(folder / "offers.csv"),
        "--out",
        str(folder / out),
    ]
    return CliRunner().invoke(app, [*files, *words], env={"COLUMNS": "300"})


def test_proposals_and_a_summary(tmp_path):
    result = run(tmp_path, NEEDS, OFFERS)
    assert result.exit_code == 0, result.output
    assert "2 needs, 2 offers: 1 proposals" in result.output
    assert "1 no offer within reach" in result.output
    rows = pl.read_csv(tmp_path / "matches.csv").select("need_uid", "offer_uid", "why", "hours_apart").rows()
    assert rows == [("n1", None, "no offer within reach", None), ("n2", "o1", "proposed", 1.0)]


def test_a_former_code_and_a_greater_reach_find_paris(tmp_path):
    run(tmp_path, NEEDS, OFFERS, "--at-most-km", "400", "--km", "300")
    assert pl.read_csv(tmp_path / "matches.csv")["offer_uid"].to_list() == ["o2", "o1"]


def test_other_names_and_separators_and_forms_are_read(tmp_path):
    needs = "\ufeffid;need_class;created_at;latitude;longitude\nn1;water;1768809600;46,8;1,7\n"
    offers = "uid\tanswers\tname\tlat\tlon\no1\twater|food\tpacks\t46.8\t1.7\n"
    result = run(tmp_path, needs, offers, "--as-of", "2026-01-20", out="deep/matches.json")
    assert result.exit_code == 0, result.output
    assert pl.read_json(tmp_path / "deep" / "matches.json")["offer_uid"].to_list() == ["o1"]
    assert "0 proposals" in run(tmp_path, needs, offers, "--as-of", "2026-01-01").output


@pytest.mark.parametrize(
    ("needs", "offers", "words", "said"),
    [
        ("name,need\na,b\n", OFFERS, [], ["needs.csv: there is no column uid; its columns are text, need", "--help"]),
        (NEEDS, "uid,need,lat\no,water,north\n", [], ["offers.csv, line 2: lat 'north' is no number"]),
        (NEEDS + "n1,food,,,\n", OFFERS, [], ["needs.csv, line 4: uid 'n1' is there twice"]),
        ("", OFFERS, [], ["needs.csv: is no CSV table", "Save it as CSV"]),
        ("uid,need\né,eau\n".encode("latin-1"), OFFERS, [], ["needs.csv: is not UTF-8 at byte 9"]),
        (NEEDS, OFFERS, ["--as-of", "noon"], ["--as-of 'noon' is no time: write"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_cure(tmp_path, needs, offers, words, said):
    result = run(tmp_path, needs, offers, *words)
    assert result.exit_code == 2
    told = " ".join(result.output.replace("│", " ").split())
    assert all(" ".join(word.split()) in told for word in said), told
    assert not (tmp_path / "matches.csv").exists()


def test_a_form_that_is_none_is_said(tmp_path):
    result = run(tmp_path, NEEDS, OFFERS, out="matches.xls")
    assert result.exit_code == 2
    assert "matches.xls cannot be written" in result.output


def test_the_forms_stand_in_the_help():
    told = " ".join(CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).output.split())
    assert all(word in told for word in ("place_insee", "capacity", "until", "A proposal commits nobody"))
