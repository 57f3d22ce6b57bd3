"""Opinions, answers and need rates of the same feedback, published together."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.needs import FEEDBACK, rates
from analytics.needs.feedback import UNKNOWN, UNNAMED, window_length
from analytics.perception import AXES, changes, opinions, with_changes
from analytics.visibility import of_feedback
from tests.analytics.needs.territory_by_hand import COMMUNES, grid, sums, unit

KEY = ["level", "code", "departement", "topic", "at"]

WEEKS = [datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC)]
KEYS = [
    (rating, service, commune, week, status)
    for rating in ("positive", "negative")
    for service in ("Urssaf", "CAF")
    for commune in ("01001", "01002", "01003", "02001", None)  # the last are nobody knows where
    for week in WEEKS
    for status in ("answered", "waiting")
]
NO_OFFERS = pl.DataFrame(schema=dict.fromkeys(("uid", "commune", "departement", "topic"), pl.String))
NO_RATES = pl.DataFrame(
    schema={"level": pl.String, "code": pl.String, "topic": pl.String, "people": pl.Int64, "rate": pl.Float64,
            "suppressed": pl.Boolean}
)  # fmt: skip


def feedback(counts, keys=KEYS):
    rows = [
        (f"{place}-{one}", *key)
        for place, (people, key) in enumerate(zip(counts, keys, strict=True))
        for one in range(people)
    ]
    columns = ["uid", "rating", "service", "place_insee", "created_at", "status"]
    kinds = {"created_at": pl.Datetime("us", "UTC")} | dict.fromkeys(
        ("uid", "rating", "service", "place_insee", "status"), pl.String
    )
    frame = pl.DataFrame(rows, schema={name: kinds[name] for name in columns}, orient="row")
    unjudged = {axis: pl.lit(None, pl.String) for axis in AXES[1:]} | {"simplicity": pl.col("rating")}
    return frame.with_columns(
        **unjudged,
        services=pl.concat_list("service").list.drop_nulls(),
        departement=pl.lit(None, pl.String),
        answered_at=pl.when(pl.col("status") == "answered").then(pl.col("created_at") + timedelta(hours=6)),
        text=pl.lit("accueil"),
    )


def levels():
    """The territory as `rates` takes it."""
    parts = [COMMUNES.select("code", "epci", "population", level=pl.lit("commune"), parent="departement")]
    parts += [
        COMMUNES.group_by(code=name).agg(pl.col("population").sum()).with_columns(level=pl.lit(name))
        for name in ("epci", "departement")
    ]
    parts.append(COMMUNES.select(pl.col("population").sum(), code=pl.lit("FR"), level=pl.lit("france")))
    none = pl.lit(None, pl.String)
    whole = pl.concat(parts, how="diagonal_relaxed").with_columns(name="code")
    return whole.with_columns(parent=pl.when(pl.col("level") == "departement").then(pl.lit("FR")).otherwise(
        pl.when(pl.col("level") == "commune").then("parent").otherwise(none)
    ))  # fmt: skip


def rated(rows):
    """The need rates of the feedback: whoever finds it not simple, and whoever gave feedback."""
    found = []
    for topic, who in (("simplicity", rows.filter(rating="negative")), (FEEDBACK, rows)):
        people = who.select("departement", person="uid", topic=pl.lit(topic), commune="place_insee")
        found.append(rates(people, NO_OFFERS, levels()).filter(topic=topic))
    return pl.concat(found)


def told(everything, found):
    """Cells of which the table tells the number; one without a row counts nobody, unless it is hidden as a whole."""
    found = found.select("level", "code", "at", "suppressed", topic="service")
    whole = found.filter(pl.col("at").is_null(), "suppressed").select("level", "code", "topic")
    asked = everything.filter((pl.col("topic") == "all") | ~pl.col("level").is_in(["commune", "epci"]))
    rows = asked.join(found, on=["level", "code", "topic", "at"], how="left", nulls_equal=True)
    rows = rows.filter(~pl.col("suppressed").fill_null(value=False))
    return rows.join(whole, on=["level", "code", "topic"], how="anti").select(KEY)


def whole(topics, moments):
    """Every cell of the territory, those of nobody knows where as a département of their own."""
    here = grid(COMMUNES, topics, moments)
    nowhere = here.filter(level="departement", code="01").with_columns(
        code=pl.lit(UNKNOWN), departement=pl.lit(UNKNOWN)
    )
    return pl.concat([here, nowhere])


def told_by_rates(everything, found, topic):
    """What the rates tell of all services, by lines of a system of equations; their France is without UNKNOWN."""
    secret = set(found.filter("suppressed", topic=topic).select("level", "code").iter_rows())
    place = {cell: number for number, cell in enumerate(everything.select(KEY).iter_rows())}
    for cell, number in place.items():
        level, code, _, name, at = cell
        if name == "all" and at is None and code != UNKNOWN and (level, code) not in secret:
            line = unit(number, len(place))
            if level == "france":
                line[place["departement", UNKNOWN, UNKNOWN, "all", None]] -= 1
            yield line


def readable(everything, shown, lines=()):
    """Cells that follow from those shown, from all sums over them, and from further lines."""
    cells = list(everything.select(KEY).iter_rows())
    place = {cell: number for number, cell in enumerate(cells)}
    units = (unit(place[cell], len(cells)) for cell in shown.select(KEY).unique().iter_rows())
    _, size, directions = np.linalg.svd(np.array([*sums(everything, KEY, place), *units, *lines]))
    free = np.abs(directions[(size > 1e-9).sum() :]).max(axis=0, initial=0)
    return {cell for cell, freedom in zip(cells, free, strict=True) if freedom < 1e-9}


def small_cells(rows, everything):
    """Cells of 1 to 10 people."""
    of_commune = COMMUNES.select("epci", place_insee="code", around="departement")
    placed = rows.join(of_commune, on="place_insee", how="left").with_columns(
        around=pl.col("around").fill_null(UNKNOWN)
    )
    found = set()
    for cell in everything.select(KEY).iter_rows():
        level, code, departement, topic, at = cell
        asked = {"commune": {"place_insee": code}, "epci": {"epci": code}}.get(level, {})
        asked |= {} if level == "france" else {"around": departement}
        asked |= {} if topic == "all" else {"service": topic}
        asked |= {} if at is None else {"created_at": at}
        if 0 < placed.filter(**asked).height < 11:
            found.add(cell)
    return found


@settings(deadline=None, max_examples=6)
@given(st.lists(st.sampled_from([0, 0, 3, 10, 11, 30, 60]), min_size=len(KEYS), max_size=len(KEYS)))
def test_no_small_cell_is_had_by_subtraction(counts):
    rows = feedback(counts)
    published = rated(rows)
    thought = opinions(rows, COMMUNES, published)
    answers = of_feedback(rows, COMMUNES, published, thought).filter(figure="answers")
    moments = pl.Series(
        [week for week in WEEKS if week in rows["created_at"]], dtype=pl.Datetime("us", "UTC")
    )
    everything = whole(rows["service"].unique(), moments)
    rating, simple, answered = (
        told(everything, found)
        for found in (thought.filter(axis="rating"), thought.filter(axis="simplicity"), answers)
    )
    needs, voices = (list(told_by_rates(everything, published, topic)) for topic in ("simplicity", FEEDBACK))
    both = pl.concat([rating, simple])
    readers = [
        (rows.filter(rating="negative"), both, needs),
        (rows.filter(rating="positive"), both, []),
        (rows, pl.concat([both, answered]), voices),
        *((rows.filter(status=status), answered, []) for status in ("answered", "waiting")),
    ]
    for of_rows, shown, lines in readers:
        assert readable(everything, shown, lines) & small_cells(of_rows, everything) == set()


def test_everybody_counts_for_france_wherever_they_are():
    keys = [("negative", None, None, WEEKS[0], None), ("positive", "CAF", "01001", WEEKS[0], None)]
    found = opinions(feedback([20, 30], keys), COMMUNES, NO_RATES).filter(axis="rating")
    whole = found.filter(pl.col("at").is_null()).select("level", "code", "service", "people").rows()
    assert ("france", "FR", "all", 50) in whole
    assert ("departement", UNKNOWN, UNNAMED, 20) in whole
    assert ("commune", "01001", "all", 30) in whole


def test_a_change_is_told_in_the_words_of_eleven_people():
    before, after = (f"{service} au guichet" for service in ("accueil aimable", "attente interminable"))
    keys = [(rating, "CAF", "01001", week, None) for week in WEEKS for rating in ("positive", "negative")]
    rows = feedback([60, 20, 20, 60], keys).with_columns(
        text=pl.when(pl.col("created_at") == WEEKS[0]).then(pl.lit(before)).otherwise(pl.lit(after))
    )
    found = with_changes(opinions(rows, COMMUNES, NO_RATES), rows)
    told = found.filter(pl.col("difference").is_not_null(), axis="rating", level="france", service="CAF")
    row = told.row(0, named=True)
    assert (row["at"], row["before_at"], row["difference"], row["certain"]) == (*WEEKS[::-1], 0.5, True)
    assert set(row["came"]) == {"attente", "interminable"}
    assert set(row["went"]) == {"accueil", "aimable"}
    assert found.height == opinions(rows, COMMUNES, NO_RATES).height


def test_a_window_less_leaves_an_older_change():
    keys = [("negative", "CAF", "01001", week, None) for week in WEEKS]
    found = opinions(feedback([20, 30], keys), COMMUNES, NO_RATES)
    assert changes(found).height > 0
    assert changes(found.filter(pl.col("at").is_null() | (pl.col("at") < WEEKS[1]))).is_empty()


def test_the_windows_follow_the_time_that_feedback_spans():
    first = datetime(2020, 1, 1, tzinfo=UTC)
    for days, length in ((0, "1d"), (14, "1d"), (15, "1w"), (121, "1mo"), (1_500, "1q")):
        assert window_length(pl.Series([first, first + timedelta(days=days)])) == length
    assert window_length(pl.Series([], dtype=pl.Datetime("us", "UTC"))) == "1d"
