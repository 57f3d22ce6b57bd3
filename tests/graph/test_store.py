"""Both stores: what is loaded is read back, twice changes nothing, and problems are told with their cure."""

import subprocess
import sys
from datetime import UTC, datetime

import polars as pl
import pytest

from cypher.library import parse
from graph import loads
from graph.errors import StoreBusyError, StoreError, StoreRefusedError, StoreUnreachableError
from graph.store import open_store
from graph.transfer import count_graph

AT = datetime(2026, 1, 7, 11, 7, 51, 250_000, tzinfo=UTC)
READ = parse(
    "windows/test",
    """// title: One post
// param: uid string
// returns: uid string, text string, at datetime, tags strings, followers int
MATCH (u:User)-[:POSTED]->(p:Post {uid: $uid})
OPTIONAL MATCH (p)-[:TAGGED]->(h:Hashtag)
WITH p, u, h ORDER BY h.tag
WITH p, u, collect(h.tag) AS tags
RETURN p.uid AS uid, p.text AS text, p.created_at AS at, tags AS tags, u.followers AS followers ORDER BY uid
""",
)


def account(key, followers):
    return {"key": key, "platform": "x", "followers": followers}


def posts(**changed):
    columns = {
        "uid": ["x:1", "x:2"],
        "text": ["l'eau est coupée", "RT"],
        "created_at": [AT, AT],
        "author": [
            [{"key": "u_a", "platform": "x", "followers": 3}],
            [{"key": "u_b", "platform": "x", "followers": None}],
        ],
        "repost_of": [[], ["x:1"]],
        "hashtags": [["eau", "crue"], []],
        "run": ["r1", "r1"],
    }
    return pl.DataFrame(columns | changed, schema_overrides={"repost_of": pl.List(pl.String)})


def test_what_is_loaded_is_read_back(store):
    assert store.load(loads.POSTS, posts()) == 2
    found = store.read(READ, {"uid": "x:1"})
    assert found.rows() == [("x:1", "l'eau est coupée", AT, ["crue", "eau"], 3)]
    assert found.schema["at"] == pl.Datetime("ms", "UTC")
    assert count_graph(store) == {
        "Hashtag": 2,
        "POSTED": 2,
        "Post": 2,
        "REPOST_OF": 1,
        "TAGGED": 2,
        "User": 2,
    }


def test_loading_twice_changes_nothing(store):
    store.load(loads.POSTS, posts())
    before = count_graph(store), store.read(READ, {"uid": "x:1"})
    store.load(loads.POSTS, posts())
    assert count_graph(store) == before[0]
    assert store.read(READ, {"uid": "x:1"}).equals(before[1])


def test_what_is_not_given_does_not_erase_what_is_known(store):
    store.load(loads.POSTS, posts())
    store.load(loads.POSTS, posts(text=[None, None]).drop("hashtags"))
    assert store.read(READ, {"uid": "x:1"})["text"].to_list() == ["l'eau est coupée"]


def test_the_first_run_that_wrote_a_post_stays(store):
    store.load(loads.POSTS, posts())
    store.load(loads.POSTS, posts(run=["r2", "r2"]))
    rows = store.write("MATCH (p:Post) RETURN DISTINCT p.run AS run", {})
    assert rows == [{"run": "r1"}]


def test_a_derived_figure_that_is_gone_is_erased(store):
    row = {"uid": "commune:1:all", "level": "commune", "people": 12, "run": "r1"}
    store.load(loads.NEED_RATES, pl.DataFrame(row))
    store.load(
        loads.NEED_RATES,
        pl.DataFrame(row | {"people": None, "run": "r2"}, schema_overrides={"people": pl.Int64}),
    )
    assert store.write("MATCH (n:NeedRate) RETURN n.people AS people, n.run AS run", {}) == [
        {"people": None, "run": "r2"}
    ]


def test_a_sweep_removes_in_batches(store):
    store.load(loads.NEED_RATES, pl.DataFrame({"uid": [str(n) for n in range(12_000)], "run": "r1"}))
    statement = "MATCH (n:NeedRate) WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS deleted"
    assert store.sweep(statement, {}) == 12_000
    assert count_graph(store) == {}


