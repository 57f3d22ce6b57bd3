"""Feedback made ready to be counted: everybody somewhere, and what tables of the same people hide of each other."""

from datetime import UTC, datetime

import polars as pl
import pytest

from analytics.needs.feedback import (
    UNKNOWN,
    UNNAMED,
    and_elsewhere,
    by_service_and_territory,
    everybody,
    hidden_by,
    hidden_like,
)
from tests.analytics.needs.territory_by_hand import COMMUNES

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CELL = {"level": pl.String, "code": pl.String, "topic": pl.String, "at": pl.Datetime("us", "UTC"),
        "people": pl.Int64, "suppressed": pl.Boolean}  # fmt: skip


def feedback(*rows):
    columns = {
        "uid": pl.String,
        "services": pl.List(pl.String),
        "place_insee": pl.String,
        "departement": pl.String,
    }
    found = pl.DataFrame(rows, schema=columns, orient="row")
    return found.with_columns(created_at=pl.lit(NOON))


def cells(*rows):
    return pl.DataFrame(rows, schema=CELL, orient="row")


def test_everybody_has_a_territory_and_a_service():
    told = everybody(
        feedback(("a", ["CAF"], "01001", "01"), ("b", [], None, "02"), ("c", None, "99999", "99")), COMMUNES
    )
    assert told.select("place_insee", "departement", "services").rows() == [
        ("01001", None, ["CAF"]),
        (None, "02", [UNNAMED]),
        (None, UNKNOWN, [UNNAMED]),
    ]
    assert and_elsewhere(COMMUNES)["code"].to_list() == [*COMMUNES["code"], UNKNOWN]


@pytest.mark.parametrize(
    ("place", "code"),
    [("01001", ("france", "FR")), (None, ("departement", UNKNOWN))],
    ids=["all known", "some not"],
)
def test_what_the_rates_hide_is_hidden_of_the_same_topic(place, code):
    rates = pl.DataFrame(
        {"level": ["france", "commune", "commune"], "code": ["FR", "01001", "01002"],
         "topic": ["feedback", "feedback", "water"], "suppressed": [True, True, True]}
    )  # fmt: skip
    counted = everybody(feedback(("a", ["CAF"], place, None)), COMMUNES)
    found = hidden_by(rates, "feedback", counted)
    assert set(found.filter(pl.col("code") != "").rows()) == {(*code, "all"), ("commune", "01001", "all")}
    assert set(found.filter(code="")["level"]) == {"france", "departement", "epci", "commune"}


def test_a_cell_hidden_elsewhere_is_hidden_in_that_window_or_for_ever():
    mine = cells(
        ("commune", "01001", "all", None, 50, False),
        ("commune", "01001", "all", NOON, 20, False),
        ("commune", "01002", "all", NOON, 30, False),
    )
    place = ["level", "code"]
    once = hidden_like(mine, cells(("commune", "01001", "all", NOON, None, True)), place, ["people"])
    assert once["people"].to_list() == [50, None, 30]
    ever = hidden_like(mine, cells(("commune", "01001", "all", None, None, True)), place, ["people"])
    assert ever["people"].to_list() == [None, None, 30]
    assert ever["suppressed"].to_list() == [True, True, False]


def test_a_service_is_told_only_where_all_of_them_are_told_in_both_tables():
    def count(told, communes):
        nameless = told["services"].explode().unique().to_list() == [UNNAMED]
        assert ("epci" in communes.columns) is nameless  # services are counted by département
        hidden_of_all = "02" if nameless else "01"
        rows = [
            ("departement", code, topic, None, None if code == hidden_of_all and topic == "all" else 40,
             code == hidden_of_all and topic == "all")
            for code in ("01", "02", "03") for topic in ("all", UNNAMED if nameless else "CAF")
        ]  # fmt: skip
        return cells(*rows)

    told = everybody(feedback(("a", ["CAF"], "01001", None)), COMMUNES)
    found = by_service_and_territory(told, and_elsewhere(COMMUNES), count, ["people"])
    assert found.select("code", "topic", "people").sort("code", "topic").rows() == [
        ("01", "CAF", None), ("01", "all", None), ("02", "CAF", None), ("02", "all", None), ("03", "CAF", 40),
        ("03", "all", 40),
    ]  # fmt: skip
