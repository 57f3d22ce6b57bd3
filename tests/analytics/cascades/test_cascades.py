from collections import Counter
from datetime import UTC, datetime

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.cascades import measure, repairs, trees

COLUMNS = ["cascade_id", "root_uid", "size", "users", "depth", "max_breadth", "structural_virality"]
COLUMNS += ["first_at", "last_at", "repairs"]
RELATIONS = {
    "repost": "repost_of_uid",
    "reply": "reply_to_uid",
    "quote": "quote_of_uid",
    "root_only": "root_uid",
}
SCHEMA = {"uid": pl.String, "author_uid": pl.String, "created_at": pl.Int64}
SCHEMA |= dict.fromkeys(RELATIONS.values(), pl.String)


def table(*rows):
    """Rows of (uid, seconds, {relation: uid}), each by an author of its own."""
    full = [
        {"uid": uid, "author_uid": "by " + uid, "created_at": at}
        | {RELATIONS[k]: v for k, v in named.items()}
        for uid, at, named in rows
    ]
    return pl.DataFrame(full, schema=SCHEMA)


def parents(posts):
    return {row["uid"]: row["parent_uid"] for row in trees(posts).iter_rows(named=True)}


def tally(posts):
    return dict(repairs(posts).iter_rows())


ROOT = ("r", 0, {"root_only": "r"})


@pytest.mark.parametrize(
    ("named", "parent", "kind"),
    [
        ({"repost": "a", "reply": "b", "quote": "r", "root_only": "r"}, "a", "repost"),
        ({"reply": "b", "quote": "a", "root_only": "r"}, "b", "reply"),
        ({"quote": "a", "root_only": "r"}, "a", "quote"),
        ({"root_only": "r"}, "r", "root_only"),
        ({"root_only": "x"}, None, "root"),
        ({}, None, "root"),
    ],
)
def test_the_observed_parent_wins(named, parent, kind):
    posts = table(ROOT, ("a", 1, {}), ("b", 2, {}), ("x", 3, named))
    row = trees(posts).row(by_predicate=pl.col("uid") == "x", named=True)
    assert (row["parent_uid"], row["kind"], row["repair"]) == (parent, kind, None)
    assert tally(posts) == {}


@pytest.mark.parametrize(
    ("named", "parent", "reason"),
    [
        ({"reply": "x", "root_only": "r"}, "r", "self-parent"),
        ({"reply": "x"}, None, "self-parent"),
        ({"reply": "late", "quote": "a", "root_only": "r"}, "a", "parent later than child"),
        ({"reply": "late", "root_only": "r"}, "r", "parent later than child"),
        ({"reply": "late", "root_only": "late"}, None, "parent later than child"),
        ({"reply": "unseen", "quote": "a", "root_only": "r"}, "r", "unknown parent"),
    ],
)
def test_repairs(named, parent, reason):
    posts = table(ROOT, ("a", 1, {}), ("x", 3, named), ("late", 9, {}))
    assert parents(posts)["x"] == parent
    assert tally(posts) == {reason: 1}
    assert measure(posts)["repairs"].sum() == 1


@pytest.mark.parametrize(
    "named", [{"reply": "unseen"}, {"reply": "unseen", "root_only": "gone"}, {"root_only": "gone"}]
)
def test_an_orphan_is_told_but_not_counted(named):
    posts = table(ROOT, ("x", 3, named))
    row = trees(posts).row(by_predicate=pl.col("uid") == "x", named=True)
    assert (row["root_uid"], row["kind"], row["repair"]) == ("x", "root", "orphan")
    assert tally(posts) == {}


@pytest.mark.parametrize(
    ("first", "second", "parent", "reasons"),
    [
        ((2, {"reply": "a"}), (2, {"reply": "a"}), "a", {"duplicate row": 1}),
        ((2, {"reply": "a"}), (3, {"reply": "a"}), "a", {"duplicate row": 1}),
        ((3, {"reply": "a"}), (2, {"reply": "r"}), "r", {"second parent": 1}),
        ((2, {}), (3, {"reply": "a"}), "a", {"duplicate row": 1}),
        ((2, {"reply": "x"}), (3, {"reply": "a"}), "a", {"self-parent": 1}),
        ((2, {"reply": "unseen"}), (3, {"reply": "a"}), "a", {"unknown parent": 1}),
        ((2, {"reply": "x"}), (2, {"reply": "x"}), None, {"self-parent": 1, "duplicate row": 1}),
        ((2, {"reply": "a"}), (9, {"reply": "late"}), "a", {"parent later than child": 1}),
    ],
)
def test_rows_of_one_uid_are_one_post(first, second, parent, reasons):
    posts = table(ROOT, ("a", 1, {"reply": "r"}), ("x", *first), ("x", *second), ("late", 8, {}))
    assert parents(posts)["x"] == parent
    assert tally(posts) == reasons


