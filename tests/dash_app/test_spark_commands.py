"""`cyberimpact spark …` from a file to a folder, and what it says when something is missing."""

import os

import polars as pl
import pytest
from typer.testing import CliRunner

from analytics.spark.single import communities
from dash_app.spark_commands import app
from graph.settings import Settings

EDGES = pl.DataFrame({"source": ["a", "b", "c"], "target": ["b", "c", "a"], "weight": [2, 1, 3]})


def run(*arguments, environment=os.environ):
    return CliRunner().invoke(app, [*map(str, arguments)], obj=Settings.read(environment))


@pytest.mark.spark
@pytest.mark.filterwarnings("default::ResourceWarning")
def test_from_an_edge_list(tmp_path):
    EDGES.write_parquet(tmp_path / "edges.parquet")
    out = tmp_path / "figures"
    ran = run("communities", tmp_path / "edges.parquet", "--out", out, "--partitions", 2, "--memory", "512m")
    assert ran.exit_code == 0, ran.output
    assert "communities  3 rows" in ran.output
    assert pl.read_parquet(out / "communities" / "*.parquet").equals(communities(EDGES))
    assert [path.name for path in out.iterdir()] == ["communities"]


def test_a_missing_file(tmp_path):
    ran = run("cascades", tmp_path / "none.parquet", "--out", tmp_path)
    assert ran.exit_code == 2
    assert "there is no file" in ran.output


def test_without_java(tmp_path):
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'cyberimpact[spark]'")
    EDGES.write_parquet(tmp_path / "edges.parquet")
    ran = run(
        "components", tmp_path / "edges.parquet", "--out", tmp_path, environment={"PATH": str(tmp_path)}
    )
    assert ran.exit_code == 1
    assert "Java 17" in ran.output


@pytest.mark.parametrize("verb", ["cascades", "coordination", "components", "communities"])
def test_each_verb_has_an_example(verb):
    shown = run(verb, "--help").output
    assert f"Example: cyberimpact spark {verb}" in " ".join(shown.replace("│", " ").split())
