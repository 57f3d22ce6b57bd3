from __future__ import annotations

import pytest

from collectors.files.hoaxy import SOURCE
from collectors.records import RecordError
from tests.collectors.files.golden_files import GOLDEN, normalised, one, unknown

EDGE = {
    "tweet_id": "7",
    "tweet_type": "mention",
    "tweet_created_at": "2021-03-01T09:00:00Z",
    "from_user_id": "1",
    "from_user_screen_name": "Lise",
    "to_user_id": "2",
    "to_user_screen_name": "Oscar",
    "is_mention": "false",
}


def test_the_golden_file():
    found = [(p.uid, p.author, p.kind, p.mentions) for p in normalised(SOURCE, GOLDEN / "hoaxy.csv")]
    assert found == [
        ("x:1366000000000000001", "x:815", "repost", ["x:9101"]),
        ("x:1366000000000000002", "x:816", "quote", ["x:9101"]),
        ("x:1366000000000000003", "x:702", "reply", ["x:9101"]),
        ("x:1366000000000000004", "x:680", "post", ["x:702"]),
        ("x:1366000000000000004", "x:680", "post", ["x:703"]),
        ("x:1366000000000000005", "x:681", "quote", ["x:702"]),
    ]
    assert unknown(SOURCE, GOLDEN / "hoaxy.csv") == []


@pytest.mark.parametrize(
    ("kind", "is_mention", "author"),
    [
        ("retweet", "false", "x:2"),
        ("quote", "false", "x:2"),
        ("quote", "true", "x:1"),
        ("quote", True, "x:1"),
        ("reply", "false", "x:1"),
        ("mention", "true", "x:1"),
        ("origin", "", "x:1"),
        ("Retweet", None, "x:2"),
    ],
)
def test_the_direction_of_an_edge(kind, is_mention, author):
    assert one(SOURCE, EDGE | {"tweet_type": kind, "is_mention": is_mention}).author == author


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({}, "handles", {"lise": "x:1", "oscar": "x:2"}),
        ({"from_user_id": ""}, "author", "x:lise"),
        ({"to_user_id": "", "to_user_screen_name": ""}, "mentions", None),
        ({"to_user_id": "1"}, "mentions", None),
        ({"canonical_url": "", "url_raw": "https://exemple.fr"}, "urls", ["https://exemple.fr"]),
        ({"canonical_url": ""}, "urls", None),
        (
            {"tweet_created_at": "", "pub_date": "2021-03-01 09:00:00"},
            "repairs",
            ("time without zone: read as UTC",),
        ),
    ],
)
def test_fields(change, name, expected):
    assert getattr(one(SOURCE, EDGE | change), name) == expected


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tweet_id": ""}, "tweet_id"),
        ({"tweet_type": "like"}, "tweet_type"),
        ({"tweet_created_at": ""}, "created_at"),
        ({"from_user_id": "", "from_user_screen_name": ""}, "from_user_id"),
    ],
)
def test_what_cannot_be_read_says_which_field(change, field):
    with pytest.raises(RecordError) as error:
        one(SOURCE, EDGE | change)
    assert error.value.field == field
