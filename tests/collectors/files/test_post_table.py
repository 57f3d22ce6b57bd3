"""A row that is read as it stands becomes the same post as one that is read field by field."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.files.post_table import SOURCE
from collectors.records import RecordError
from collectors.source import Row

CLEAN = {
    "uid": "x:1", "author_uid": "x:Alice", "platform": "X", "text": " la crue ", "created_at": "2026-01-07T11:07:51Z",
    "reply_to_uid": None, "urls": ["https://example.org"], "hashtags": [], "lat": 48.1, "lon": -1,
    "author_followers": 3,
}  # fmt: skip
TEXTS = st.sampled_from(
    ["x:1", " x:1", "null", "", "@Bob", "x:bob ", "35238", "a|b", "2026-01-07T11:07:51+02:00"]
)
TIMES = st.sampled_from(
    ["2026-01-07 11:07", "1767225600", 1767225600, 1767225600.5, "hier", None, "", True, "1815-06-18"]
)
NUMBERS = st.sampled_from([0, 91, -181.5, 2**60, "12", "1,5", None, True, "", "nan", 1e300])
LISTS = st.sampled_from([None, [], ["a", ""], ["a"], "a|b", "null", [1]])
VALUES = {
    **dict.fromkeys(("uid", "author_uid", "text", "platform", "lang", "source", "url", "place_insee"), TEXTS | NUMBERS),
    **dict.fromkeys(("reply_to_uid", "repost_of_uid", "quote_of_uid", "root_uid"), TEXTS | st.none()),
    **dict.fromkeys(("created_at", "deleted_at"), TIMES),
    **dict.fromkeys(("lat", "lon", "author_followers"), NUMBERS),
    **dict.fromkeys(("urls", "hashtags"), LISTS),
}  # fmt: skip


def read(values, spelling):
    """The post, or the field and words of the error."""
    try:
        return SOURCE.normalise(Row(values, spelling))
    except RecordError as error:
        return error.field, error.message


@settings(max_examples=400)
@given(st.fixed_dictionaries({}, optional=VALUES))
def test_both_ways_to_read_a_row_give_the_same(changed):
    values = CLEAN | changed
    field_by_field = dict(SOURCE.fields)  # the same spelling, but not known to be so
    assert read(values, SOURCE.fields) == read(values, field_by_field)


def test_a_clean_row():
    post = read(CLEAN, SOURCE.fields)
    assert (post.uid, post.author, post.text, post.kind) == ("x:1", "x:alice", " la crue ", "post")
    assert (post.created_at, post.followers) == (datetime(2026, 1, 7, 11, 7, 51, tzinfo=UTC), 3)
    assert (post.lat, post.lon, post.urls, post.hashtags) == (48.1, -1.0, ["https://example.org"], [])


def test_a_header_that_spells_all_as_declared_is_known_to_do_so():
    assert SOURCE.spelling(list(CLEAN), {}) is SOURCE.fields
    assert SOURCE.spelling(["id", *CLEAN], {"uid": "id"}) is not SOURCE.fields


@pytest.mark.parametrize("late", ["deleted_at", "url"])
def test_a_field_that_comes_after_the_first_rows_is_read(late):
    spelling = SOURCE.spelling(["uid", "author_uid", "text", "created_at"], {})
    assert getattr(read(CLEAN | {late: "2026-01-08T00:00:00Z"}, spelling), late) is not None
