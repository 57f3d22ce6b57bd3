import polars as pl
import pytest

from analytics.cascades import measure
from analytics.cascades.parents import tid

EVENTS = pl.DataFrame({"uid": list("rabcd"), "author_uid": list("RABCD"), "created_at": [0, 10, 20, 30, 40]})
FOLLOWS = pl.DataFrame({"follower_uid": list("ABBC"), "followed_uid": list("RRAA")})


@pytest.mark.parametrize("seed", range(3))
def test_the_most_recent_followed_sharer(seed):
    shuffled = EVENTS.sample(fraction=1, shuffle=True, seed=seed)
    found = tid(shuffled, FOLLOWS)
    assert dict(found.iter_rows()) == {"r": None, "a": "r", "b": "a", "c": "a", "d": "r"}


def test_the_tree_it_gives():
    tree = tid(EVENTS, FOLLOWS).rename({"parent_uid": "repost_of_uid"})
    row = measure(EVENTS.join(tree, on="uid")).row(0, named=True)
    assert (row["size"], row["depth"], row["max_breadth"]) == (5, 2, 2)
    assert row["structural_virality"] == pytest.approx(1.8)


def test_a_sharer_of_the_same_instant_is_not_earlier():
    events = EVENTS.with_columns(created_at=pl.Series([0, 20, 20, 30, 40]))
    assert dict(tid(events, FOLLOWS).iter_rows())["b"] == "r"


def test_the_latest_share_of_someone_who_shared_twice():
    again = pl.DataFrame({"uid": ["a2"], "author_uid": ["A"], "created_at": [25]})
    assert dict(tid(pl.concat([EVENTS, again]), FOLLOWS).iter_rows())["c"] == "a2"
