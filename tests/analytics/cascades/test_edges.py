import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.cascades import edges as edges_module
from analytics.cascades import measure, trees
from analytics.cascades.edges import METHODS, candidates, edges

EVENTS = pl.DataFrame(
    {
        "uid": list("rabcd"),
        "author_uid": list("RABCD"),
        "created_at": [0, 10, 20, 30, 40],
        "root_uid": ["r"] * 5,
        "author_followers": [1000, 100, 10, 0, 0],
    }
)
FOLLOWS = pl.DataFrame({"follower_uid": list("ABBC"), "followed_uid": list("RRAA")})
COLUMNS = ["child_uid", "parent_uid", "method", "probability"]


def parents(found):
    return dict(found.select("child_uid", "parent_uid").iter_rows())


@pytest.mark.parametrize("seed", range(3))
def test_tid_takes_the_most_recent_followed_sharer(seed):
    shuffled = EVENTS.sample(fraction=1, shuffle=True, seed=seed)
    found = edges(shuffled, "tid", follows=pl.concat([FOLLOWS, FOLLOWS]))
    assert found.columns == COLUMNS
    assert parents(found) == {"a": "r", "b": "a", "c": "a", "d": "r"}
    assert set(found["method"]) == {"tid"}


def test_the_tree_tid_gives():
    tree = edges(EVENTS, "tid", follows=FOLLOWS).select(uid="child_uid", repost_of_uid="parent_uid")
    row = measure(EVENTS.drop("root_uid").join(tree, on="uid", how="left")).row(0, named=True)
    assert (row["size"], row["depth"], row["max_breadth"]) == (5, 2, 2)
    assert row["structural_virality"] == pytest.approx(1.8)


def test_a_sharer_of_the_same_instant_is_not_earlier():
    events = EVENTS.with_columns(created_at=pl.Series([0, 20, 20, 30, 40]))
    assert parents(edges(events, "tid", follows=FOLLOWS))["b"] == "r"


def test_the_latest_share_of_someone_who_shared_twice():
    again = EVENTS.filter(uid="a").with_columns(uid=pl.lit("a2"), created_at=pl.lit(25, pl.Int64))
    assert parents(edges(pl.concat([EVENTS, again]), "tid", follows=FOLLOWS))["c"] == "a2"


def test_a_share_of_another_post_does_not_count():
    other = pl.DataFrame(
        {
            "uid": ["s", "a2"], "author_uid": ["S", "A"], "created_at": [1, 25], "root_uid": ["s", "s"],
            "author_followers": [0, 0],
        }
    )  # fmt: skip
    assert parents(edges(pl.concat([EVENTS, other]), "tid", follows=FOLLOWS))["c"] == "a"


def test_nobody_is_followed_without_follows():
    assert set(parents(edges(EVENTS, "tid")).values()) == {"r"}
    with pytest.raises(ValueError, match="followed_uid"):
        edges(EVENTS, "tid", follows=FOLLOWS.drop("followed_uid"))


def test_probabilities_of_pdi():
    found = candidates(EVENTS, at_least=0).filter(child_uid="c")
    expected = {"r": 0.4916905, "a": 0.1375278, "b": 0.3707818}
    assert dict(found.select("parent_uid", "probability").iter_rows()) == pytest.approx(expected, abs=1e-6)
    row = edges(EVENTS, "pdi").row(by_predicate=pl.col("child_uid") == "c", named=True)
    assert (row["parent_uid"], row["method"]) == ("r", "pdi")
    assert row["probability"] == pytest.approx(0.4916905, abs=1e-6)


def test_the_second_event_hangs_on_the_root():
    assert candidates(EVENTS).filter(child_uid="a").rows() == [("a", "r", 1.0)]


@pytest.mark.parametrize("followers", [None, [0] * 5, [None] * 5])
def test_only_time_is_left_without_followers(followers):
    posts = EVENTS.drop("author_followers")
    if followers:
        posts = posts.with_columns(author_followers=pl.Series(followers, dtype=pl.Int64))
    found = candidates(posts, at_least=0).filter(child_uid="c")
    weight = {"r": 30.1**-2, "a": 20.1**-2, "b": 10.1**-2}
    expected = {uid: w / sum(weight.values()) for uid, w in weight.items()}
    assert dict(found.select("parent_uid", "probability").iter_rows()) == pytest.approx(expected)
    assert parents(edges(posts, "pdi")) == {"a": "r", "b": "a", "c": "b", "d": "c"}


def test_candidates_below_the_least_are_left_out():
    every = candidates(EVENTS, at_least=0)
    assert every.height == 1 + 2 + 3 + 4
    least = candidates(EVENTS, at_least=0.2)
    assert least.equals(every.filter(pl.col("probability") >= 0.2))


POSTS = pl.DataFrame(
    [
        ("r", 0, None, None, None),
        ("a", 10, "r", None, "r"),
        ("b", 20, "a", None, None),
        ("c", 30, None, "r", "r"),
        ("d", 40, "r", None, None),
        ("e", 50, "r", None, "r"),
        ("f", 60, None, "gone", "r"),
        ("g", None, "r", None, "r"),
    ],
    schema=["uid", "created_at", "repost_of_uid", "reply_to_uid", "root_uid"],
    orient="row",
).with_columns(author_uid=pl.col("uid").str.to_uppercase(), author_followers=pl.lit(0))


