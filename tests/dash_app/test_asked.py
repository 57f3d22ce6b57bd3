"""Who had asked before an action, on both stores: by reply, claim, need, service and territory, and only before."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.stages.answers import ANSWERS
from cypher import query
from dash_app.actions.declaration import declaration
from dash_app.actions.ledger import declare
from graph import loads
from graph.runs import Window, run_stage

T0 = datetime(2026, 1, 12, 10, tzinfo=UTC)
NANTES, RENNES = "commune:44109", "commune:35238"


def post(uid, author, hours, text="", **more):
    """One post `hours` after T0; more: reply, repost, place, needs."""
    place = more.get("place")
    return {"uid": uid, "text": text, "created_at": T0 + timedelta(hours=hours), "author": [{"key": author}],
            "reply_to": [more["reply"]] if "reply" in more else [],
            "repost_of": [more["repost"]] if "repost" in more else [],
            "place": [{"key": place, "method": "declared", "precision": "commune"}] if place else [],
            "needs": [{"key": need, "method": "lexicon"} for need in more.get("needs", ())]}  # fmt: skip


POSTS = [
    post("told", "town", 0.5, "L'eau est potable."),
    post("relay", "u2", 1, repost="told"),
    post("far-relay", "u3", 1.5, repost="relay"),
    post("rumour", "u0", -9, "L'eau est empoisonnée ?"),
    post("statement", "u1", -8, "L'eau est empoisonnée"),
    post("query", "u2", -7, "C'est vrai ?", reply="statement"),
    post("comment", "u4", -6, "Ah bon.", reply="statement"),
    post("late", "u5", 0.6, "L'eau est empoisonnée ?"),
    post("early", "u6", -99, "L'eau est empoisonnée ?"),
    post("own", "town", -5, "Qui sait si l'eau est empoisonnée ?"),
    post("elsewhere", "u3", -4, "Et l'eau, ça va ?"),
    post("answer", "town", 2, "Oui.", reply="elsewhere"),
    post("answer-again", "town", 3, "Oui !", reply="elsewhere"),
    post("answer-late", "town", 90, "Oui.", reply="comment"),
    *(post(f"n{n}", f"v{n}", -3, place=NANTES, needs=["water"]) for n in range(3)),
    post("rennes", "v9", -3, place=RENNES, needs=["water"]),
]
FEEDBACK = [
    {"uid": uid, "created_at": T0 + timedelta(hours=hours), "services": ["Eau"], "place": [],
     "answered_at": None if answered is None else T0 + timedelta(hours=answered)}
    for uid, hours, answered in (("f1", -3, 5), ("f2", -2, None), ("f3", 1, 2), ("f4", -9, -8))
]  # fmt: skip


def fill(store):
    places = [{"uid": uid, "code": uid[-5:], "kind": "commune", "name": uid, "parent": [parent]}
              for uid, parent in ((NANTES, "departement:44"), (RENNES, "departement:35"))]  # fmt: skip
    claims = {"uid": ["claim:c"], "title": ["eau"], "size": [5], "run": ["claims:1"]}
    stated = ["rumour", "statement", "late", "early", "own"]
    store.load(loads.LOCATIONS, pl.DataFrame(places))
    store.load(loads.NEEDS, pl.DataFrame({"class": ["water"]}))
    store.load(loads.POSTS, pl.DataFrame(POSTS, infer_schema_length=None))
    store.load(loads.FEEDBACK, pl.DataFrame(FEEDBACK, infer_schema_length=None))
    store.load(loads.CLAIMS, pl.DataFrame(claims))
    store.load(loads.STATES, pl.DataFrame({"source": stated, "target": "claim:c", "run": "claims:1"}))
    return store


def act(store, kind="denial", metric="claim-posts", target="claim:c", **more):
    window = {"before": "48h", "after": "48h", "every": "1h", "season": "none"}
    made = declaration(
        kind=kind, metric=metric, target=target, at=T0, **{"message_uid": "told", **window, **more}
    )
    declare(store, made, T0 - timedelta(days=1))
    return made.uid


def linked(store, uid, label="Post"):
    """uid of what asked, method, hours after T0 of the answer and of the relay."""
    run_stage(store, ANSWERS, Window(), T0)
    found = store.engine.read(
        f"MATCH (a:Action {{uid: $uid}})-[r:ANSWERS]->(q:{label}) RETURN q.uid AS asked, r.method AS method, "
        "r.answered_at.epochMillis AS answered, r.reached_at.epochMillis AS reached ORDER BY asked",
        {"uid": uid}, None,
    )  # fmt: skip
    times = [
        [None if ms is None else (ms / 1000 - T0.timestamp()) / 3600 for ms in column]
        for column in found[1][2:]
    ]
    return list(zip(*found[1][:2], *times, strict=True))


def test_those_who_asked_of_a_claim_or_were_answered(store):
    uid = act(fill(store))
    assert linked(store, uid) == [
        ("elsewhere", "reply", 2.0, 1.5),
        ("query", "claim", None, 1.0),
        ("rumour", "claim", None, None),
    ]


def test_those_who_had_the_need_in_the_territory(store):
    uid = act(fill(store), kind="advice", metric="need-people", target="water", territory="44")
    assert [row[:2] for row in linked(store, uid)] == [
        ("elsewhere", "reply"), ("n0", "need"), ("n1", "need"), ("n2", "need"),
    ]  # fmt: skip


def test_feedback_on_the_service(store):
    uid = act(fill(store), kind="reply", metric="feedback", target="Eau")
    assert linked(store, uid, "Feedback") == [
        ("f1", "service", 5.0, None),
        ("f2", "service", None, None),
        ("f4", "service", None, None),
    ]


@pytest.mark.parametrize("more", [{"kind": "prevention"}, {"message_uid": None}, {"message_uid": "unknown"}])
def test_an_action_that_tells_nobody_answers_nobody(kglite_store, more):
    assert linked(kglite_store, act(fill(kglite_store), **more)) == []


def test_a_link_that_no_longer_holds_goes_and_offers_keep_theirs(store):
    uid = act(fill(store))
    store.load(loads.OFFERS, pl.DataFrame({"uid": ["s"], "needs": [[{"key": "water", "method": "d"}]]}))
    assert len(linked(store, uid)) == 3
    store.write("MATCH (:Post {uid: 'rumour'})-[r:STATES]->() DELETE r", {})
    assert [row[0] for row in linked(store, uid)] == ["elsewhere", "query"]
    kept = store.engine.read("MATCH (:Offer)-[r:ANSWERS]->(:Need) RETURN count(r) AS n", {}, None)[1]
    assert list(kept[0]) == [1]


def test_fewer_than_eleven_who_asked_are_not_told(kglite_store):
    uid = act(fill(kglite_store))
    linked(kglite_store, uid)
    assert kglite_store.read(query("actions/asked"), {"action": uid}).rows() == [(uid, *[None] * 4)]


@pytest.mark.parametrize(
    ("asked", "answered", "told"),
    [
        (10, 0, (None, None, None)),
        (11, 0, (11, 0, None)),
        (11, 11, (11, 11, 7200.0)),
        (22, 11, (22, 11, 7200.0)),
        (22, 10, (22, None, None)),
        (21, 11, (21, None, None)),  # ten who wait: known by subtraction
    ],
)
def test_no_figure_tells_of_fewer_than_eleven(store, asked, answered, told):
    fill(store)
    uid = act(store)
    asks = [post(f"q{n}", f"w{n}", -2, "ça va ?") for n in range(asked)]
    store.load(loads.POSTS, pl.DataFrame(asks, infer_schema_length=None))
    edges = {"source": uid, "target": [f"q{n}" for n in range(asked)], "method": "claim", "run": "answers:1",
             "answered_at": [T0 if n < answered else None for n in range(asked)], "reached_at": None}  # fmt: skip
    schema = {"answered_at": pl.Datetime("us", "UTC"), "reached_at": pl.Datetime("us", "UTC")}
    store.load(loads.ANSWERED_POSTS, pl.DataFrame(edges, schema_overrides=schema))
    found = store.read(query("actions/asked"), {"action": uid}).row(0, named=True)
    assert (found["asked"], found["answered"], found["wait_s"]) == told
    assert found["reached"] == (0 if asked >= 11 else None)
