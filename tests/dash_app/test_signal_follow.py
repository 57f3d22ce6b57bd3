"""The graph watched as posts come: what is new is judged, written beside the rest, and told once."""

import os
import signal
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from analytics.stages.signals import SIGNALS
from cypher import query
from dash_app.signal_commands import signal_app
from dash_app.signal_follow import Follower
from graph import loads
from graph.errors import StoreBusyError
from graph.reference import ensure_reference
from graph.runs import Window, run_stage
from graph.store import open_store
from tests.analytics.signals.watched_posts import hour
from tests.cypher.sample import post
from tests.integration.cli import Cli

CRISIS_H = 5 * 24 + 9
LAG = timedelta(minutes=5)
PLACES = [
    {"uid": "departement:47", "code": "47", "kind": "departement", "name": "Lot-et-Garonne"},
    {"uid": "commune:47001", "code": "47001", "kind": "commune", "name": "Agen"},
]


def talk(first, last, per_hour, prefix, **more):
    """Posts of as many people between two hours after `hour(0)`, as the graph takes them."""
    hours = np.sort(np.random.default_rng(3).uniform(first, last, int((last - first) * per_hour)))
    rows = [
        post(f"{prefix}{row:04d}", f"u_{prefix}{row}", 0, place="commune:47001", **more)
        | {"created_at": hour(at)}
        for row, at in enumerate(hours)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def asked(first, last, per_hour=16):
    return talk(
        first, last, per_hour, f"water{int(10 * first)}_", text="plus une goutte d'eau", needs=["water"]
    )


@pytest.fixture
def graph(tmp_path):
    path = tmp_path / "graph.kgl"
    with open_store(path) as store:
        store.load(loads.LOCATIONS, pl.DataFrame(PLACES))
        store.load(loads.POSTS, talk(0, CRISIS_H, 2, "quiet", text="Le marché de samedi était bien"))
    return path


def loaded(graph, rows):
    with open_store(graph) as store:
        store.load(loads.POSTS, rows)


def in_graph(graph):
    with open_store(graph) as store:
        return store.read(query("signals/latest"), {"limit": 100})


@pytest.mark.neo4j
def test_neo4j_is_followed_alike(neo4j_store, neo4j_address):
    ensure_reference(neo4j_store)
    neo4j_store.load(loads.POSTS, talk(0, CRISIS_H, 2, "quiet", text="Le marché de samedi était bien"))
    reached = (neo4j_address.url, neo4j_address.user, neo4j_address.password)
    follower = Follower(lambda: open_store(reached[0], user=reached[1], password=reached[2]), LAG)
    assert "0 new signals" in follower.look(hour(CRISIS_H) + LAG)
    neo4j_store.load(loads.POSTS, asked(CRISIS_H, CRISIS_H + 1))
    assert "1 need" in follower.look(hour(CRISIS_H + 1.1))
    assert "0 new posts  0 new signals" in follower.look(hour(CRISIS_H + 1.11))
    found = neo4j_store.read(query("signals/latest"), {"limit": 100}).filter(kind="need")
    assert found.select("topic", "location_code").rows() == [("water", "47")]


def test_new_posts_are_judged_and_told_once_and_are_there_for_everybody(graph):
    follower = Follower(lambda: open_store(graph), LAG)
    assert "0 new signals" in follower.look(hour(CRISIS_H) + LAG)
    loaded(graph, asked(CRISIS_H, CRISIS_H + 1))
    said = follower.look(hour(CRISIS_H + 1.1))
    assert "16 new posts" in said
    assert "1 need" in said
    assert "0 new posts  0 new signals" in follower.look(hour(CRISIS_H + 1.11))
    found = in_graph(graph).filter(kind="need")
    assert found.select("topic", "location_code").rows() == [("water", "47")]
    assert follower.summary().startswith(f"{follower.told} signals, run signals:follow:2026-03-07T")


def test_the_stage_finds_the_same_and_takes_over(graph):
    follower = Follower(lambda: open_store(graph), timedelta(0))
    loaded(graph, asked(CRISIS_H, CRISIS_H + 2))
    follower.look(hour(CRISIS_H - 10))
    follower.look(hour(CRISIS_H + 2))
    before = in_graph(graph)["signal"]
    assert before.len()
    with open_store(graph) as store:
        run_stage(store, SIGNALS, Window(end=hour(CRISIS_H + 2)), hour(CRISIS_H + 2))
    assert set(in_graph(graph)["signal"]) == set(before)


def test_posts_that_arrive_late_are_waited_for_and_a_held_graph_as_well(graph):
    follower = Follower(lambda: open_store(graph), LAG)
    follower.look(hour(CRISIS_H))
    with open_store(graph) as store:
        assert "waiting" in follower.look(hour(CRISIS_H + 0.1))
        store.load(loads.POSTS, asked(CRISIS_H, CRISIS_H + 0.99))
    follower.look(hour(CRISIS_H + 1))
    loaded(graph, asked(CRISIS_H + 0.9, CRISIS_H + 0.98, 100))  # written a minute before, loaded now
    assert "new posts" in follower.look(hour(CRISIS_H + 1.09))
    assert "water" in in_graph(graph)["topic"].to_list()


def test_a_graph_that_is_held_from_the_start_is_an_error(graph):
    with open_store(graph), pytest.raises(StoreBusyError):
        Follower(lambda: open_store(graph), LAG).look(hour(1))


def test_a_graph_without_posts_says_nothing(tmp_path):
    follower = Follower(lambda: open_store(tmp_path / "empty.kgl"), LAG)
    assert follower.look(hour(1)) == "01:00:00  0 new posts  0 new signals"
    assert follower.summary() == "0 signals"


@pytest.mark.parametrize("words", [[], ["--follow", "--as-of", "2026-01-01"]])
def test_what_does_not_go_together_is_said(words):
    result = CliRunner().invoke(signal_app(pl.read_csv), words, env={"COLUMNS": "300"})
    assert result.exit_code == 2
    assert "--from-file" in result.output or "--follow is of the graph" in result.output


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to send")
def test_ctrl_c_ends_in_order(graph, tmp_path):
    with Cli(tmp_path, CYBERIMPACT_GRAPH=str(graph)).start("signals", "--follow", "--every", 1) as process:
        assert "Ctrl-C ends" in process.stdout.readline()
        assert "258 new posts" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "signals" in out.splitlines()[-2]
    assert "no verdict" in out.splitlines()[-1]
