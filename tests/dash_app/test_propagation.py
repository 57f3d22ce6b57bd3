import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dash_app.figures.lanes import lanes
from dash_app.figures.propagation import propagation
from dash_app.figures.time_axis import duration, time_axis

START = datetime(2015, 1, 7, 11, tzinfo=UTC)
SCHEMA = {
    "uid": pl.String, "parent_uid": pl.String, "depth": pl.Int64, "at": pl.Datetime("ms", "UTC"),
    "author": pl.String, "kind": pl.String, "text": pl.String, "repair": pl.String,
}  # fmt: skip


def tree(parents, seconds):
    """Posts p0, p1, … with the given parent rows (-1: root) and seconds after the start."""
    depth = []
    for parent in parents:
        depth.append(0 if parent < 0 else depth[parent] + 1)
    rows = [
        (f"p{i}", f"p{parent}" if parent >= 0 else None, depth[i], START + timedelta(seconds=seconds[i]),
         f"u{i}", "repost", f"text {i}", None)
        for i, parent in enumerate(parents)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def star(n):
    return tree([-1] + [0] * (n - 1), list(range(n)))


def chain(n):
    return tree(list(range(-1, n - 1)), [60 * i for i in range(n)])


@st.composite
def forests(draw):
    n = draw(st.integers(1, 60))
    parents = [-1] + [draw(st.integers(0, i - 1)) for i in range(1, n)]
    seconds = [0] + [draw(st.integers(0, 10**6)) for _ in range(1, n)]
    return tree(parents, seconds)


@given(forests())
def test_every_post_is_placed_once_and_after_its_parent_in_the_arrays(posts):
    columns = propagation(posts).columns()
    assert sorted(columns["ids"]) == sorted(posts["uid"])
    assert all(parent < row for row, parent in enumerate(columns["parent"]))
    assert all(0 <= x <= 1000 for x in columns["x"])
    assert (
        len({len(columns[name]) for name in ("ids", "x", "y", "parent", "kind", "depth", "radius", "text")})
        == 1
    )
    json.dumps(columns)


@given(st.integers(1, 80), st.randoms(use_true_random=False))
def test_posts_on_one_lane_keep_their_distance(n, random):
    parent = np.asarray([-1] + [random.randrange(i) for i in range(1, n)], dtype=np.int64)
    x = np.zeros(n)
    for row in range(1, n):
        x[row] = x[parent[row]] + random.random() * 100 + 10  # children after their parents, as real ones
    lane = lanes(parent, x, gap=10)
    for number in set(lane.tolist()):
        assert np.diff(np.sort(x[lane == number])).min(initial=10) >= 10 - 1e-9


def test_a_chain_stays_on_one_lane_and_a_star_spreads_evenly():
    assert set(propagation(chain(500)).columns()["y"]) == {0.0}
    y = propagation(star(41)).y
    assert abs(y.min() + y.max()) < 40


def test_beyond_the_limit_the_smallest_branches_are_folded_and_counted():
    posts = tree([-1, 0, 1, 2, 0, 0, 4], [0, 1, 2, 3, 4, 5, 6])
    drawn = propagation(posts, limit=4)
    columns = drawn.columns()
    assert columns["ids"] == ["p0", "p1", "p4", "p2"]
    assert columns["hidden"] == [1, 0, 1, 1]
    assert "3 messages des plus petites branches sont repliés" in drawn.sentence
    assert drawn.table.height == 7


@given(forests(), st.integers(1, 40))
def test_folding_loses_no_post_of_the_count(posts, limit):
    columns = propagation(posts, limit=limit).columns()
    assert len(columns["ids"]) == min(limit, posts.height)
    assert len(columns["ids"]) + sum(columns["hidden"]) == posts.height


def test_the_sentence_counts_posts_accounts_time_and_depth():
    said = propagation(chain(4)).sentence
    assert said == (
        "Cascade partie le 07/01/2015 11:00 (UTC) : 4 messages de 4 comptes en 3 min ; "
        "la plus longue chaîne compte 3 maillons, la moitié des messages est arrivée en 2 min."
    )
    assert propagation(star(1), lang="en").sentence == (
        "Post of 2015-01-07 11:00 (UTC), without known relay or reply."
    )
    assert propagation(pl.DataFrame(schema=SCHEMA)).sentence == "Aucun message dans cette cascade."


def test_a_parent_that_was_never_collected_is_drawn_as_missing():
    posts = star(3).with_columns(
        pl.when(pl.col("uid") == "p0").then(None).otherwise(pl.col(name)).alias(name)
        for name in ("at", "text", "author")
    )
    columns = propagation(posts).columns()
    assert columns["kind"] == ["unknown", "repost", "repost"]
    assert columns["x"][0] == 0.0


@pytest.mark.parametrize("posts", [star(1), star(30), chain(30), pl.DataFrame(schema=SCHEMA)])
def test_the_drawing_is_a_document_with_a_disc_a_post(posts):
    drawn = propagation(posts, lang="en")
    ns = "{http://www.w3.org/2000/svg}"
    document = ET.fromstring(drawn.svg())
    assert document.find(f"{ns}desc").text == drawn.sentence
    legend = len(set(drawn.kinds))
    assert len(list(document.iter(f"{ns}circle"))) == posts.height + legend


def test_a_late_straggler_compresses_the_axis():
    even, burst = time_axis(np.asarray([0.0, 50, 100])), time_axis(np.asarray([0.0, 60, 120, 864000]))
    assert (even.scale, burst.scale is None) == (None, False)
    assert burst.place(np.asarray([0.0, 864000.0])).tolist() == [0.0, 1000.0]
    assert burst.ticks("fr")[0] == (0.0, "départ")
    assert len(burst.ticks("fr")) >= 4


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59, "59 s"), (720, "12 min"), (5400, "1,5 h"), (86400, "1 j"), (216000, "2,5 j")],
)
def test_durations(seconds, said):
    assert duration(seconds, "fr") == said