def test_a_cycle_is_cut_at_its_earliest_post():
    posts = table(
        ("c", 5, {"reply": "b"}), ("b", 5, {"reply": "a"}), ("a", 5, {"reply": "c"}), ("d", 6, {"reply": "a"})
    )
    assert parents(posts) == {"a": None, "b": "a", "c": "b", "d": "a"}
    assert tally(posts) == {"cycle": 1}


def test_unknown_times():
    posts = table(ROOT, ("a", None, {"reply": "b"}), ("b", 4, {"reply": "a"}), ("c", None, {}))
    assert parents(posts) == {
        "r": None,
        "b": None,
        "a": "b",
        "c": None,
    }  # cut at the post whose time is known
    assert tally(posts) == {"cycle": 1}
    rows = {row["root_uid"]: row for row in measure(posts).iter_rows(named=True)}
    assert rows["b"]["last_at"] == datetime(1970, 1, 1, 0, 0, 4, tzinfo=UTC)
    assert rows["c"]["first_at"] is None


def test_the_tables():
    posts = table(ROOT, ("a", 60, {"reply": "r"}), ("b", 90, {"reply": "r"}), ("c", 120, {"repost": "b"}))
    assert measure(posts).columns == COLUMNS
    row = measure(posts).row(0, named=True)
    assert (row["cascade_id"], row["size"], row["users"], row["depth"], row["max_breadth"]) == (
        "cascade:r",
        4,
        4,
        2,
        2,
    )
    assert row["structural_virality"] == pytest.approx(20 / 12)
    assert (row["last_at"] - row["first_at"]).total_seconds() == 120
    assert trees(posts).rows() == [
        ("r", "cascade:r", "r", None, 0, 1, "root", 0.0, None),
        ("a", "cascade:r", "r", "r", 1, 1, "reply", 60.0, None),
        ("b", "cascade:r", "r", "r", 1, 2, "reply", 90.0, None),
        ("c", "cascade:r", "r", "b", 2, 1, "repost", 120.0, None),
    ]


def test_users_are_distinct_known_authors():
    posts = pl.DataFrame(
        {
            "uid": list("rabcd"),
            "author_uid": ["A", "A", None, "B", "A"],
            "created_at": [0, 1, 2, 3, 4],
            "root_uid": ["r", "r", "r", "r", None],
        }
    )
    assert measure(posts)["users"].to_list() == [2, 1]


def test_the_largest_first_then_by_root():
    posts = table(("b", 0, {}), ("a", 0, {}), ("c", 0, {}), ("d", 1, {"reply": "c"}))
    assert measure(posts)["root_uid"].to_list() == ["c", "a", "b"]


@pytest.mark.parametrize("posts", [table(), table().select("uid", "author_uid", "created_at")])
def test_no_posts(posts):
    assert measure(posts).columns == COLUMNS
    assert measure(posts).height == trees(posts).height == repairs(posts).height == 0


def test_a_path_of_200_000():
    size = 200_000
    uid = pl.int_range(size, eager=True).cast(pl.String)
    posts = pl.DataFrame(
        {
            "uid": uid,
            "author_uid": uid,
            "created_at": pl.int_range(size, eager=True),
            "reply_to_uid": uid.shift(1),
        }
    )
    row = measure(posts.reverse()).row(0, named=True)
    assert (row["size"], row["depth"], row["max_breadth"]) == (size, size - 1, 1)
    assert row["structural_virality"] == pytest.approx(66667)


UIDS = st.sampled_from("abcdefgh")
NAMED = st.one_of(st.none(), st.none(), UIDS, st.just("unseen"))
ROWS = st.fixed_dictionaries(
    {
        "uid": UIDS,
        "author_uid": st.one_of(st.none(), st.sampled_from("PQR")),
        "created_at": st.one_of(st.none(), st.integers(0, 4), st.integers(0, 4)),
        **dict.fromkeys(RELATIONS.values(), NAMED),
    }
)


@st.composite
def dirty_forests(draw):
    return pl.DataFrame(draw(st.lists(ROWS, min_size=1, max_size=14)), schema=SCHEMA)


