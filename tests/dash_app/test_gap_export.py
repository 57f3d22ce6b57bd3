"""The gap between needs and offers, exported from the graph: reach beside the rates, hidden cells stay hidden."""

import polars as pl
import pytest

from cypher import query
from dash_app.exports import export
from graph import loads
from graph.reference import ensure_reference
from graph.store import open_store

HERE, NEAR, FAR = "44109", "44143", "13055"  # Nantes, Rezé beside it, Marseille


def rate(level, code, people, topic="water"):
    hidden = people < 11
    shown = None if hidden else people / 100_000
    return {
        "uid": f"{level}:{code}:{topic}", "level": level, "code": code, "name": code, "topic": topic,
        "people": None if hidden else people, "rate": shown, "smoothed_rate": shown, "offers": 0, "gap": None,
        "suppressed": hidden, "place": [f"{level}:{code}"], "about": [], "run": "needs:1",
    }  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "graph.kgl") as store:
        ensure_reference(store)
        rates = [rate("commune", HERE, 40), rate("commune", NEAR, 12), rate("commune", FAR, 90)]
        rates += [rate("departement", "44", 52), rate("departement", "13", 5)]
        store.load(loads.NEED_RATES, pl.DataFrame(rates, infer_schema_length=None))
        place = [{"key": f"commune:{HERE}", "method": "declared", "precision": "commune"}]
        needs = [{"key": "water", "method": "declared"}]
        offers = [{"uid": "o1", "name": "Point d’eau", "kind": "help", "place": place, "needs": needs}]
        store.load(loads.OFFERS, pl.DataFrame(offers, infer_schema_length=None))
        yield store


def test_reach_stands_beside_each_shown_rate_and_hidden_cells_tell_nothing(store, tmp_path):
    out = tmp_path / "gap.csv"
    assert export(store, "gap", out) == 5
    found = {row["code"]: row for row in pl.read_csv(out, infer_schema=False).iter_rows(named=True)}
    assert found[HERE]["reach"] == found[NEAR]["reach"] == "1.0"
    assert float(found[FAR]["reach"]) == 0
    assert found[FAR]["unanswered"] == "true"
    assert found[HERE]["unanswered"] == "false"
    assert found["13"]["rate"] is found["13"]["gap"] is found["13"]["unanswered"] is None


def test_an_offer_that_says_it_is_online_is_within_reach_of_all(store, tmp_path):
    needs = [{"key": "water", "method": "declared"}]
    online = {
        "uid": "o2",
        "name": "Conseil",
        "kind": "help",
        "online": True,
        "capacity": 30.0,
        "needs": needs,
    }
    store.load(loads.OFFERS, pl.DataFrame([online]))
    registered = store.read(query("windows/offer_register")).filter(uid="o2")
    assert registered.select("capacity", "online", "answers").row(0) == (30.0, True, ["water"])
    export(store, "gap", tmp_path / "gap.csv")
    assert set(pl.read_csv(tmp_path / "gap.csv")["reach"]) == {1.0}
