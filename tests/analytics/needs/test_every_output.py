"""All that is published of the same feedback, read together: need cube, gap, opinions, answers."""

from datetime import UTC, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.needs.cube import cube
from analytics.offers import gap, register
from analytics.perception import trend
from analytics.visibility import response
from tests.analytics.needs.territory_by_hand import COMMUNES, grid, unknowns

KEY = ["level", "code", "departement", "topic", "at"]
MONTHS = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2)]
KEYS = [
    (rating, service, commune, month, status)
    for rating in ("positive", "negative")
    for service in ("Urssaf", "CAF")
    for commune in ("01001", "01002", "01003", "02001")
    for month in MONTHS
    for status in ("answered", "waiting")
]


def feedback(counts):
    rows = [
        (f"{place}-{one}", key[3], [key[1]], key[2], key[0], key[4])
        for place, (people, key) in enumerate(zip(counts, KEYS, strict=True))
        for one in range(people)
    ]
    columns = {"uid": pl.String, "created_at": pl.Datetime("us", "UTC"), "services": pl.List(pl.String)}
    text = dict.fromkeys(["place_insee", "simplicity", "status"], pl.String)
    frame = pl.DataFrame(rows, schema={**columns, **text}, orient="row")
    return frame.with_columns(departement=pl.lit(None, pl.String))


def told_by(everything, found, topic=None):
    """Cells of which a table tells the number; one without a row counts nobody, unless it is hidden as a whole."""
    if topic is not None:
        found = found.filter(topic=topic).with_columns(topic=pl.lit("all"))
        everything = everything.filter(topic="all")
    whole = found.filter(pl.col("at").is_null(), "suppressed").select("level", "code", "topic")
    rows = everything.join(found, on=["level", "code", "topic", "at"], how="left", nulls_equal=True)
    rows = rows.filter(~pl.col("suppressed").fill_null(value=False))
    return rows.join(whole, on=["level", "code", "topic"], how="anti").select(everything.columns)


def small_cells(rows, everything):
    """Cells of 1 to 10 people, as `unknowns` names them."""
    placed = rows.drop("departement").join(COMMUNES, left_on="place_insee", right_on="code")
    named = placed.with_columns(place_insee="place_insee", service=pl.col("services").list.first())
    columns = {"commune": "place_insee", "epci": "epci", "departement": "departement"}
    found = set()
    for cell in everything.select(KEY).iter_rows(named=True):
        inside = named
        if cell["level"] != "france":
            inside = inside.filter(pl.col(columns[cell["level"]]) == cell["code"])
            inside = inside.filter(pl.col("departement") == cell["departement"])
        if cell["topic"] != "all":
            inside = inside.filter(pl.col("service") == cell["topic"])
        if cell["at"] is not None:
            inside = inside.filter(pl.col("created_at") == cell["at"])
        if 0 < inside.height < 11:
            found.add(tuple(cell.values()))
    return found


@settings(deadline=None, max_examples=8)
@given(st.lists(st.sampled_from([0, 0, 3, 10, 11, 30, 60]), min_size=len(KEYS), max_size=len(KEYS)))
def test_no_small_cell_is_had_by_subtraction_over_every_output(counts):
    rows = feedback(counts)
    unhappy, happy = (rows.filter(simplicity=value) for value in ("negative", "positive"))
    need = unhappy.select(
        "departement", person="uid", topic=pl.lit("simplicity"), commune="place_insee", at="created_at"
    )
    needs = cube(need, COMMUNES, every="1mo")
    opinions = trend(rows, COMMUNES, axis="simplicity", needs=needs)
    answers = response(rows, COMMUNES)
    moments = rows["created_at"].unique().sort()
    everything = grid(COMMUNES, rows["services"].explode().unique(), moments)
    published = [
        (unhappy, [told_by(everything, opinions, "all"), told_by(everything, needs, "simplicity")]),
        (happy, [told_by(everything, opinions, "all")]),
        *((rows.filter(status=status), [told_by(everything, answers)]) for status in ("answered", "waiting")),
    ]
    for of_rows, tables in published:
        shown = pl.concat(tables).unique()
        assert unknowns(everything, shown, KEY) & small_cells(of_rows, everything) == set()


@settings(deadline=None, max_examples=10)
@given(st.lists(st.sampled_from([0, 3, 10, 11, 30]), min_size=len(KEYS), max_size=len(KEYS)))
def test_the_gap_tells_no_more_than_the_rates(counts):
    rows = feedback(counts).filter(simplicity="negative")
    need = rows.select(
        "departement", person="uid", topic=pl.lit("simplicity"), commune="place_insee", at="created_at"
    )
    needs = cube(need, COMMUNES, every="1mo")
    site = register(pl.DataFrame({"uid": ["a"], "place_insee": ["01001"]}), COMMUNES)
    found = gap(needs, site, COMMUNES)
    hidden = needs.filter(pl.col("at").is_null(), "suppressed").select("level", "code", "topic")
    there = found.join(hidden, on=["level", "code", "topic"])
    assert there.height == hidden.height
    assert there.select(pl.col("rate", "gap", "unanswered", "unknown").is_null().all()).row(0) == (True,) * 4
