"""The questions behind the investigation page, on both engines: the same graph, the same rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import platformdirs
import polars as pl
import pytest

from cypher import query
from graph import loads
from graph.neo4j_server import Server, fetch, free_port, password, running, version_for
from graph.store import open_store

START = datetime(2015, 1, 7, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("embedded") / "graph.kgl") as store:
        yield fill(store)


@pytest.fixture(scope="module")
def neo4j(tmp_path_factory):
    home = tmp_path_factory.mktemp("server") / "neo4j"
    lib = fetch(Path(platformdirs.user_cache_dir("cyberimpact")), version_for(Path("java")))
    server = Server(home, free_port(), heap="512m", pagecache="64m", java=Path("java"))
    with (
        running(server, lib),
        open_store(server.address, user="neo4j", password=password(home)) as store,
    ):
        yield fill(store)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request):
    return request.getfixturevalue(request.param)


def place(code):
    return {"key": f"commune:{code}", "method": "declared", "precision": "commune"}


def posts():
    """A cascade "a" of 14 posts of 12 accounts in Sète, one "b" of two posts, and a root "s" never collected."""
    a = [("a0", None, "u0", 'L’EAU "du" robinet', 0)]
    a += [(f"a{i}", "a0", f"u{min(i, 11)}", f"relais {i} #Eau", i) for i in range(1, 14)]
    b = [("b0", None, "u20", "Plus d’essence", 1440), ("b1", "b0", "u21", None, 1500)]
    s = [("s1", "s0", "u22", "réponse à un absent", 3000)]
    rows = [
        {
            "uid": uid, "text": text, "lang": "fr", "kind": "reply" if parent else "post",
            "created_at": START + timedelta(minutes=minutes), "reply_to": [parent] if parent else [],
            "author": [{"key": author, "platform": "x", "followers": 3}], "source": "test",
            "place": [place("34301" if uid.startswith("a") else "34032")],
        }
        for uid, parent, author, text, minutes in a + b + s
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"reply_to": pl.List(pl.String)})


CASCADES = pl.DataFrame(
    [
        ("cascade:a0", "a0", 14, 12, 1, 13, 1.857, START, START + timedelta(minutes=13), 0),
        ("cascade:b0", "b0", 2, 2, 1, 1, 1.0, START + timedelta(days=1), START + timedelta(minutes=1500), 0),
        ("cascade:s0", "s0", 2, 1, 1, 1, 1.0, START + timedelta(minutes=3000), START + timedelta(minutes=3000), 1),
    ],
    orient="row",
    schema=["uid", "root_uid", "size", "users", "depth", "max_breadth", "structural_virality", "first_at",
            "last_at", "repairs"],
).with_columns(run=pl.lit("r1"))  # fmt: skip


def places():
    names = [("region:76", "76", "region", "Occitanie", None),
             ("departement:34", "34", "departement", "Hérault", "region:76"),
             ("commune:34301", "34301", "commune", "Sète", "departement:34"),
             ("commune:34032", "34032", "commune", "Béziers", "departement:34")]  # fmt: skip
    return pl.DataFrame(
        [
            {"uid": uid, "code": code, "kind": kind, "name": name, "lat": 43.5, "lon": 3.5, "population": 1000,
             "parent": [parent] if parent else []}
            for uid, code, kind, name, parent in names
        ],
        schema_overrides={"parent": pl.List(pl.String)},
    )  # fmt: skip


def rates():
    rows = [("departement", "34", "Hérault", "all", 40), ("departement", "34", "Hérault", "water", 20),
            ("commune", "34301", "Sète", "all", 30), ("commune", "34032", "Béziers", "all", None),
            ("epci", "200066355", "Sète Agglopôle", "all", 30)]  # fmt: skip
    return pl.DataFrame(
        [
            {"uid": f"rate:{level}:{code}:{topic}", "level": level, "code": code, "name": name, "topic": topic,
             "people": people, "rate": people and people / 1000, "smoothed_rate": people and people / 1000,
             "offers": 2, "gap": people and 0.5, "suppressed": people is None, "run": "r1",
             "place": [f"{level}:{code}"] if level != "epci" else [], "about": [] if topic == "all" else [topic]}
            for level, code, name, topic, people in rows
        ],
        schema_overrides={"about": pl.List(pl.String)},
    )  # fmt: skip


def fill(store):
    frame = posts()
    store.load(loads.LOCATIONS, places())
    store.load(loads.NEEDS, pl.DataFrame({"class": ["water"], "family": ["crisis"]}))
    store.load(loads.POSTS, frame)
    store.load(loads.CASCADES, CASCADES)
    parent = pl.col("reply_to").list.first()
    root = pl.col("uid").str.slice(0, 1) + "0"
    edges = frame.select(
        source="uid", target="cascade:" + root, depth=parent.is_not_null().cast(pl.Int64), parent_uid=parent,
        repair=pl.lit(None, pl.String), run=pl.lit("r1"),
    )  # fmt: skip
    stub = edges.head(1).with_columns(
        source=pl.lit("s0"), target=pl.lit("cascade:s0"), repair=pl.lit("orphan")
    )
    store.load(loads.CASCADE_POSTS, pl.concat([edges, stub]))
    store.load(loads.NEED_RATES, rates())
    return store


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["a0", "b0", "s0"]),
        ({"limit": 1}, ["a0"]),
        ({"from": START + timedelta(hours=1)}, ["b0", "s0"]),
        ({"to": START + timedelta(hours=1)}, ["a0"]),
        ({"from": START + timedelta(minutes=13), "to": START + timedelta(days=1)}, ["a0", "b0"]),
        ({"search": "#eau"}, ["a0"]),
        ({"search": 'l’eau "du"'}, ["a0"]),
        ({"search": "ABSENT"}, ["s0"]),
        ({"search": "#essence"}, []),
    ],
)
def test_top_cascades_by_window_and_text(store, values, expected):
    assert store.read(query("rumours/top_cascades"), values)["root_uid"].to_list() == expected


def test_a_cascade_carries_its_measures_and_its_root(store):
    top = store.read(query("rumours/top_cascades")).to_dicts()
    assert top[0] == {
        "root_uid": "a0", "cascade_id": "cascade:a0", "text": 'L’EAU "du" robinet', "author": "u0", "lang": "fr",
        "size": 14, "users": 12, "depth": 1, "max_breadth": 13, "structural_virality": 1.857, "first_at": START,
        "last_at": START + timedelta(minutes=13), "repairs": 0,
    }  # fmt: skip
    assert (top[2]["text"], top[2]["author"], top[2]["repairs"]) == (None, None, 1)


def test_the_tree_of_a_cascade(store):
    tree = store.read(query("rumours/cascade_tree"), {"root": "b0"})
    assert tree.rows() == [
        ("b0", None, 0, START + timedelta(days=1), "u20", "post", "Plus d’essence", None),
        ("b1", "b0", 1, START + timedelta(minutes=1500), "u21", "reply", None, None),
    ]
    stub = store.read(query("rumours/cascade_tree"), {"root": "s0"}).row(0)
    assert stub == ("s0", None, 0, None, None, None, None, "orphan")


def test_a_post_with_two_authors_is_one_post(store):
    author = [{"key": "u_other", "platform": "x", "followers": None}]
    store.load(loads.POSTS, pl.DataFrame({"uid": ["b0"], "author": [author]}))
    assert store.read(query("rumours/cascade_tree"), {"root": "b0"})["uid"].to_list() == ["b0", "b1"]
    assert store.read(query("rumours/top_cascades"))["root_uid"].is_unique().all()
    store.write("MATCH (u:User {uid: 'u_other'}) DETACH DELETE u", {})


def test_territories_of_a_cascade_hide_small_cells(store):
    places = query("rumours/cascade_territories")
    assert store.read(places, {"root": "a0"}).rows() == [("34301", "commune", "Sète", 14, 12)]
    assert store.read(places, {"root": "b0"}).rows() == [("34032", "commune", "Béziers", None, None)]


def test_rates_of_a_level_and_of_the_communes_of_a_departement(store):
    rates = query("needs/rates")
    assert store.read(rates).rows() == [
        ("departement", "34", "Hérault", "all", 40, 0.04, 0.04, 2, 0.5, False, 43.5, 3.5)
    ]
    assert store.read(rates, {"topic": "water"})["people"].to_list() == [20]
    assert store.read(rates, {"level": "commune", "parent": "34"}).select(
        "code", "people", "suppressed"
    ).rows() == [
        ("34032", None, True),
        ("34301", 30, False),
    ]
    assert store.read(rates, {"level": "commune", "parent": "75"}).is_empty()
    assert store.read(rates, {"level": "epci"}).rows() == [
        ("epci", "200066355", "Sète Agglopôle", "all", 30, 0.03, 0.03, 2, 0.5, False, None, None)
    ]


def test_topics_with_a_map(store):
    assert store.read(query("needs/topics")).rows() == [("all", None, 1, 1), ("water", "crisis", 1, 1)]
    assert store.read(query("needs/topics"), {"level": "commune"}).rows() == [("all", None, 2, 1)]
