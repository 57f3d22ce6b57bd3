import polars as pl
import pytest

from analytics.signals.urgency import urgent
from analytics.signals.watched import watched
from tests.analytics.signals.watched_posts import hour, posts


def test_a_post_is_read_once_and_nothing_later_is_read():
    given = pl.concat([posts([0, 1, 2]), posts([0, 1, 2])])
    assert watched(given, hour(1))["uid"].to_list() == ["p00000", "p00001"]


def test_posts_that_hang_together_are_one_conversation():
    given = posts([0, 1, 2, 3], reply_to_uid=[None, "p00000", "p00001", "gone"])
    read = watched(given, hour(9))["conversation"].to_list()
    assert read[0] == read[1] == read[2] != read[3]


@pytest.mark.parametrize(
    ("code", "commune", "departement"),
    [("47001", "47001", "47"), ("75101", "75056", "75"), ("nowhere", None, None), (None, None, None)],
)
def test_a_commune_is_rolled_up_to_its_departement(code, commune, departement):
    read = watched(posts([0], place_insee=code), hour(1)).row(0, named=True)
    assert (read["commune"], read["departement"]) == (commune, departement)


def test_a_departement_may_be_all_that_is_known():
    given = posts([0]).with_columns(departement=pl.lit("2A"))
    assert watched(given, hour(1)).row(0, named=True)["departement"] == "2A"


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (posts([0]).drop("created_at"), "no column created_at"),
        (posts([0]).with_columns(uid=pl.lit(None, pl.String)), "row 0 has no uid"),
    ],
)
def test_what_is_missing_is_named(frame, words):
    with pytest.raises(ValueError, match=words):
        watched(frame, hour(1))


@pytest.mark.parametrize(
    ("text", "alarming"),
    [
        ("Au secours, on est coincés au 2e étage", True),
        ("ÉVACUEZ immédiatement", True),
        ("There has been an explosion, people are trapped", True),
        ("Le marché de samedi était bien", False),
        ("A lovely morning at the market", False),
        ("", False),
        (None, None),
    ],
)
def test_words_of_alarm(text, alarming):
    assert urgent(pl.Series([text], dtype=pl.String)).to_list() == [alarming]
