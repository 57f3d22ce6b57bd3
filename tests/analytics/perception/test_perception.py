from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.needs.cube import cube
from analytics.needs.shares import wilson
from analytics.perception import change, trend, words_of_change
from tests.analytics.needs.territory_by_hand import COMMUNES

MONTHS = [datetime(2026, month, 10, tzinfo=UTC) for month in (1, 2, 3)]


def feedback(*groups):
    """Groups of (people, rating, service, commune, month)."""
    rows = [
        (f"{place}-{one}", MONTHS[month], service and [service], commune, None, rating, rating)
        for place, (people, rating, service, commune, month) in enumerate(groups)
        for one in range(people)
    ]
    columns = {"uid": pl.String, "created_at": pl.Datetime("us", "UTC"), "services": pl.List(pl.String)}
    text = dict.fromkeys(["place_insee", "departement", "rating", "simplicity"], pl.String)
    return pl.DataFrame(rows, schema={**columns, **text}, orient="row")


def of(found, code, topic, month=None):
    at = MONTHS[month].replace(day=1) if month is not None else None
    cell = found.filter(
        (pl.col("code") == code) & (pl.col("topic") == topic),
        pl.col("at").eq_missing(pl.lit(at, pl.Datetime("us", "UTC"))),
    )
    return cell.row(0, named=True)


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(10, 100, 0.0552291, 0.1743657), (0, 20, 0.0, 0.1611252), (20, 20, 0.8388748, 1.0)],
)
def test_wilson(hits, total, low, high):
    bounds = pl.select(*(bound.alias(str(n)) for n, bound in enumerate(wilson(pl.lit(hits), pl.lit(total)))))
    assert bounds.row(0) == pytest.approx((low, high), abs=1e-6)


GOOD_THEN_BAD = feedback(
    (80, "positive", "Urssaf", "01001", 0),
    (20, "negative", "Urssaf", "01001", 0),
    (30, "neutral", "Urssaf", "01001", 1),
    (70, "negative", "Urssaf", "01001", 1),
)


def test_a_trend_and_its_change():
    found = trend(GOOD_THEN_BAD, COMMUNES)
    assert of(found, "01001", "Urssaf", 0)["share"] == 0.2
    assert of(found, "FR", "all")["people"] == 200
    changed = change(found).filter(code="01001", topic="Urssaf").row(0, named=True)
    assert changed["difference"] == pytest.approx(0.5)
    assert changed["low"] == pytest.approx(0.3694, abs=1e-4)
    assert changed["certain"]
    same = change(trend(GOOD_THEN_BAD.with_columns(rating=pl.lit("negative")), COMMUNES))
    assert not same["certain"].any()


def test_a_feedback_without_a_service_counts():
    assert (
        of(trend(feedback((20, "negative", None, "01001", 0)), COMMUNES), "01001", "unnamed")["people"] == 20
    )


def test_ten_unhappy_people_are_hidden():
    few = feedback((50, "positive", "Urssaf", "01001", 0), (10, "negative", "Urssaf", "01001", 0))
    cell = of(trend(few, COMMUNES), "01001", "Urssaf")
    assert [cell[name] for name in ("people", "share", "low", "high")] == [None] * 4


def test_an_axis_that_is_none():
    with pytest.raises(ValueError, match="colour is no axis"):
        trend(GOOD_THEN_BAD, COMMUNES, axis="colour")


def test_words_of_a_change():
    before = pl.DataFrame(
        {"person": [f"b{n}" for n in range(30)], "text": "accueil rapide et aimable au guichet"}
    )
    after = pl.DataFrame({"person": [f"a{n}" for n in range(30)], "text": "attente interminable au guichet"})
    came, went = words_of_change(before, after)
    assert set(came) == {"attente", "interminable"}
    assert set(went) == {"accueil", "rapide", "aimable"}
    assert words_of_change(before, after.head(10)) == ([], [])
    one = pl.concat([after, pl.DataFrame({"person": ["x"], "text": ["attente chez Madame Untel"]})])
    assert "untel" not in words_of_change(before, one)[0]


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sampled_from([0, 0, 4, 10, 11, 30, 60]), min_size=24, max_size=24))
def test_what_the_needs_hide_the_opinions_hide(counts):
    """The number of negative answers on an axis is the number of people with that need."""
    keys = [
        (rating, service, commune, month)
        for rating in ("positive", "negative")
        for service in ("Urssaf", "CAF")
        for commune in ("01001", "02001", "02002")
        for month in (0, 1)
    ]
    told = feedback(*((people, *key) for people, key in zip(counts, keys, strict=True)))
    unhappy = told.filter(pl.col("simplicity") == "negative")
    needs = cube(
        unhappy.select(
            "departement", person="uid", topic=pl.lit("simplicity"), commune="place_insee", at="created_at"
        ),
        COMMUNES,
        every="1mo",
    )
    found = trend(told, COMMUNES, axis="simplicity", needs=needs)
    secret = needs.filter(pl.col("at").is_null(), "suppressed").select("level", "code").unique()
    assert found.join(secret, on=["level", "code"]).filter(~pl.col("suppressed")).is_empty()
    shown = found.filter(~pl.col("suppressed")).with_columns(
        negative=(pl.col("share") * pl.col("people")).round()
    )
    for count in (shown["negative"], shown["people"] - shown["negative"]):
        assert not count.is_between(1, 10).any()
