import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.communities.evolution import evolution


def window(**groups):
    rows = [(author, community) for community, authors in groups.items() for author in authors]
    return pl.DataFrame(rows, schema={"author": pl.String, "community": pl.String}, orient="row")


def events(before, after):
    return [row[:3] for row in evolution(before, after).iter_rows()]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (window(x="abcd"), window(y="abcd"), [("continued", "x", "y")]),
        (window(x="abcd"), window(y="abce"), [("continued", "x", "y")]),
        (window(x="abcd"), window(y="abcdef"), [("grown", "x", "y")]),
        (window(x="abcdef"), window(y="abcd"), [("shrunk", "x", "y")]),
        (window(x="abcdefghij"), window(y="abcdefghijk"), [("continued", "x", "y")]),  # 10 % is no growth
        (window(x="abcd"), window(y="efgh"), [("born", None, "y"), ("dissolved", "x", None)]),
        (window(x="abcd", y="efgh"), window(z="abcdefgh"), [("merged", "x", "z"), ("merged", "y", "z")]),
        (window(x="abcdefgh"), window(y="abcd", z="efgh"), [("split", "x", "y"), ("split", "x", "z")]),
        (window(), window(y="ab"), [("born", None, "y")]),
        (window(x="ab"), window(), [("dissolved", "x", None)]),
    ],
)
def test_events(before, after, expected):
    assert events(before, after) == expected


def test_a_small_community_that_a_large_one_takes_in_has_merged():
    before = window(large="abcdefghijklmnop", small="qrst")
    after = window(all="abcdefghijklmnopqrst")
    assert events(before, after) == [("merged", "large", "all"), ("merged", "small", "all")]
    table = evolution(before, after)
    assert table["overlap"].to_list() == [0.8, 0.2]
    assert table["shared"].to_list() == [16, 4]
    assert table["before_size"].to_list() == [16, 4]


def test_one_of_a_pair_is_no_inclusion():
    after = window(y="abcdefgh")
    assert events(window(x="az"), after) == [("born", None, "y"), ("dissolved", "x", None)]
    assert evolution(window(x="az"), after, jaccard=0.1)["event"].to_list() == ["grown"]


def test_a_pair_can_split_and_merge():
    found = events(window(x="abcdef", y="ghijkl"), window(u="abc", v="defghijkl"))
    assert found == [("merged", "x", "v"), ("merged", "y", "v"), ("split", "x", "u"), ("split", "x", "v")]


def test_two_resolutions_at_once_are_refused():
    with pytest.raises(ValueError, match="two communities before"):
        evolution(window(x="ab", y="bc"), window(x="ab"))


partitions = st.dictionaries(st.sampled_from("abcdefghijkl"), st.sampled_from("xyz")).map(
    lambda d: pl.DataFrame(
        list(d.items()), schema={"author": pl.String, "community": pl.String}, orient="row"
    )
)


@settings(deadline=None)
@given(partitions, partitions)
def test_every_community_has_its_event_and_time_turned_round_mirrors_it(before, after):
    table = evolution(before, after)
    assert set(table["before"].drop_nulls()) == set(before["community"])
    assert set(table["after"].drop_nulls()) == set(after["community"])
    assert table.equals(evolution(before.reverse(), after.reverse()))
    mirror = {"split": "merged", "merged": "split", "born": "dissolved", "dissolved": "born"}
    turned = {(mirror.get(e), a, b) for e, b, a in events(before, after) if e in mirror}
    assert turned == {row for row in events(after, before) if row[0] in mirror}
