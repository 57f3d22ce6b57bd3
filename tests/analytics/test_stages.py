"""Windows of the graph as the canonical columns of the analyses."""

import polars as pl

from analytics.stages import NAMES, stages
from analytics.stages.windows import canonical

ROWS = pl.DataFrame(
    [
        ("a", "u", 0, None, None, None),
        ("b", "u", 1_000, None, "QUOTES", "a"),
        ("b", "u", 1_000, None, "REPLY_TO", "a"),
        ("c", "v", 2_000, "a", "REPLY_TO", "a"),
        ("c", "v", 2_000, "a", "REPLY_TO", "b"),
    ],
    schema=["uid", "author_uid", "at_ms", "root_uid", "relation", "parent_uid"],
    orient="row",
)


def test_a_reply_that_quotes_is_one_row_and_a_second_parent_another():
    found = canonical(ROWS).select("uid", "reply_to_uid", "quote_of_uid", "repost_of_uid", "root_uid")
    assert found.rows() == [
        ("a", None, None, None, None),
        ("b", "a", "a", None, None),
        ("c", "a", None, None, "a"),
        ("c", "b", None, None, "a"),
    ]


def test_times_are_utc():
    found = canonical(ROWS)["created_at"]
    assert found.dtype == pl.Datetime("us", "UTC")
    assert found.dt.epoch("s").to_list() == [0, 1, 2, 2]


def test_the_names_are_those_of_the_stages():
    assert tuple(stage.name for stage in stages()) == NAMES
