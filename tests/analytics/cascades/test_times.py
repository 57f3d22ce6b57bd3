import polars as pl
import pytest

from analytics.cascades.times import DEPTHS, USERS, times


def path(size, step=10):
    uid = [f"p{place:04}" for place in range(size)]
    return pl.DataFrame(
        {
            "uid": uid,
            "author_uid": [f"u{place}" for place in range(size)],
            "created_at": [place * step for place in range(size)],
            "reply_to_uid": [None, *uid[:-1]],
        }
    )


def row(posts):
    return times(posts).row(0, named=True)


def test_people_and_depths_reached():
    found = row(path(120).sample(fraction=1, shuffle=True, seed=1))
    assert list(found) == [
        "cascade_id",
        *(f"time_to_{k}_s" for k in USERS),
        *(f"time_to_depth_{d}_s" for d in DEPTHS),
    ]
    assert found["cascade_id"] == "cascade:p0000"
    assert [found[f"time_to_{k}_s"] for k in USERS] == [90, 990, None]
    assert [found[f"time_to_depth_{d}_s"] for d in DEPTHS] == [20, 40, 60, 80, 100]


def test_a_thousand_people():
    assert row(path(1000))["time_to_1000_s"] == 9990


def test_people_count_once_and_unknown_ones_not():
    posts = path(14).with_columns(
        author_uid=pl.Series(["a", None, "a", "b", None, "c", "b", "d", "e", "f", "g", "h", "i", "j"])
    )
    assert row(posts)["time_to_10_s"] == 130
    assert row(posts.head(13))["time_to_10_s"] is None


def test_the_first_post_at_a_depth():
    late = pl.DataFrame({"uid": ["z"], "author_uid": ["z"], "created_at": [12], "reply_to_uid": ["p0001"]})
    assert row(pl.concat([path(5), late]))["time_to_depth_2_s"] == 12


@pytest.mark.parametrize("unknown", [0, 2])
def test_unknown_times(unknown):
    posts = path(5).with_columns(created_at=pl.when(pl.int_range(pl.len()) != unknown).then("created_at"))
    found = row(posts)
    assert found["time_to_depth_2_s"] is None
    assert found["time_to_depth_4_s"] == (None if unknown == 0 else 40)


def test_every_cascade_has_a_row():
    alone = pl.DataFrame({"uid": ["a"], "author_uid": [None], "created_at": [None], "reply_to_uid": [None]})
    posts = pl.concat([path(3), alone.cast(path(3).schema)])
    assert times(posts)["cascade_id"].to_list() == ["cascade:a", "cascade:p0000"]
    assert times(path(1).clear()).is_empty()
