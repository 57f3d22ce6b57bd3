"""Accounts of services: declared as pseudonyms, replaced as a whole, refused with a cure."""

import polars as pl
import pytest
from typer.testing import CliRunner

from dash_app.service_commands import app
from graph import loads
from graph.privacy import Pseudonyms, read_or_create_key
from graph.settings import Settings
from graph.store import open_store

DECLARED = "CAF: [x:1, 'mastodon:caf@social.example']\nPréfecture: [x:2]\n"


@pytest.fixture
def settings(tmp_path):
    env = {
        "CYBERIMPACT_DATA": str(tmp_path),
        "CYBERIMPACT_KEY": str(tmp_path / "key"),
        "CYBERIMPACT_LANG": "en",
    }
    return Settings.read(env)


@pytest.fixture
def run(settings, tmp_path):
    def run(text, *words):
        file = tmp_path / "accounts.yml"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(
            app, [*(words or ("declare", str(file)))], obj=settings, env={"COLUMNS": "300"}
        )

    return run


def test_what_is_declared_is_kept_as_pseudonyms_and_replaces_what_was(run, settings, tmp_path):
    of = Pseudonyms(read_or_create_key(settings.key)).of
    with open_store(settings.graph) as store:
        author = [{"key": of("x:1"), "platform": "x", "followers": 10}]
        store.load(
            loads.POSTS, pl.DataFrame([{"uid": "p1", "created_at": "2026-01-07T08:00:00Z", "author": author}])
        )
    first = run(DECLARED)
    assert first.exit_code == 0, first.output
    assert "CAF  2 accounts, 1 posts, 1 of them without a post in the graph" in first.output
    assert "Préfecture  1 accounts, 0 posts" in first.output
    listed = run("", "list", "--format", "csv").output
    assert of("x:1") in listed
    assert "x:1" not in listed.replace(of("x:1"), "")
    again = run("CAF: [x:1]\n")
    assert "2 accounts that were declared before no longer count" in again.output
    assert run("", "list", "--format", "csv").output.count("u_") == 1
    assert "1 accounts that were declared before" in run("{}").output
    assert "no account is declared" in run("{}").output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CAF: x:1\n", "declares no accounts"),
        ("CAF: [1]\n", "declares no accounts"),
        ("CAF: [caf_officiel]\n", "'caf_officiel' does not say its platform"),
        ("CAF: [x:1]\nImpôts: [x:1]\n", "x:1 is declared for CAF and Impôts"),
        ("CAF: [x:1\n", "is no YAML"),
    ],
)
def test_a_file_that_declares_nothing_is_refused(run, text, said):
    result = run(text)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert "accounts.yml" in result.output