@settings(deadline=None, max_examples=150)
@given(dirty_forests(), st.integers(0, 9))
def test_dirty_forests(posts, seed):
    measured, per_post = measure(posts), trees(posts)
    expected, counts = reference(posts)
    assert {
        row["uid"]: (row["parent_uid"], row["kind"]) for row in per_post.iter_rows(named=True)
    } == expected
    assert tally(posts) == counts
    assert measured["repairs"].sum() == sum(counts.values())
    assert measured["size"].sum() == per_post.height == posts["uid"].n_unique()
    surplus = counts.get("duplicate row", 0) + counts.get("second parent", 0)
    assert surplus <= posts.height - posts["uid"].n_unique()
    assert measured.filter(pl.col("depth") >= pl.col("size")).is_empty()
    shuffled = posts.sample(fraction=1, shuffle=True, seed=seed)
    assert measure(shuffled).equals(measured)
    assert trees(shuffled).equals(per_post)
    assert repairs(shuffled).equals(repairs(posts))


@settings(deadline=None, max_examples=80)
@given(dirty_forests())
def test_figures_against_networkx(posts):
    per_post = trees(posts)
    graph = nx.Graph(per_post.select("uid", "parent_uid").drop_nulls().rows())
    graph.add_nodes_from(per_post["uid"])
    for row in measure(posts).iter_rows(named=True):
        tree = graph.subgraph(nx.node_connected_component(graph, row["root_uid"]))
        hops = nx.single_source_shortest_path_length(tree, row["root_uid"])
        breadth = Counter(hops.values())
        assert (row["size"], row["depth"], row["max_breadth"]) == (
            len(tree),
            max(hops.values()),
            max(breadth.values()),
        )
        assert row["size"] <= 1 + sum(breadth.values())
        assert row["structural_virality"] == (
            pytest.approx(nx.average_shortest_path_length(tree)) if len(tree) > 1 else None
        )
        levels = per_post.filter(pl.col("root_uid") == row["root_uid"]).select("uid", "depth").rows()
        assert dict(levels) == hops


def reference(posts):
    """The rules of `analytics.cascades`, one row at a time: ({uid: (parent, kind)}, repairs by reason)."""
    rows = posts.rows(named=True)
    times = {row["uid"]: min(at_of(r) for r in rows if r["uid"] == row["uid"]) for row in rows}
    made, chosen = Counter(), {}
    for uid in sorted(times):
        claims = [(*claim(row, times), row) for row in rows if row["uid"] == uid]
        claims.sort(
            key=lambda c: (c[0] is None, at_of(c[3]), c[0] or "", c[1], c[3]["author_uid"] or "~", bits(c[2]))
        )
        chosen[uid] = claims[0][:2]
        made += count_rows(claims)
    for cycle in list(nx.simple_cycles(nx.DiGraph([(u, p) for u, (p, _) in chosen.items() if p]))):
        chosen[min(cycle, key=lambda u: (times[u], u))] = (None, 0)
        made["cycle"] += 1
    kinds = ["root", *RELATIONS]
    return {uid: (parent, kinds[kind]) for uid, (parent, kind) in chosen.items()}, dict(made)


def at_of(row):
    return float("inf") if row["created_at"] is None else row["created_at"]


def bits(reasons):
    return sum(1 << ["self-parent", "parent later than child", "unknown parent"].index(r) for r in reasons)


def claim(row, times):
    """(parent, kind, reasons of refusal) of one row."""
    refused, only_root = set(), False
    for kind, name in enumerate(RELATIONS.values(), start=1):
        parent = row[name]
        if parent is None or (only_root and name != "root_uid"):
            continue
        if parent not in times:
            refused.add("unknown parent")
            only_root = True
        elif parent == row["uid"]:
            refused |= {"self-parent"} if name != "root_uid" else set()
        elif times[row["uid"]] < times[parent] < float("inf"):
            refused.add("parent later than child")
        else:
            return parent, kind, frozenset(refused)
    return None, 0, frozenset(refused)


def count_rows(claims):
    made, seen, seen_parents = Counter(), set(), set()
    for place, (parent, _, refused, _) in enumerate(claims):
        if (parent, refused) in seen:
            made["duplicate row"] += 1
            continue
        orphan = place == 0 and parent is None
        made.update(refused - ({"unknown parent"} if orphan else set()))
        if place and (parent in seen_parents or (parent is None and not refused)):
            made["duplicate row"] += 1
        elif place and parent is not None:
            made["second parent"] += 1
        seen.add((parent, refused))
        seen_parents |= {parent} - {None}
    return made
