import numpy as np
import polars as pl
import pytest

from analytics.needs.need_rates import COLUMNS, empirical_bayes, rates

TERRITORY = pl.DataFrame(
    [
        ("commune", "01001", "Amber", "01", "e1", 1_000),
        ("commune", "01002", "Bel", "01", "e1", 2_000),
        ("commune", "02001", "Cour", "02", "e2", 3_000),
        ("commune", "02002", "Dun", "02", None, 0),
        ("commune", "03001", "Ebre", "03", None, 500),
        ("epci", "e1", "Les Deux Rives", None, None, 3_000),
        ("epci", "e2", "Haut Cour", None, None, 3_000),
        ("departement", "01", "Ain", "FR", None, 90_000),
        ("departement", "02", "Aisne", "FR", None, 80_000),
        ("departement", "03", "Allier", "FR", None, 70_000),
        ("france", "FR", "France", None, None, 240_000),
    ],
    schema=["level", "code", "name", "parent", "epci", "population"],
    orient="row",
)
OFFERS = pl.DataFrame(
    [("o1", "01001", "01", "water"), ("o2", "02002", None, None), ("o3", None, "02", "roof")],
    schema=["uid", "commune", "departement", "topic"],
    orient="row",
)


def needs(*groups):
    """Groups of (people, topic, commune, departement); each person is someone else."""
    rows = [(f"{place}-{one}", *group[1:]) for place, group in enumerate(groups) for one in range(group[0])]
    schema = dict.fromkeys(["person", "topic", "commune", "departement"], pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def cell(found, code, topic):
    return found.row(by_predicate=(pl.col("code") == code) & (pl.col("topic") == topic), named=True)


def test_empirical_bayes():
    smoothed = empirical_bayes(np.array([0.0, 6, 10, 60]), np.array([100.0, 200, 1000, 2000]))
    assert smoothed == pytest.approx([0.01754557, 0.02571148, 0.01315810, 0.02903893], abs=1e-6)


@pytest.mark.parametrize(("observed", "expected"), [([0, 0], [0, 0]), ([5, 10], [0.05, 0.05]), ([], [])])
def test_empirical_bayes_without_spread(observed, expected):
    population = np.array([100.0, 200.0])[: len(observed)]
    assert empirical_bayes(np.array(observed, float), population).tolist() == pytest.approx(expected)


def test_counts_and_rates():
    people = needs((20, "water", "01001", "01"), (30, "water", None, "01"), (40, "roof", "02001", None))
    found = rates(people, OFFERS, TERRITORY)
    assert tuple(found.columns) == COLUMNS
    assert not found["suppressed"].any()
    assert cell(found, "01001", "water")["rate"] == pytest.approx(20 / 1_000)
    assert cell(found, "01", "water")["people"] == 50  # also those whose commune is not known
    assert cell(found, "02", "roof")["rate"] == pytest.approx(
        40 / 80_000
    )  # the commune tells its département
    assert cell(found, "03", "all")["people"] == 0
    assert found.filter(level="departement").height == 3 * 3
    assert set(found.filter(level="commune")["code"]) == {"01001", "02001", "02002"}
    assert set(found.filter(level="epci")["code"]) == {"e1", "e2"}
    assert cell(found, "e1", "water")["rate"] == pytest.approx(20 / 3_000)
    assert cell(found, "e2", "roof")["name"] == "Haut Cour"
    assert cell(found, "FR", "all")["people"] == 90
    assert cell(found, "02002", "all")["rate"] is None  # nobody lives there


def test_a_person_counts_once():
    people = pl.concat([needs((20, "water", "01001", "01")), needs((20, "water", "01002", "01"))])
    found = rates(pl.concat([people, needs((20, "roof", "01001", "01"))]), OFFERS, TERRITORY)
    assert cell(found, "01", "water")["people"] == 20
    assert cell(found, "01001", "all")["people"] == 20


def test_offers_without_a_topic_serve_every_topic():
    found = rates(needs((20, "water", "02001", "02"), (20, "roof", "01001", "01")), OFFERS, TERRITORY)
    offers = {(code, topic): n for code, topic, n in found.select("code", "topic", "offers").rows()}
    assert (offers["02", "water"], offers["02", "roof"], offers["02", "all"]) == (1, 2, 2)
    assert (offers["01", "water"], offers["01", "roof"], offers["01", "all"]) == (1, 0, 1)
    assert (offers["e1", "water"], offers["FR", "roof"], offers["FR", "all"]) == (1, 2, 3)


@pytest.mark.parametrize(("people", "shown"), [(10, None), (11, 11)])
def test_small_cells(people, shown):
    found = rates(needs((people, "water", None, "01"), (50, "water", None, "02")), OFFERS, TERRITORY)
    row = cell(found, "01", "water")
    assert row["people"] == shown
    assert row["suppressed"] is (shown is None)
    hidden = found.filter("suppressed")
    assert (
        hidden.select(pl.col("people", "rate", "smoothed_rate", "gap").is_null().all()).row(0) == (True,) * 4
    )
    assert cell(found, "02", "water")["suppressed"] is (shown is None)  # or Aisne would follow from France


def test_smoothing_sees_shown_cells_only():
    people = needs((10, "water", None, "01"), (50, "water", None, "02"))
    assert cell(rates(people, OFFERS, TERRITORY), "03", "water")["smoothed_rate"] == 0
    assert cell(rates(people, OFFERS, TERRITORY, k=2), "03", "water")["smoothed_rate"] > 0


def test_the_gap_ranks_needs_against_offers():
    people = needs((40, "water", None, "01"), (20, "water", None, "02"), (90, "water", None, "03"))
    offers = OFFERS.clear().vstack(
        pl.DataFrame(
            {"uid": ["a", "b", "c"], "commune": None, "departement": ["01", "01", "02"], "topic": "water"}
        ).cast(OFFERS.schema)
    )
    found = rates(people, offers, TERRITORY)
    gaps = [cell(found, code, "water")["gap"] for code in ("01", "02", "03")]
    assert gaps == pytest.approx([0.5 - 1, 0 - 0.5, 1 - 0])


def test_nothing_said_nothing_offered():
    found = rates(needs(), OFFERS.clear(), TERRITORY)
    assert found.select("code", "topic", "people", "rate", "gap").rows() == [
        (code, "all", 0, 0.0, 0.0) for code in ("01", "02", "03", "FR")
    ]


def test_refusals():
    with pytest.raises(ValueError, match="row 0 of people has no person"):
        rates(needs((1, "water", None, "01")).with_columns(person=pl.lit(None, pl.String)), OFFERS, TERRITORY)
    with pytest.raises(ValueError, match='a topic is named "all"'):
        rates(needs((1, "all", None, "01")), OFFERS, TERRITORY)
