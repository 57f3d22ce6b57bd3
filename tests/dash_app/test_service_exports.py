"""Visibility and perception as tables for other programs: from the graph, from feedback, from posts."""

import polars as pl
import pytest
from typer.testing import CliRunner

from collectors.archive import Archive
from collectors.files.feedback_frames import read_opinions
from collectors.files.signal_frames import read_watched_posts
from collectors.registry import source
from collectors.road import Road, import_file
from dash_app.analysis_commands import Files, analysis_app
from dash_app.exports import export
from dash_app.services import tables
from graph.privacy import Pseudonyms
from graph.store import open_store
from tests.dash_app.service_files import ACCOUNTS, FEEDBACK_NAME, NOW, feedback_csv, posts_csv


@pytest.fixture
def files(tmp_path):
    for name, text in (
        (FEEDBACK_NAME, feedback_csv()),
        ("posts.csv", posts_csv()),
        ("accounts.yml", ACCOUNTS),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(files):
    app = analysis_app(
        Files(
            posts=pl.read_csv,
            asking=read_watched_posts,
            opinions=read_opinions,
            follows=pl.read_csv,
            stance=None,
        )
    )

    def run(what, name, *words):
        asked = ["export", what, "--from-file", str(files / name), "--out", str(files / "out.csv"), *words]
        result = CliRunner().invoke(app, asked, obj=None, env={"COLUMNS": "300"})
        table = pl.read_csv(files / "out.csv", infer_schema=False) if result.exit_code == 0 else None
        return result, table

    return run


def test_perception_of_a_file_is_that_of_the_graph(run, files, tmp_path):
    with open_store(tmp_path / "graph.kgl") as store:
        road = Road(store, Archive(tmp_path / "archive"), Pseudonyms(bytes(32)), NOW)
        import_file(files / FEEDBACK_NAME, source("services-publics-plus"), road)
        assert export(store, "perception", tmp_path / "graph.csv") > 0
        assert export(store, "visibility", tmp_path / "seen.csv") > 0
        seen = tables.perceived(
            read_opinions(files / FEEDBACK_NAME, "services-publics-plus"), tables.published(store)
        )
        graph = tables.perception(store)
    assert seen.equals(graph)
    told = pl.read_csv(tmp_path / "graph.csv", infer_schema=False)
    whole = told.filter(pl.col("at").is_null(), axis="rating", level="france", service="CAF").row(
        0, named=True
    )
    assert (whole["people"], whole["share"], whole["name"]) == ("80", "0.4875", "France")
    changed = told.filter(axis="rating", level="france", service="CAF", certain="true").row(0, named=True)
    assert changed["came"] == "attente|interminable"
    _, table = run("perception", FEEDBACK_NAME, "--as", "services-publics-plus")
    assert table.filter(pl.col("at").is_null(), axis="rating", level="france", service="CAF")[
        "people"
    ].to_list() == ["80"]


def test_visibility_of_a_file_of_feedback(run):
    result, table = run("visibility", FEEDBACK_NAME, "--as", "services-publics-plus")
    assert result.exit_code == 0, result.output
    volume = table.filter(figure="volume", level="departement", code="44").row(0, named=True)
    assert (volume["name"], volume["people"]) == ("Loire-Atlantique", "112")
    answers = table.filter(pl.col("at").is_null(), figure="answers", level="france", service="CAF").row(
        0, named=True
    )
    assert (answers["people"], answers["share"], answers["suppressed"]) == ("80", "0.4875", "false")
    few = table.filter(figure="answers", service="Mairie")
    assert few["suppressed"].unique().to_list() == ["true"]
    assert few["people"].null_count() == few.height


def test_visibility_of_a_file_of_posts(run, files):
    result, table = run("visibility", "posts.csv", "--accounts", str(files / "accounts.yml"))
    assert result.exit_code == 0, result.output
    heard = table.filter(figure="voice", service="CAF", level="france", topic="all").row(0, named=True)
    assert (heard["people"], heard["own_posts"]) == ("12", "1")


@pytest.mark.parametrize(
    ("what", "said"), [("perception", "--as SOURCE"), ("visibility", "--accounts accounts.yml")]
)
def test_a_file_without_its_form_is_refused(run, what, said):
    result, _ = run(what, "posts.csv")
    assert result.exit_code == 2
    assert said in result.output
