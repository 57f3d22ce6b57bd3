from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from dash_app.action_commands import app
from graph import loads
from graph.store import open_store

T0 = datetime(2026, 1, 12, 10, tzinfo=UTC)


@pytest.fixture
def graph(tmp_path):
    path = tmp_path / "graph.kgl"
    with open_store(path) as store:
        hours = [
            T0 + timedelta(hours=hour, minutes=n) for hour in range(-60, 13) for n in range(9 + hour % 3)
        ]
        posts = [{"uid": f"p{n}", "created_at": at, "author": [{"key": f"u{n}"}],
                  "needs": [{"key": "water", "method": "lexicon"}]} for n, at in enumerate(hours)]  # fmt: skip
        store.load(loads.POSTS, pl.DataFrame(posts))
        store.load(loads.CLAIMS, pl.DataFrame({"uid": ["claim:1"], "size": [9], "run": ["claims:1"]}))
        stated = pl.DataFrame({"source": [post["uid"] for post in posts]})
        store.load(loads.STATES, stated.with_columns(target=pl.lit("claim:1"), run=pl.lit("claims:1")))
        offers = {
            "uid": ["s1"],
            "name": ["Maison"],
            "hours": ["lundi 9-12"],
            "needs": [[{"key": "water", "method": "d"}]],
        }
        store.load(loads.OFFERS, pl.DataFrame(offers))
    return path


def run(graph, *words):
    settings = SimpleNamespace(lang="en", store=lambda: open_store(graph))
    return CliRunner().invoke(app, list(words), obj=settings, env={"COLUMNS": "300"})


DECLARE = ("declare", "--kind", "denial", "--metric", "claim-posts", "--target", "claim:1",
           "--at", "2026-01-12T10:00:00Z", "--before", "2d", "--after", "12h", "--season", "none")  # fmt: skip


def test_declare_list_and_effect(graph, tmp_path):
    told = run(graph, *DECLARE)
    assert told.exit_code == 0, told.output
    uid = told.output.split()[0]
    assert "after its moment; a season of none" in told.output
    assert run(graph, *DECLARE).output == told.output, "the same declaration is the same action"
    out = tmp_path / "effect.csv"
    found = run(graph, "effect", uid, "--out", str(out))
    assert found.exit_code == 0, found.output
    assert "48 points before, 12 after, 3600 s each; means 10 and 10" in found.output
    assert "verdict: no effect found" in found.output
    assert "denial ÷ rumour: 0.00 in posts" in found.output
    assert pl.read_csv(out).columns == ["step", "at", "value", "fitted", "expected"]
    listed = run(graph, "list", "--format", "csv")
    assert [line.split(",")[0] for line in listed.output.splitlines()] == ["action", uid]
    assert ",1,no effect found" in listed.output
    early = run(graph, "effect", uid, "--as-of", "2026-01-12T13:00:00Z")
    assert "verdict: descriptive only — 3 points after, 6 needed" in early.output
    assert "window open until 2026-01-12 22:00Z" in early.output
    assert (
        "points after T0 that an estimate still needs: 3, at 2026-01-12 16:00Z at the earliest"
        in early.output
    )
    assert "window open" not in found.output


def test_hours_are_suggested(graph):
    found = run(graph, "hours", "--need", "water")
    assert found.exit_code == 0, found.output
    assert "people express this need" in found.output
    assert "give up  monday 10-12 h  1 open, the least asked in" in found.output
    nobody = run(graph, "hours", "--need", "shelter")
    assert "fewer than 11 people express this need there" in nobody.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*DECLARE, "--territory", "ici"), "there is no territory 'ici'"),
        ((*DECLARE, "--metric", "mood"), "There are: claim-posts"),
        ((*DECLARE, "--at", "noon"), "'noon' is no time"),
        ((*DECLARE, "--target", "claim:2"), "the graph has no claim 'claim:2'"),
        (("effect", "action:0"), "See them: cyberimpact actions list"),
        (("list", "--format", "xml"), "there is no format 'xml'"),
        (("hours", "--need", "water", "--territory", "1"), "there is no territory '1'"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(graph, words, said):
    result = run(graph, *words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())