def test_a_search_finds_all_that_was_loaded(store):
    rows = [f"message {n} sur l'inondation" for n in range(3_000)]
    store.load(loads.POSTS, pl.DataFrame({"uid": [f"x:{n}" for n in range(3_000)], "text": rows}))
    store.refresh_search()
    text = "CALL db.index.fulltext.queryNodes('post_search', 'inondation') YIELD node, score RETURN count(node) AS n"
    assert store.write(text, {}) == [{"n": 3_000}]


def test_an_unknown_column_is_refused_before_anything_is_written(kglite_store):
    with pytest.raises(ValueError, match="Post has no place for the columns mood"):
        kglite_store.load(loads.POSTS, posts().with_columns(mood=pl.lit("angry")))


def test_the_embedded_graph_survives_a_close_and_a_kill(tmp_path):
    path = tmp_path / "g.kgl"
    script = (
        "import os, sys, polars as pl; from graph.store import open_store; from graph import loads\n"
        "s = open_store(sys.argv[1]); s.load(loads.NEEDS, pl.DataFrame({'class': ['water']})); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", script, path], check=False).returncode == 9
    with open_store(path) as store:
        assert count_graph(store) == {"Need": 1}


def test_a_second_process_is_told_who_holds_the_embedded_graph(tmp_path):
    path = tmp_path / "g.kgl"
    script = (
        "import sys; from graph.store import open_store\n"
        "s = open_store(sys.argv[1]); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreBusyError, match=rf"in use by process {holder.pid}") as caught:
            open_store(path)
        assert "use Neo4j for several processes" in caught.value.cure
        holder.communicate("\n")


def test_an_unreachable_server_is_named_with_the_cure():
    with pytest.raises(StoreUnreachableError, match=r"no Neo4j answers at bolt://127\.0\.0\.1:1"):
        open_store("bolt://127.0.0.1:1")


@pytest.mark.neo4j
def test_a_wrong_password_is_told(neo4j_address):
    with pytest.raises(StoreRefusedError, match="refuses this user or password"):
        open_store(neo4j_address.url, user="neo4j", password="wrong")


def test_an_address_of_no_graph_is_refused():
    with pytest.raises(StoreError, match=r"Use path/to/graph\.kgl"):
        open_store("http://localhost")


def test_every_declared_property_can_stand_in_a_pattern_before_it_is_loaded(store):
    store.load(loads.IMPORTS, pl.DataFrame({"uid": "r", "stage": "import"}))
    text = "MATCH (r:Run {stage: 'import', outcome: 'ok'}) RETURN count(r) AS n"
    assert store.engine.read(text, {}, None)[1][0][0] == 0
    assert count_graph(store) == {"Run": 1}


def test_an_embedded_graph_takes_new_nodes_after_a_deletion_and_a_reopening(tmp_path):
    def rates(count):
        return pl.DataFrame({"uid": [f"r{n}" for n in range(count)], "run": "r1"})

    path = tmp_path / "g.kgl"
    with open_store(path) as store:
        store.load(loads.NEED_RATES, rates(50))
        store.write("MATCH (n:NeedRate) WHERE n.uid < 'r3' DETACH DELETE n", {})
    with open_store(path) as store:
        store.load(loads.NEED_RATES, rates(200))
        assert count_graph(store) == {"NeedRate": 200}
    with open_store(path) as store:
        assert count_graph(store) == {"NeedRate": 200}


def test_an_embedded_graph_whose_texts_are_all_missing_can_be_searched_and_opened_again(tmp_path):
    path = tmp_path / "graph.kgl"
    for _ in range(2):
        with open_store(path) as store:
            store.load(loads.FACT_CHECKS, pl.DataFrame({"uid": ["f:1"], "title": ["Vrai ou faux ?"]}))
            store.refresh_search()
            assert store.write("MATCH (f:FactCheck) RETURN count(f) AS n", {}) == [{"n": 1}]
