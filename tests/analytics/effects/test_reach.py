from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.effects.reach import denial_reach, followed

START = datetime(2026, 1, 7, 8, tzinfo=UTC)


def posts(*rows):
    return pl.DataFrame(
        [
            {"uid": uid, "author_uid": author, "created_at": START + timedelta(minutes=minute),
             "relation": relation, "followers": followers}
            for uid, author, minute, relation, followers in rows
        ],
        schema_overrides={"followers": pl.Int64, "author_uid": pl.String},
    )  # fmt: skip


TOLD = posts(
    ("a", "ann", 0, "STATES", 100),
    ("b", "bob", 10, "STATES", 50),
    ("b", "bob", 10, "STATES", 50),
    ("c", "bob", 70, "STATES", 55),
    ("d", None, 75, "STATES", None),
    ("e", "gov", 130, "DENIES", 900),
    ("f", "ann", 200, "DENIES", None),
)


def test_reach_ratio_and_delay():
    found = denial_reach(TOLD)
    assert (found.rumour.posts, found.rumour.people, found.rumour.audience) == (4, 2, 155)
    assert (found.denial.posts, found.denial.people, found.denial.audience) == (2, 2, 900)
    assert (found.posts, found.people, found.delay_s) == (0.5, 1.0, 7800.0)
    assert found.audience == pytest.approx(900 / 155)


def test_nothing_later_than_the_moment_is_read():
    found = denial_reach(TOLD, as_of=START + timedelta(minutes=130))
    assert (found.posts, found.delay_s, found.rumour.posts) == (0.0, None, 4)
    cut = TOLD.filter(pl.col("created_at") < START + timedelta(minutes=130))
    assert denial_reach(cut) == found


def test_no_rumour_has_no_ratio():
    found = denial_reach(TOLD.filter(pl.col("relation") == "DENIES").drop("followers"))
    assert (found.posts, found.people, found.audience, found.delay_s) == (None, None, None, None)
    assert denial_reach(TOLD.clear()).denial.first_at is None


def test_the_ratio_as_it_grows():
    grown = followed(TOLD)
    assert grown["at"].to_list() == [START + timedelta(hours=hour) for hour in range(4)]
    assert grown["rumour"].to_list() == [2, 4, 4, 4]
    assert grown["denial"].to_list() == [0, 0, 1, 2]
    assert grown["ratio"].to_list() == [0.0, 0.0, 0.25, 0.5]
    assert followed(TOLD.clear()).schema == grown.schema
    only = followed(TOLD.filter(pl.col("relation") == "DENIES"))
    assert only["ratio"].to_list() == [None, None]
