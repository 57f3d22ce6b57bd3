import numpy as np
import polars as pl
import pytest

from analytics.offers import gap, reach, register
from analytics.offers.opening import opening, weekly
from analytics.offers.reach import chord, on_sphere, positions
from tests.analytics.needs.territory_by_hand import COMMUNES


def offers(*rows):
    columns = ["uid", "kind", "place_insee", "lat", "lon", "answers", "hours", "capacity"]
    text = {
        "uid": pl.String,
        "kind": pl.String,
        "place_insee": pl.String,
        "lat": pl.Float64,
        "lon": pl.Float64,
    }
    kinds = {**text, "answers": pl.List(pl.String), "hours": pl.String, "capacity": pl.Float64}
    return pl.DataFrame([[row.get(name) for name in columns] for row in rows], schema=kinds, orient="row")


SITES = offers(
    {"uid": "a", "place_insee": "01001", "answers": ["water"], "capacity": 30.0},
    {"uid": "b", "place_insee": "01003", "answers": ["roof"], "hours": "lundi 09:00 - 12:00 / 13:30 - 17:00"},
    {"uid": "c", "kind": "démarche en ligne", "answers": None},
)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "lundi 13:30 - 17:00 ; mardi 09:00 - 12:00 / 13:30 - 17:00",
            [(0, 810, 1020), (1, 540, 720), (1, 810, 1020)],
        ),
        ("Samedi 9h-12h30", [(5, 540, 750)]),
        ("Monday 8:00 to 10:00", [(0, 480, 600)]),
        ("lundi 17:00 - 09:00", []),
        ("sur rendez-vous", []),
        (None, []),
    ],
)
def test_opening_hours(text, spans):
    hours = pl.Series([text], dtype=pl.String)
    assert opening(hours).select("day", "opens", "closes").rows() == spans
    assert weekly(hours).to_list() == [sum(closes - opens for _, opens, closes in spans) or None]


def test_the_register():
    found = register(SITES, COMMUNES)
    assert found["uid"].to_list() == ["a", "b", "c"]
    assert found["online"].to_list() == [False, False, True]
    assert found["departement"].to_list() == ["01", "01", None]
    assert found["lat"].to_list() == [46.0, 46.3, None]  # of the commune
    assert found["open_minutes"].to_list() == [None, 390, None]
    with pytest.raises(ValueError, match="row 0: an offer needs a uid of its own"):
        register(pl.concat([SITES, SITES]), COMMUNES)


def test_distance():
    points = on_sphere(pl.Series([48.8566, 45.7640]), pl.Series([2.3522, 4.8357]))
    assert np.linalg.norm(points[0] - points[1]) == pytest.approx(chord(391.5), rel=2e-3)  # Paris to Lyon


def test_a_commune_without_a_place_stands_in_the_middle_of_its_epci():
    found = positions(COMMUNES).filter(code="02002")
    assert found.select("lat", "lon").row(0) == (49.5, 3.5)


def test_reach_by_commune():
    found = reach(register(SITES, COMMUNES), COMMUNES, ["water", "roof"], km=10)
    has = {(code, topic): n for code, topic, n in found.select("code", "topic", "offers").rows()}
    assert (has["01001", "water"], has["01001", "roof"], has["01001", "all"]) == (2, 1, 2)
    assert (has["01002", "water"], has["01003", "roof"], has["02001", "all"]) == (2, 2, 1)
    row = found.row(by_predicate=(pl.col("code") == "01002") & (pl.col("topic") == "water"), named=True)
    assert row["nearest_km"] == pytest.approx(7.73, abs=0.02)
    assert row["per_thousand"] == pytest.approx(1_000 * 30 / 3_000)  # shared by both communes of e1
    assert found.filter(code="02001", topic="water")["per_thousand"].to_list() == [None]


def need_rates(*rows):
    columns = {"level": pl.String, "code": pl.String, "topic": pl.String, "rate": pl.Float64}
    table = pl.DataFrame(rows, schema=columns, orient="row")
    return table.with_columns(suppressed=pl.col("rate").is_null())


def test_the_gap():
    rates = need_rates(
        *(
            ("commune", code, "water", rate)
            for code, rate in zip(COMMUNES["code"], [0.01, 0.02, None, 0.05, 0.001, 0.0], strict=True)
        ),
        ("departement", "01", "water", 0.01),
        ("departement", "02", "water", 0.04),
        ("epci", "e1", "water", 0.02),
    )
    found = gap(rates, register(SITES.filter(pl.col("uid") != "c"), COMMUNES), COMMUNES, km=10)
    by_code = {row["code"]: row for row in found.iter_rows(named=True)}
    assert (by_code["01"]["reach"], by_code["02"]["reach"]) == (0.5, 0.0)
    assert by_code["e1"]["reach"] == 1.0
    assert by_code["e1"]["gap"] == 0.0  # alone in its level
    assert (by_code["02"]["gap"], by_code["02"]["unanswered"]) == (1.0, True)
    assert (by_code["02001"]["unanswered"], by_code["02001"]["unknown"]) == (True, False)
    assert (by_code["01002"]["unanswered"], by_code["01002"]["unknown"]) == (False, True)
    hidden = by_code["01003"]
    assert [hidden[name] for name in ("rate", "gap", "unanswered", "unknown")] == [None] * 4
    assert hidden["reach"] == 0.0


def test_an_offer_that_is_heard_of_is_not_unknown():
    rates = need_rates(*(("commune", code, "water", n / 100) for n, code in enumerate(COMMUNES["code"])))
    site = register(SITES.filter(uid="c"), COMMUNES)
    loud = pl.DataFrame({"level": "commune", "code": ["02003"], "topic": "water", "share": [0.9]})
    assert gap(rates, site, COMMUNES).filter("unknown")["code"].to_list() == ["02002", "02003"]
    heard = gap(rates, site, COMMUNES, voice=loud)
    assert heard.filter("unknown")["code"].to_list() == ["02002"]
