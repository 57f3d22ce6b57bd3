from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.needs.cube import COLUMNS, cube
from analytics.needs.need_rates import hidden_in, rates
from tests.analytics.needs.territory_by_hand import COMMUNES, grid, unknowns

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
KEY = ["level", "code", "departement", "topic", "at"]


def needs(*groups):
    """Groups of (people, topic, commune, week); each person is someone else."""
    rows = [
        (f"{place}-{one}", topic, commune, None, MONDAY + timedelta(weeks=week, days=one % 7))
        for place, (people, topic, commune, week) in enumerate(groups)
        for one in range(people)
    ]
    text = dict.fromkeys(["person", "topic", "commune", "departement"], pl.String)
    return pl.DataFrame(rows, schema={**text, "at": pl.Datetime("us", "UTC")}, orient="row")


def cell(found, level, code, topic, week=None):
    at = None if week is None else MONDAY + timedelta(weeks=week)
    row = found.filter(
        (pl.col("level") == level) & (pl.col("code") == code) & (pl.col("topic") == topic),
        pl.col("at").eq_missing(pl.lit(at, pl.Datetime("us", "UTC"))),
    )
    return row.row(0, named=True) if row.height else None


def test_counts_and_rates():
    found = cube(
        needs((20, "water", "01001", 0), (30, "roof", "01003", 1), (40, "roof", "02001", 1)), COMMUNES
    )
    assert tuple(found.columns) == COLUMNS
    assert cell(found, "france", "FR", "all")["people"] == 90
    assert cell(found, "departement", "01", "all")["people"] == 50
    assert cell(found, "departement", "01", "roof", 1)["rate"] == pytest.approx(30 / 6_000)
    assert cell(found, "epci", "e2", "roof")["people"] == 30  # its other part has nobody
    assert cell(found, "commune", "02001", "roof", 1)["people"] == 40
    assert cell(found, "commune", "02001", "water") is None
    assert not found["suppressed"].any()


def test_a_person_counts_once_in_a_cell():
    twice = needs((20, "water", "01001", 0), (15, "water", "01001", 1)).with_columns(
        person=pl.concat([pl.int_range(20, eager=True), pl.int_range(15, eager=True)]).cast(pl.String)
    )
    found = cube(twice, COMMUNES)
    assert cell(found, "commune", "01001", "water")["people"] == 20
    assert [cell(found, "commune", "01001", "all", week)["people"] for week in (0, 1)] == [20, 15]


def test_ten_are_hidden_eleven_are_shown():
    groups = [(50, topic, code, week) for topic in "tu" for code in COMMUNES["code"] for week in range(4)]
    found = cube(needs((10, "t", "01001", 0), *groups[1:]), COMMUNES)
    week = cell(found, "commune", "01001", "t", 0)
    assert (week["people"], week["rate"], week["suppressed"]) == (None, None, True)
    assert cell(found, "commune", "01001", "t", 1)["suppressed"]  # the other window of its block
    assert not cell(found, "commune", "01001", "t")["suppressed"]
    shown = cube(needs((11, "t", "01001", 0), *groups[1:]), COMMUNES)
    assert not shown["suppressed"].any()


def test_what_is_hidden_for_the_whole_time_has_no_windows():
    found = cube(needs((5, "t", "01001", 0), (50, "t", "02001", 1), (50, "u", "02002", 1)), COMMUNES)
    assert cell(found, "commune", "01001", "t")["suppressed"]
    assert cell(found, "commune", "01001", "t", 0) is None


def test_without_people():
    assert cube(needs(), COMMUNES).is_empty()


@pytest.mark.parametrize(
    ("people", "message"),
    [
        (needs((1, "all", "01001", 0)), 'a topic is named "all"'),
        (
            needs((1, "t", "01001", 0)).with_columns(person=pl.lit(None, pl.String)),
            "row 0 of people has no person",
        ),
        (needs((1, "t", "01001", 0)).drop("at"), "no column at"),
    ],
)
def test_refusals(people, message):
    with pytest.raises(ValueError, match=message):
        cube(people, COMMUNES)
    with pytest.raises(ValueError, match="k is 1"):
        cube(needs((1, "t", "01001", 0)), COMMUNES, k=1)


PEOPLE = st.sampled_from([0, 0, 0, 1, 4, 10, 11, 25, 60])
COUNTS = st.lists(PEOPLE, min_size=36, max_size=36)
NO_OFFERS = pl.DataFrame(schema=dict.fromkeys(["uid", "commune", "departement", "topic"], pl.String))
ORDER = [(topic, code, week) for topic in "tu" for code in COMMUNES["code"] for week in range(3)]


