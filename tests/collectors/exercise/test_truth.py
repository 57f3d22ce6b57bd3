"""The truth of an exercise is what its tables bear out."""

from datetime import datetime

import numpy as np
import polars as pl

from collectors.exercise.setting import at, fold, of, written
from collectors.exercise.settings import settings
from graph import territory


def test_most_posts_have_no_place_and_some_name_it_only_in_the_text(world):
    declared = set(world.posts.filter(pl.col("place_insee").is_not_null())["uid"])
    posts = {uid for uid in world.truth["places"] if uid.startswith("exercise:")}
    assert declared < posts
    assert len(posts - declared) > 300
    assert len(posts) < world.posts.height / 2


def test_the_places_of_the_truth_are_declared_or_written(world):
    names = dict(territory.communes().select("code", "name").iter_rows())
    own = world.posts.select("uid", "text", "place_insee").iter_rows()
    seen = 0
    for uid, text, declared in own:
        code = world.truth["places"].get(uid)
        if declared is not None:
            assert code == declared
        elif code is not None:
            assert any(_squeezed(way) in _squeezed(text) for way in _ways(names[code])), (names[code], text)
            seen += 1
    assert seen > 300


def _ways(name):
    """A name, contracted or not, in every style: "au Mans" bears no "Le"."""
    return {form(written(name, s)).split(" ", 1)[-1] for s in settings().names for form in (at, of)} | {
        of(written(name, s))[2:] for s in settings().names
    }


def _squeezed(text):
    return fold(text).replace(" ", "")


def test_the_communes_cannot_be_mistaken_for_others(world):
    known = territory.communes().with_columns(key=pl.col("name").map_elements(fold, pl.String))
    used = known.filter(pl.col("code").is_in(sorted(set(world.truth["places"].values()))))
    assert used["departement"].n_unique() == 3
    assert known.filter(pl.col("key").is_in(used["key"].implode())).height == used.height


def test_every_uid_of_the_truth_exists(world):
    posts = set(world.posts["uid"])
    told = {f"services-publics-plus:{number}" for number in world.feedback["ID expérience"]}
    truth = world.truth
    for claim in truth["claims"].values():
        assert posts.issuperset(claim["posts"])
        assert claim["denies"] is None or truth["claims"][claim["denies"]]["kind"] in {"rumour", "fraud"}
    for root, tree in truth["trees"].items():
        assert root in posts
        assert posts.issuperset(tree)
    assert posts.issuperset(truth["root_only"])
    assert posts.issuperset(truth["stances"])
    assert (posts | told).issuperset(truth["places"])
    assert (posts | told).issuperset(truth["expressions"])
    assert all(posts.issuperset(group["posts"]) for group in truth["coordinated"])


def test_claims_share_the_posts_out(world):
    stated = [uid for claim in world.truth["claims"].values() for uid in claim["posts"]]
    assert sorted(stated) == sorted(world.posts["uid"])
    assert {c["kind"] for c in world.truth["claims"].values()} == {
        "rumour", "denial", "fraud", "need", "offer", "chatter",
    }  # fmt: skip


def test_trees_are_acyclic_and_in_order_of_time(world):
    at_time = dict(world.posts.select("uid", "created_at").iter_rows())
    for root, tree in world.truth["trees"].items():
        assert root not in tree
        for child, parent in tree.items():
            assert parent == root or parent in tree
            assert at_time[parent] < at_time[child]


def test_the_data_name_the_true_parent_but_for_root_only_posts(world):
    root_only = set(world.truth["root_only"])
    parent = {child: parent for tree in world.truth["trees"].values() for child, parent in tree.items()}
    hidden = 0
    for row in world.posts.iter_rows(named=True):
        named = row["reply_to_uid"] or row["repost_of_uid"] or row["quote_of_uid"]
        assert (named is None) == (row["uid"] not in parent)
        if row["uid"] in root_only:
            assert row["repost_of_uid"] == row["root_uid"]
            hidden += named != parent[row["uid"]]
        elif named is not None:
            assert named == parent[row["uid"]]
            assert row["repost_of_uid"] is None or row["repost_of_uid"] != row["root_uid"]
    assert hidden > len(root_only) * 0.2


def test_needs_count_distinct_people_whose_place_is_known(world):
    author = dict(world.posts.select("uid", "author_uid").iter_rows())
    reposts = set(world.posts.filter(pl.col("repost_of_uid").is_not_null())["uid"])
    people = {}
    for uid, classes in world.truth["expressions"].items():
        assert uid not in reposts
        if uid in world.truth["places"]:
            for name in classes:
                people.setdefault((name, world.truth["places"][uid]), set()).add(author.get(uid, uid))
    counted = {cell: len(who) for cell, who in people.items()}
    told = {(n, c): p for n, cells in world.truth["needs"].items() for c, p in cells.items()}
    assert counted == told
    assert set(world.truth["needs"]) == {*settings().needs, *_axes()}
    assert any(p >= 11 for p in told.values())
    assert any(p < 11 for p in told.values())


