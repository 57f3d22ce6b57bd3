"""Need rates by commune, EPCI and département, and the need cube, from the graph of each store and from a file."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from analytics.stages.needs import NEEDS
from collectors.files.signal_frames import read_watched_posts
from cypher import query
from dash_app.analysis_commands import analysis_app
from dash_app.exports import export
from dash_app.need_cube import Cut
from graph import loads
from graph.runs import Window, run_stage
from graph.territory import locations

NANTES, REZE, SAINT_NAZAIRE, MARSEILLE = "44109", "44143", "44184", "13055"
METROPOLE, LITTORAL = "244400404", "244400644"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
COUNTS = {(NANTES, 0): 40, (NANTES, 1): 30, (REZE, 0): 4, (SAINT_NAZAIRE, 1): 25, (MARSEILLE, 0): 90}
SCATTERED = 12  # people of whom only the département is known


def asks():
    """(number, commune or None, time) of each who asks for water."""
    places = [(place, week) for (place, week), people in COUNTS.items() for _ in range(people)]
    places += [(None, 1)] * SCATTERED
    return [(n, place, MONDAY + timedelta(weeks=week, minutes=n)) for n, (place, week) in enumerate(places)]


def located(code):
    kind = "commune" if code else "departement"
    return [{"key": f"{kind}:{code or '44'}", "method": "declared", "precision": kind}]


def territory():
    """The few places that are asked about, as the graph holds them."""
    asked = {
        "region:52",
        "region:93",
        "departement:44",
        "departement:13",
        *(f"commune:{c}" for c, _ in COUNTS),
    }
    parent = pl.concat_list("parent_uid").list.drop_nulls().alias("parent")
    return locations().filter(pl.col("uid").is_in(asked)).select(pl.exclude("parent_uid"), parent)


@pytest.fixture
def analysed(store):
    store.load(loads.LOCATIONS, territory())
    store.load(loads.NEEDS, pl.DataFrame({"class": ["water"], "family": ["crisis"]}))
    needs = [{"key": "water", "method": "lexicon"}]
    posts = [
        {"uid": f"p{n}", "text": "plus d’eau potable", "created_at": at, "kind": "post", "source": "test",
         "author": [{"key": f"u{n}", "platform": "x", "followers": 1}], "needs": needs, "place": located(code)}
        for n, code, at in asks()
    ]  # fmt: skip
    store.load(loads.POSTS, pl.DataFrame(posts))
    point = {"key": f"commune:{NANTES}", "method": "declared", "precision": "commune"}
    offer = {"uid": "o1", "name": "Point d’eau", "place": [point], "needs": needs}
    store.load(loads.OFFERS, pl.DataFrame([offer]))
    run_stage(store, NEEDS, Window(), MONDAY)
    return store


def by_code(frame, **only):
    return {row["code"]: row for row in frame.filter(**only).iter_rows(named=True)}


def test_rates_and_gap_by_epci_stand_beside_the_other_levels(analysed, tmp_path):
    rates = by_code(analysed.read(query("windows/need_rates")), topic="water")
    assert rates[REZE]["people"] is None
    assert rates[NANTES]["people"] is None  # or Rezé would follow from Nantes Métropole
    assert rates[METROPOLE]["people"] == 74
    assert (rates[METROPOLE]["name"], rates[METROPOLE]["offers"]) == ("Nantes Métropole", 1)
    assert (rates["44"]["people"], rates["13"]["people"], rates["FR"]["people"]) == (111, 90, 201)
    assert analysed.read(query("needs/rates"), {"level": "epci", "topic": "water"}).height == 3
    assert export(analysed, "gap", tmp_path / "gap.json") > 0
    gaps = by_code(
        pl.DataFrame(json.loads((tmp_path / "gap.json").read_bytes())), level="epci", topic="water"
    )
    assert gaps[METROPOLE]["reach"] > 0.9
    assert gaps[LITTORAL]["reach"] < 0.5
    assert gaps[LITTORAL]["unanswered"]
    assert gaps[METROPOLE]["rate"] == pytest.approx(rates[METROPOLE]["smoothed_rate"])


def test_epci_are_points_of_the_map_and_france_is_nowhere(analysed, tmp_path):
    export(analysed, "needs", tmp_path / "needs.geojson")
    found = json.loads((tmp_path / "needs.geojson").read_bytes())["features"]
    places = {(f["properties"]["level"], f["properties"]["code"]): f["geometry"] for f in found}
    assert places["epci", METROPOLE]["type"] == places["commune", NANTES]["type"] == "Point"
    assert places["departement", "44"]["type"] == "MultiPolygon"
    assert places["france", "FR"] is None


def test_the_cube_hides_what_the_rates_hide(analysed, tmp_path):
    out = tmp_path / "cube.json"
    assert export(analysed, "need-cube", out) > 0
    found = pl.DataFrame(json.loads(out.read_bytes()), infer_schema_length=None)
    assert found.columns == ["level", "code", "name", "topic", "at", "people", "rate", "suppressed"]
    whole = by_code(found.filter(pl.col("at").is_null()), topic="water")
    rates = by_code(analysed.read(query("windows/need_rates")), topic="water")
    assert {code: row["people"] for code, row in whole.items()} == {
        code: row["people"] for code, row in rates.items() if row["people"] != 0
    }
    week = found.filter(topic="water", level="epci", code=METROPOLE, at="2026-03-02T00:00:00.000Z")
    assert week["people"].to_list() == [44]
    assert found.filter(pl.col("code").is_in([NANTES, REZE]), pl.col("at").is_not_null()).is_empty()


def test_one_level_and_other_windows(analysed, tmp_path):
    out = tmp_path / "cube.json"
    export(analysed, "need-cube", out, cut=Cut("month", "departement"))
    found = pl.DataFrame(json.loads(out.read_bytes()), infer_schema_length=None)
    assert set(found["level"]) == {"departement"}
    assert found.filter(code="44", topic="all").select("at", "people").rows() == [
        (None, 111), ("2026-03-01T00:00:00.000Z", 111),
    ]  # fmt: skip


def invoke(*words):
    app = analysis_app(SimpleNamespace(asking=read_watched_posts, posts=None, follows=None, stance=None))
    return CliRunner().invoke(app, ["export", "need-cube", *map(str, words)], obj=SimpleNamespace(lang="en"))


def test_the_cube_of_a_file_of_posts(tmp_path: Path):
    rows = [
        {"uid": f"p{n}", "author_uid": f"u{n}", "created_at": at.isoformat(), "place_insee": code,
         "text": "Nous n’avons plus d’eau potable" + ("" if code else " en Loire-Atlantique")}
        for n, code, at in asks()
    ]  # fmt: skip
    pl.DataFrame(rows, infer_schema_length=None).write_ndjson(tmp_path / "posts.jsonl")
    made = invoke("--from-file", tmp_path / "posts.jsonl", "--level", "epci", "--out", tmp_path / "cube.csv")
    assert made.exit_code == 0, made.output
    found = pl.read_csv(tmp_path / "cube.csv", infer_schema=False).filter(pl.col("at").is_null())
    assert set(found["level"]) == {"epci"}
    assert found.filter(topic="all", code=METROPOLE)["people"].to_list() == ["74"]
    assert "u1" not in (tmp_path / "cube.csv").read_text()


@pytest.mark.parametrize(
    ("words", "said"), [(("--every", "hour"), "'hour' is not one of"), ((), "have no column text")]
)
def test_what_is_wrong_is_said_with_its_cure(tmp_path, words, said):
    rows = [{"uid": "p1", "author_uid": "u1", "created_at": "2026-03-02T09:00:00Z"}]
    pl.DataFrame(rows).write_csv(tmp_path / "posts.csv")
    found = invoke("--from-file", tmp_path / "posts.csv", *words, "--out", tmp_path / "cube.csv")
    assert found.exit_code == 2
    assert said in " ".join(found.output.replace("│", " ").split())