@settings(deadline=None, max_examples=30)
@given(COUNTS)
def test_no_hidden_rate_follows_from_all_levels_together(counts):
    """Communes, EPCI, départements and France of the rates, and the topics of each, as one system of sums."""
    people = needs(*((n, *key) for n, key in zip(counts, ORDER, strict=True))).drop("at")
    found = rates(people, NO_OFFERS, territory()).with_columns(at=pl.lit(None, pl.Datetime("us", "UTC")))
    small = people.group_by("commune", "topic").len().filter(pl.col("len") < 11)
    for code, topic in small.select("commune", "topic").rows():
        assert cell(found, "commune", code, topic)["people"] is None
    everything = grid(COMMUNES, people["topic"].unique(), pl.Series([], dtype=pl.Datetime("us", "UTC")))
    shown = published(everything, found)
    implied = unknowns(everything, shown, KEY) - set(shown.select(KEY).rows())
    assert {
        cell for cell in implied if cell[1] != "e2"
    } == set()  # e2's parts are the communes 01003 and 02003
    assert {cell for cell in implied if 0 < counted(people, cell) < 11} == set()


@settings(deadline=None, max_examples=20)
@given(COUNTS)
def test_the_rates_are_the_cube_of_the_whole_time(counts):
    people = needs(*((n, *key) for n, key in zip(counts, ORDER, strict=True)))
    rated = rates(people.drop("at"), NO_OFFERS, territory())
    found = cube(people, COMMUNES)
    told = found.filter(pl.col("at").is_null()).select("level", "code", "topic", "people", "suppressed")
    assert told.equals(rated.filter(pl.col("suppressed") | (pl.col("people") > 0)).select(told.columns))
    hidden = hidden_in(rated)
    if "e2" not in hidden["code"]:  # of which each part is hidden where the rates hide the whole
        assert cube(people, COMMUNES, hidden=hidden).equals(found)


@settings(deadline=None, max_examples=20)
@given(COUNTS, st.booleans(), st.integers(1, 3))
def test_no_hidden_cell_follows_from_all_sums(counts, beside_rates, weeks):
    """The reader is given the structure, every zero of the cells that are listed, and all shown cells."""
    people = needs(*((n, *key) for n, key in zip(counts, ORDER, strict=True) if key[2] < weeks))
    rated = rates(people, NO_OFFERS, territory())
    hidden = hidden_in(rated)
    found = cube(people, COMMUNES, hidden=hidden if beside_rates else hidden.clear())
    small = people.group_by("commune", "topic").len().filter(pl.col("len") < 11)
    for code, topic in small.select("commune", "topic").rows():
        assert cell(found, "commune", code, topic)["suppressed"]
    everything = grid(COMMUNES, people["topic"].unique(), found["at"].drop_nulls().unique().sort())
    shown = published(everything, found)
    if beside_rates:
        seen = rated.filter(~pl.col("suppressed")).select(
            "level", "code", "topic", at=pl.lit(None, pl.Datetime("us", "UTC"))
        )
        beside = everything.join(seen, on=["level", "code", "topic", "at"], nulls_equal=True)
        shown = pl.concat([shown, beside]).unique()
    told = set(shown.select(KEY).rows())
    implied = unknowns(everything, shown, KEY) - told
    if beside_rates:  # what rates shows gives large cells of the cube away, never a small one
        assert {cell for cell in implied if 0 < counted(people, cell) < 11} == set()
    else:
        assert {
            cell for cell in implied if cell[1] != "e2"
        } == set()  # its parts are the communes 01003 and 02003
    shuffled = cube(
        people.sample(fraction=1, shuffle=True, seed=1),
        COMMUNES,
        hidden=hidden if beside_rates else hidden.clear(),
    )
    assert shuffled.equals(found)


def published(everything, found):
    """Cells whose people a reader is told: shown ones, and those without a row, which count nobody."""
    whole = found.filter(pl.col("at").is_null(), "suppressed").select("level", "code", "topic")
    told = everything.join(found, on=["level", "code", "topic", "at"], how="left", nulls_equal=True)
    told = told.filter(~pl.col("suppressed").fill_null(value=False))
    return told.join(whole, on=["level", "code", "topic"], how="anti").select(everything.columns)


def counted(people, cell):
    level, code, departement, topic, at = cell
    placed = people.drop("departement").join(COMMUNES, left_on="commune", right_on="code")
    placed = placed.rename({"epci": "e"}).with_columns(commune="commune", epci="e", france=pl.lit("FR"))
    inside = placed.filter(pl.col(level) == code)
    if departement is not None:
        inside = inside.filter(pl.col("departement") == departement)
    if topic != "all":
        inside = inside.filter(pl.col("topic") == topic)
    if at is not None:
        inside = inside.filter(pl.col("at").dt.truncate("1w") == at)
    return inside["person"].n_unique()


def territory():
    rows = COMMUNES.with_columns(france=pl.lit("FR"), commune="code")
    columns = ["level", "code", "name", "parent", "epci", "population"]
    none = pl.lit(None, pl.String)
    communes = COMMUNES.with_columns(level=pl.lit("commune"), name="code", parent="departement")
    upper = [
        rows.group_by(code=level)
        .agg(pl.col("population").sum())
        .with_columns(level=pl.lit(level), name="code", parent=none, epci=none)
        for level in ("epci", "departement", "france")
    ]
    return pl.concat([communes.select(columns), *(part.select(columns) for part in upper)])