def _axes():
    return {"accessibility", "explanation", "relation", "responsiveness", "simplicity"}


def test_some_people_ask_twice_for_the_same(world):
    own = world.truth["expressions"].keys() & world.truth["places"].keys()
    posts = [uid for uid in own if uid.startswith("exercise:")]
    crisis = sum(p for n in settings().needs for p in world.truth["needs"][n].values())
    assert crisis < len(posts)


def test_need_posts_are_the_originals_of_need_claims(world):
    reposts = set(world.posts.filter(pl.col("repost_of_uid").is_not_null())["uid"])
    for uid, claim in world.truth["claims"].items():
        if claim["kind"] == "need":
            own = {u for u in claim["posts"] if u not in reposts}
            assert all(world.truth["expressions"][u] == [claim["need"]] for u in own), uid


def test_negative_axes_are_the_needs_of_the_experiences(world):
    header = {
        "accessibility": "Accessibilité", "explanation": "Information/Explication", "relation": "Relation",
        "responsiveness": "Réactivité", "simplicity": "Simplicité/Complexité",
    }  # fmt: skip
    for row in world.feedback.iter_rows(named=True):
        negative = [name for name, title in header.items() if row[title] == "Négatif"]
        assert world.truth["expressions"].get(f"services-publics-plus:{row['ID expérience']}", []) == negative


def test_cascades_have_a_heavy_tail(world):
    sizes = np.array([len(tree) + 1 for tree in world.truth["trees"].values()])
    alone = world.result.cascade_count - len(sizes)
    assert alone > world.result.cascade_count / 2
    assert sizes.max() > 100
    assert np.sort(sizes)[-len(sizes) // 20 :].sum() > sizes.sum() * 0.35


def test_nights_are_quiet_and_the_first_week_too(world):
    time = world.posts["created_at"].str.to_datetime("%Y-%m-%dT%H:%M:%SZ").dt.offset_by("1h")
    assert time.dt.hour().is_in([1, 2, 3, 4]).mean() < 0.06
    crisis = datetime.fromisoformat(world.truth["crisis_at"])
    quiet = world.posts["created_at"] < f"{crisis:%Y-%m-%dT%H:%M:%SZ}"
    assert 0.05 < quiet.mean() < 0.5
    calm = world.posts.filter(quiet)["uid"]
    kinds = {k: c["kind"] for k, c in world.truth["claims"].items()}
    stated = {uid: kinds[k] for k, c in world.truth["claims"].items() for uid in c["posts"]}
    assert {stated[uid] for uid in calm} == {"chatter"}


def test_signals_start_with_the_first_post_of_their_claim(world):
    at_time = dict(world.posts.select("uid", "created_at").iter_rows())
    claims_of = {c["need"] or k: c for k, c in world.truth["claims"].items() if c["kind"] != "offer"}
    assert {s["kind"] for s in world.truth["signals"]} == {"rumour", "fraud", "need"}
    for signal in world.truth["signals"]:
        posts = claims_of[signal["topic"]]["posts"]
        assert signal["start_at"] == min(at_time[uid] for uid in posts)
        assert signal["location_code"] == world.result.departement


def test_a_denial_comes_after_the_rumour_it_denies(world):
    at_time = dict(world.posts.select("uid", "created_at").iter_rows())
    first = {k: min(at_time[u] for u in c["posts"]) for k, c in world.truth["claims"].items() if c["posts"]}
    for name in ("water", "dam"):
        assert first[f"{name}-rumour"] < first[f"{name}-denial"]


def test_coordinated_groups_post_the_same_words_within_seconds(world):
    for group in world.truth["coordinated"]:
        own = world.posts.filter(pl.col("uid").is_in(group["posts"]))
        assert set(own["author_uid"]) <= set(group["authors"])
        assert own.select(pl.all_horizontal(pl.col("repost_of_uid", "reply_to_uid").is_null()).all()).item()
        rounds = (
            own.with_columns(at=pl.col("created_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ"))
            .group_by("text")
            .agg(pl.col("at"), pl.col("author_uid").n_unique())
        )
        assert rounds["author_uid"].min() >= 2
        gaps = rounds["at"].list.eval(pl.element().sort().diff().dt.total_seconds().drop_nulls()).explode()
        assert (gaps <= settings().coordinated.within_s).mean() > 0.8


def test_noise_loses_places_from_the_truth_as_well(noisy, world):
    declared = noisy.posts.filter(pl.col("place_insee").is_not_null())
    assert all(noisy.truth["places"][u] == c for u, c in declared.select("uid", "place_insee").iter_rows())
    assert declared.height / noisy.posts.height < 0.8 * (world.posts["place_insee"].is_not_null().mean())
