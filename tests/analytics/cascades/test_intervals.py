import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.cascades import intervals, measure
from analytics.cascades.draws import draw, keys
from analytics.cascades.forest import plant
from analytics.cascades.intervals import measure_intervals
from analytics.cascades.shares import is_root_only, shares

FIGURES = ("depth", "max_breadth", "structural_virality")


def posts_of(sizes, step=7):
    """Root-only cascades, one event every `step` seconds; every fifth post answers the root."""
    rows = [
        (f"{name}{place:03}", f"u{place}", place * step, place % 5 != 4, f"{name}000", 10 * place)
        for name, size in sizes.items()
        for place in range(size)
    ]
    table = pl.DataFrame(
        rows,
        schema=["uid", "author_uid", "created_at", "alone", "root_uid", "author_followers"],
        orient="row",
    )
    answer = pl.when(~pl.col("alone")).then("root_uid").alias("reply_to_uid")
    return table.with_columns(answer).drop("alone")


def test_bounds_are_those_of_the_drawn_trees():
    posts = posts_of({"a": 30})
    draws = 40
    found = measure_intervals(posts, draws=draws, seed=5).row(0, named=True)
    forest = plant(posts)
    events = shares(posts, forest, is_root_only(posts, forest))
    drawn = draw(events, keys(pl.Series(["a000"]), 5), draws=draws)
    uid = forest.uid.gather(events.post)
    figures = {name: [] for name in FIGURES}
    for column in drawn.T:
        parent = pl.DataFrame(
            {"uid": uid, "repost_of_uid": [uid[p] if p >= 0 else None for p in column.tolist()]}
        )
        tree = posts.drop("root_uid").join(parent, on="uid", how="left")
        row = measure(tree).row(0, named=True)
        for name, values in figures.items():
            values.append(row[name])
    for name, values in figures.items():
        assert found[f"{name}_p05"] == pytest.approx(sorted(values)[1])
        assert found[f"{name}_p95"] == pytest.approx(sorted(values)[37])
        assert found[name] == measure(posts)[name][0]


def test_nothing_to_infer_leaves_the_figure():
    posts = posts_of({"a": 2, "b": 1}).with_columns(author_followers=None)
    table = measure_intervals(posts)
    for name in FIGURES:
        assert table[f"{name}_p05"].equals(table[name], check_names=False)
        assert table[f"{name}_p95"].equals(table[name], check_names=False)
    assert table["structural_virality_p05"].to_list() == [1.0, None]


def test_other_cascades_and_the_order_of_rows_do_not_matter(monkeypatch):
    posts = posts_of({"a": 40, "b": 25, "c": 1, "d": 60})
    found = measure_intervals(posts, seed=3)
    assert found.equals(measure_intervals(posts.sample(fraction=1, shuffle=True, seed=1), seed=3))
    alone = measure_intervals(posts.filter(pl.col("root_uid") == "b000"), seed=3)
    assert alone.equals(found.filter(pl.col("root_uid") == "b000"))
    monkeypatch.setattr(intervals, "CELLS", 100)
    assert found.equals(measure_intervals(posts, seed=3))
    assert not found.equals(measure_intervals(posts, seed=4))


def test_the_columns():
    added = [f"{name}_{end}" for name in FIGURES for end in ("p05", "p95")]
    for posts in (posts_of({"a": 6}), posts_of({"a": 6}).clear()):
        assert measure_intervals(posts).columns == [*measure(posts).columns, *added]


PEOPLE = st.fixed_dictionaries(
    {
        "uid": st.sampled_from("abcdefgh"),
        "author_uid": st.sampled_from("PQR"),
        "created_at": st.one_of(st.none(), st.integers(0, 4)),
        "repost_of_uid": st.one_of(st.none(), st.sampled_from("abcdefgh")),
        "root_uid": st.one_of(st.none(), st.sampled_from("abc")),
        "author_followers": st.one_of(st.none(), st.integers(0, 9)),
    }
)
SCHEMA = {"uid": pl.String, "author_uid": pl.String, "created_at": pl.Int64, "repost_of_uid": pl.String}
SCHEMA |= {"root_uid": pl.String, "author_followers": pl.Int64}


@settings(deadline=None, max_examples=60)
@given(st.lists(PEOPLE, min_size=1, max_size=14), st.integers(0, 9))
def test_dirty_posts(rows, seed):
    posts = pl.DataFrame(rows, schema=SCHEMA)
    found = measure_intervals(posts, draws=20, seed=seed)
    assert found.select(measure(posts).columns).equals(measure(posts))
    for name in FIGURES:
        assert (found[f"{name}_p05"] <= found[f"{name}_p95"]).all()
    assert (found["depth_p95"] < found["size"]).all()
    shuffled = posts.sample(fraction=1, shuffle=True, seed=seed)
    assert found.equals(measure_intervals(shuffled, draws=20, seed=seed))
