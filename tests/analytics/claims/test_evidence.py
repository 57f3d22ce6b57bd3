"""What joins two wordings: the strongest of what they share, whatever the order of the rows."""

import polars as pl
from polars.testing import assert_frame_equal

from analytics.claims import evidence

CONTENTS = pl.DataFrame(
    {"content": ["le barrage cède", "regardez cette vague", "le barrage tremble", "la digue est rompue"]}
)
USES = [
    ("https://a.example/film", 0),
    ("https://a.example/film", 1),
    ("https://b.example/film", 0),
    ("https://b.example/film", 1),
    ("https://b.example/film", 2),
    ("https://c.example/film", 0),
    ("https://c.example/film", 1),
    ("https://c.example/film", 3),
]


def uses(rows):
    link, content = zip(*rows, strict=True)
    return pl.DataFrame({"link": link, "method": "url", "content": content, "opposed": False})


def test_wordings_that_share_several_links_are_joined_once_by_the_most_coherent():
    expected = None
    for turn in range(20):
        found = evidence.shared_links(uses(USES).sample(fraction=1, shuffle=True, seed=turn), CONTENTS)
        expected = found if expected is None else expected
        assert_frame_equal(found, expected)
    assert expected.select("left", "right").rows() == [(0, 1), (0, 2), (0, 3)]
    assert expected["score"].round(3).to_list() == [0.667, 0.667, 0.333]


def test_an_answer_and_what_it_answers_are_joined_once_in_either_direction():
    contents = CONTENTS.with_columns(leader=pl.int_range(pl.len(), dtype=pl.Int64))
    stems = pl.DataFrame({"stem": ["barrag"], "count": [2]})
    pairs = pl.DataFrame({"child": [0, 2], "parent": [2, 0]})
    found = evidence.conversations(pairs, contents, stems)
    assert found.select("left", "right", "method").rows() == [(0, 2, "observed")]
