"""From run to run: order of rows, identity, new posts; and the exercise, whose truth is known."""

import json
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analytics import scoring
from analytics.claims import find, update
from collectors.exercise import write
from tests.analytics.claims.posts import START, stated, table

WORDINGS = (
    "l'eau du robinet est contaminée", "L'EAU DU ROBINET EST CONTAMINÉE !!", "FAUX : l'eau n'est pas contaminée",
    "le barrage en amont va céder", "non, le barrage ne va pas céder", "merci", "c'est faux", "",
    "touchez votre prime inondation", "The dam is about to break", None,
)  # fmt: skip
dirty = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.sampled_from(WORDINGS),
        st.sampled_from([None, "repost_of_uid", "reply_to_uid", "quote_of_uid"]),
        st.integers(0, 13),
        st.sampled_from([None, [], ["https://a.example/x"], ["https://a.example/"]]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=16,
)


def frame(rows):
    made = []
    for uid, text, kind, parent, urls, hour in rows:
        more = {"uid": f"u{uid}", "urls": urls, "created_at": START + timedelta(hours=hour)}
        made.append((text, {**more, kind: f"u{parent}"} if kind else more))
    return table(*made)


@settings(max_examples=25, deadline=None)
@given(dirty, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    posts = frame(rows)
    shuffled = posts[random.sample(range(posts.height), posts.height)]
    one, other = find(posts), find(shuffled)
    for part in ("table", "posts", "links"):
        assert_frame_equal(getattr(one, part), getattr(other, part))


@settings(max_examples=25, deadline=None)
@given(dirty)
def test_invariants_on_dirty_posts(rows):
    claims = find(frame(rows))
    said = claims.posts.filter(pl.col("relation") == "STATES")
    assert said["uid"].is_unique().all()
    assert claims.table["size"].sum() == said.height
    assert set(claims.posts["claim_id"]) == set(claims.table["claim_id"])
    assert claims.posts.select("uid", "claim_id").is_unique().all()  # nobody states what they deny
    assert (claims.links["source"] != claims.links["target"]).all()
    assert claims.posts["score"].is_between(0, 1).all()


@settings(max_examples=15, deadline=None)
@given(dirty)
def test_claims_keep_their_names(rows):
    posts = frame(rows)
    first = find(posts)
    renamed = first.posts.with_columns(pl.col("claim_id") + "-before")
    again = find(posts, known=renamed)
    assert stated(again) == {uid: name + "-before" for uid, name in stated(first).items()}


def test_a_claim_takes_the_name_of_its_largest_overlap():
    posts = table(
        "le marché revient samedi matin", "le marché revient samedi matin", "le marché revient samedi matin"
    )
    known = pl.DataFrame({"uid": ["p0", "p1", "p2"], "claim_id": ["small", "large", "large"]})
    assert set(stated(find(posts, known=known)).values()) == {"large"}


def test_a_claim_that_splits_gives_its_name_to_the_larger_part():
    posts = table("le marché revient samedi", "le marché revient samedi", "le barrage va céder cette nuit")
    known = pl.DataFrame({"uid": ["p0", "p1", "p2"], "claim_id": ["claim:p2"] * 3})
    assert stated(find(posts, known=known)) == {"p0": "claim:p2", "p1": "claim:p2", "p2": "claim:p2:2"}


@pytest.fixture(scope="module", params=[(1, 0.0), (2, 0.3)])
def exercise(request, tmp_path_factory):
    seed, noise = request.param
    made = write(tmp_path_factory.mktemp("exercise"), seed=seed, size=6_000, noise=noise)
    return pl.read_ndjson(made.posts, infer_schema_length=None), json.loads(made.truth.read_bytes())


def test_the_exercise(exercise):
    posts, truth = exercise
    found = find(posts).posts
    claims, denials = scoring.claims(found, truth), scoring.denials(found, truth)
    assert claims.precision > 0.9
    assert claims.f1 > 0.5
    assert denials.precision > 0.7
    assert denials.recall > 0.4


def test_new_posts_cost_no_more_than_a_little_precision(exercise):
    posts, truth = exercise
    last = posts.height // 20
    whole, before = find(posts), find(posts.head(posts.height - last))
    grown = update(before, posts.tail(last))
    assert grown.table["size"].sum() == whole.table["size"].sum()
    one, other = (scoring.claims(c.posts, truth).f1 for c in (whole, grown))
    assert abs(one - other) < 0.05
    kept = set(stated(before).values()) & set(stated(grown).values())
    assert len(kept) > 0.95 * before.table.height


def test_known_posts_change_nothing(exercise):
    posts, _ = exercise
    first = find(posts)
    again = update(first, posts.head(500))
    for part in ("table", "posts", "links"):
        assert_frame_equal(getattr(first, part), getattr(again, part))


def test_a_post_that_comes_before_its_parent_finds_it_later():
    posts = table("l'eau du robinet est contaminée", ("C'est faux !", {"reply_to_uid": "p0"}))
    late = update(find(posts.tail(1)), posts.head(1))
    assert late.posts.filter(pl.col("relation") == "DENIES").select("uid", "claim_id").rows() == [
        ("p1", "claim:p0")
    ]


def test_new_posts_that_only_repeat_known_ones_state_what_those_state():
    first = table(("le barrage va céder ce soir", {"uid": "a"}), ("marché de Noël annulé", {"uid": "b"}))
    relays = table((None, {"uid": "c", "repost_of_uid": "a"}), ("x", {"uid": "d", "repost_of_uid": "b"}))
    claims = {"a": "claim:a", "b": "claim:b", "c": "claim:a", "d": "claim:b"}
    assert stated(update(find(first), relays)) == claims
