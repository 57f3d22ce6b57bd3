import polars as pl
import pytest

from analytics.communities.spread import relays, spread

MEMBERS = pl.DataFrame(
    {"author": ["a", "b", "c", "d", "e"], "community": ["x", "x", "y", "y", "silent"]},
)
POSTS = pl.DataFrame(
    [
        ("1", "a", 0, None),
        ("2", "b", 10, "1"),  # inside x
        ("3", "c", 20, "1"),  # y relays x
        ("4", "c", 30, "2"),  # y relays x again, another account
        ("5", "d", 40, "gone"),
        ("6", "a", 50, "7"),  # of an account without a community
        ("7", "z", 5, None),
        ("8", "z", 60, "1"),
        ("8", "z", 70, "3"),  # the same post again: the earliest row counts
    ],
    schema={"uid": pl.String, "author_uid": pl.String, "created_at": pl.Int64, "repost_of_uid": pl.String},
    orient="row",
)
COUNTS = ["posts", "reposts", "reposts_inside", "reposts_outside", "reposts_unknown", "relayed"]


def counts(table):
    return {row["community"]: [row[name] for name in COUNTS] for row in table.iter_rows(named=True)}


def test_what_communities_spread():
    table = spread(POSTS, MEMBERS)
    assert counts(table) == {
        "x": [3, 2, 1, 1, 0, 3],
        "y": [3, 3, 0, 2, 1, 0],
        "silent": [0, 0, 0, 0, 0, 0],
    }
    assert table["community"].to_list() == ["y", "x", "silent"]
    assert table["members"].to_list() == [2, 2, 1]
    assert table["share"].to_list() == [3 / 6, 2 / 6, 0]
    assert [at and at.second for at in table["first_at"]] == [20, 0, None]
    assert [at and at.second for at in table["last_at"]] == [40, 50, None]


def test_who_relays_to_other_communities():
    table = relays(POSTS, MEMBERS)
    row = ("c", "y", "x", 2, 2, 20, 30)
    assert [(*r[:5], r[5].second, r[6].second) for r in table.iter_rows()] == [row]


@pytest.mark.parametrize("figures", [spread, relays])
def test_the_order_of_rows_does_not_matter(figures):
    mixed = POSTS.sample(fraction=1, shuffle=True, seed=3)
    assert figures(mixed, MEMBERS.reverse()).equals(figures(POSTS, MEMBERS))


@pytest.mark.parametrize("figures", [spread, relays])
def test_two_resolutions_at_once_are_refused(figures):
    with pytest.raises(ValueError, match="two communities"):
        figures(POSTS, pl.concat([MEMBERS, MEMBERS]))


def test_posts_without_reposts():
    table = spread(POSTS.drop("repost_of_uid"), MEMBERS)
    assert table["share"].to_list() == [None] * 3
    assert table["reposts"].sum() == 0
    assert relays(POSTS.drop("repost_of_uid"), MEMBERS).is_empty()