def test_observed_parents_win_and_what_cannot_be_inferred_stays_on_the_root():
    observed = {"b": "a", "c": "r", "d": "r"}
    assert parents(edges(POSTS, "observed")) == observed
    found = edges(POSTS, "pdi")
    assert parents(found) == observed | {"a": "r", "e": "d", "f": "r", "g": "r"}
    method = dict(found.select("child_uid", "method").iter_rows())
    assert method == dict.fromkeys("bcd", "observed") | dict.fromkeys("ae", "pdi") | dict.fromkeys(
        "fg", "star"
    )
    assert set(edges(POSTS, "star").filter(pl.col("method") == "star")["child_uid"]) == set("aefg")


def test_relays_of_a_relay_are_candidates_and_answers_are_not():
    found = candidates(POSTS, at_least=0).filter(child_uid="e")
    assert set(found["parent_uid"]) == {"r", "a", "b", "d"}


def test_large_groups_are_drawn(monkeypatch):
    exact = edges(EVENTS, "pdi")
    monkeypatch.setattr(edges_module, "EXACT", 2)
    drawn = edges(EVENTS, "pdi", draws=4_000, seed=3)
    assert drawn.select("child_uid", "parent_uid").equals(exact.select("child_uid", "parent_uid"))
    assert drawn["probability"].to_list() == pytest.approx(exact["probability"].to_list(), abs=0.03)
    assert drawn.equals(edges(EVENTS.reverse(), "pdi", draws=4_000, seed=3))
    assert not drawn.equals(edges(EVENTS, "pdi", draws=4_000, seed=4))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"method": "guess"}, "observed, star, tid, pdi"),
        ({"method": "pdi", "alpha": 0}, "alpha"),
        ({"method": "pdi", "gamma": 1.5}, "gamma"),
    ],
)
def test_bad_parameters(given, message):
    with pytest.raises(ValueError, match=message):
        edges(EVENTS, **given)


@pytest.mark.parametrize("method", METHODS)
def test_no_posts(method):
    assert edges(EVENTS.clear(), method).columns == COLUMNS
    assert candidates(EVENTS.clear()).is_empty()


UIDS = st.sampled_from("abcdefgh")
NAMED = st.one_of(st.none(), UIDS, st.just("unseen"))
ROWS = st.fixed_dictionaries(
    {
        "uid": UIDS,
        "author_uid": st.one_of(st.none(), st.sampled_from("PQR")),
        "created_at": st.one_of(st.none(), st.integers(0, 4), st.integers(0, 4)),
        "repost_of_uid": NAMED,
        "reply_to_uid": st.one_of(st.none(), st.none(), st.none(), UIDS),
        "root_uid": NAMED,
        "author_followers": st.one_of(st.none(), st.integers(0, 50)),
    }
)
SCHEMA = dict.fromkeys(("uid", "author_uid", "repost_of_uid", "reply_to_uid", "root_uid"), pl.String)
SCHEMA |= {"created_at": pl.Int64, "author_followers": pl.Int64}


@st.composite
def dirty_posts(draw):
    return pl.DataFrame(draw(st.lists(ROWS, min_size=1, max_size=14)), schema=SCHEMA)


@settings(deadline=None, max_examples=150)
@given(dirty_posts(), st.sampled_from(METHODS), st.integers(0, 9))
def test_dirty_posts_give_forests_that_keep_what_is_observed(posts, method, seed):
    everyone = pl.DataFrame({"follower_uid": list("PPQQRR"), "followed_uid": list("QRPRPQ")})
    found = edges(posts, method, follows=everyone)
    tree = trees(posts)
    hung = {uid: parent for uid, parent in tree.select("uid", "parent_uid").iter_rows() if parent}
    graph = nx.DiGraph(found.select("parent_uid", "child_uid").rows())
    assert found.is_empty() or nx.is_forest(graph)
    assert max(dict(graph.in_degree()).values(), default=0) <= 1
    for row in found.iter_rows(named=True):
        if row["method"] in {"observed", "star"}:
            assert row["parent_uid"] == hung[row["child_uid"]]
    if method == "observed":
        assert set(found["child_uid"]) <= set(hung)
    else:
        assert set(found["child_uid"]) == set(hung)
        together = nx.Graph(found.select("parent_uid", "child_uid").rows())
        root = dict(tree.select("uid", "root_uid").iter_rows())
        for component in nx.connected_components(together):
            assert len({root[uid] for uid in component}) == 1
    shuffled = posts.sample(fraction=1, shuffle=True, seed=seed)
    assert edges(shuffled, method, follows=everyone).equals(found)


@settings(deadline=None, max_examples=80)
@given(dirty_posts(), st.sampled_from([1.1, 2.0]), st.sampled_from([0, 0.5, 1]))
def test_candidates_sum_to_one_and_hold_the_likeliest(posts, alpha, gamma):
    every = candidates(posts, alpha=alpha, gamma=gamma, at_least=0)
    likeliest = edges(posts, "pdi", alpha=alpha, gamma=gamma).filter(pl.col("method") == "pdi")
    assert set(every["child_uid"]) == set(likeliest["child_uid"])
    for (child,), own in every.group_by("child_uid"):
        assert own["probability"].sum() == pytest.approx(1)
        best = likeliest.row(by_predicate=pl.col("child_uid") == child, named=True)
        assert (best["parent_uid"], best["probability"]) in own.select("parent_uid", "probability").rows()
        assert best["probability"] == own["probability"].max()
