"""The exercise keeps its promises: same bytes, canonical tables, a truth that the tables bear out."""

import csv
import json
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collectors.exercise import write
from collectors.exercise.cascades import draw_sizes
from collectors.exercise.claims import claims, families, seeds
from collectors.exercise.feedback import FIRST_ID, HEADERS
from collectors.exercise.setting import at, fold, of, written
from collectors.exercise.settings import plain_texts, service_texts, settings
from collectors.exercise.sites import FIRST_ID as FIRST_SITE
from collectors.exercise.write import COLUMNS
from graph import territory

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FILES = ("posts.jsonl", "feedback.csv", "offers.csv", "truth.json")


class World:
    def __init__(self, folder, **options):
        self.result = write(folder, **options)
        self.posts = pl.read_ndjson(self.result.posts, infer_schema_length=None)
        self.truth = json.loads(self.result.truth.read_text(encoding="utf-8"))
        self.feedback = pl.read_csv(self.result.feedback, separator=";", infer_schema=False)
        self.offers = pl.read_csv(self.result.offers, infer_schema=False)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("exercise"), seed=3, size=8000)


@pytest.fixture(scope="module")
def noisy(tmp_path_factory):
    return World(tmp_path_factory.mktemp("noisy"), seed=3, size=4000, noise=0.8)


@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_the_same_seed_and_size_give_the_same_bytes(tmp_path, noise):
    first, second = (write(tmp_path / name, seed=5, size=1500, noise=noise) for name in "ab")
    assert first.post_count == second.post_count
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_another_seed_gives_another_exercise(tmp_path):
    one, other = (write(tmp_path / str(seed), seed=seed, size=1000) for seed in (1, 2))
    assert one.posts.read_bytes() != other.posts.read_bytes()


@pytest.mark.parametrize("options", [{"size": 999}, {"noise": 1.5}, {"noise": -0.1}])
def test_what_cannot_be_written_is_refused(tmp_path, options):
    with pytest.raises(ValueError, match=r"exercise has at least|noise is between"):
        write(tmp_path, **options)


@pytest.mark.parametrize("seed", range(4, 12))
def test_every_seed_and_the_smallest_size_hold_together(tmp_path, seed):
    world = World(tmp_path, seed=seed, size=1000)
    assert world.posts.height == world.result.post_count == 1000
    assert sum(len(c["posts"]) for c in world.truth["claims"].values()) == 1000
    assert all(len(group["authors"]) > 1 for group in world.truth["coordinated"])


def test_posts_are_canonical(world):
    assert tuple(world.posts.columns) == COLUMNS
    assert world.posts.height == world.result.post_count == 8000
    assert world.posts["uid"].is_unique().all()
    for name in ("uid", "author_uid", "text", "created_at", "platform", "source", "url"):
        assert world.posts[name].null_count() == 0
    assert world.posts["author_uid"].str.contains(r"^exercise:compte-\d{6}$").all()
    assert world.posts["created_at"].is_sorted()
    assert world.posts["created_at"].str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=True).null_count() == 0
    assert set(world.posts["lang"].drop_nulls()) == {"fr", "en"}


def test_a_post_has_one_relation_and_names_posts_of_the_table(world):
    relations = world.posts.select("reply_to_uid", "repost_of_uid", "quote_of_uid")
    assert relations.select(pl.sum_horizontal(pl.all().is_not_null())).to_series().max() == 1
    uids = world.posts["uid"].implode()
    for column in (*relations.columns, "root_uid"):
        assert world.posts[column].drop_nulls().is_in(uids).all()


def test_texts_are_finished(world):
    assert (world.posts["text"].str.len_chars() > 0).all()
    assert not world.posts["text"].str.contains("[\ue000-\uf8ff]|[{}]").any()
    assert not world.feedback["Description"].str.contains("[\ue000-\uf8ff]|[{}]").any()


def test_links_and_hashtags_are_those_of_the_text(world):
    for text, urls, tags in world.posts.select("text", "urls", "hashtags").iter_rows():
        assert all(url in text and ".example/" in url for url in urls)
        assert all(f"#{tag}" in text.lower() for tag in tags)
    assert world.posts["urls"].list.len().sum() > 100
    assert world.posts["hashtags"].list.len().sum() > 500


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
    assert used["departement"].unique().to_list() == [world.result.departement]
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


def test_a_repost_repeats_the_text_of_what_it_relays(world):
    text = dict(world.posts.select("uid", "text").iter_rows())
    reposts = world.posts.filter(pl.col("repost_of_uid").is_not_null())
    assert reposts.height > 2000
    assert all(row["text"] == text[row["repost_of_uid"]] for row in reposts.iter_rows(named=True))


def test_an_answer_never_hangs_on_a_repost(world):
    reposts = set(world.posts.filter(pl.col("repost_of_uid").is_not_null())["uid"])
    answered = world.posts.select(pl.coalesce("reply_to_uid", "quote_of_uid")).to_series().drop_nulls()
    assert answered.len() > 500
    assert reposts.isdisjoint(answered)


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


@pytest.mark.parametrize("budget", [1, 2, 17, 5000])
def test_sizes_use_the_whole_budget(budget):
    sizes = draw_sizes(np.random.default_rng(1), budget, 0.3, 1.2)
    assert sizes.sum() == budget
    assert sizes.min() >= 1
    assert sizes[0] == max(1, int(0.3 * budget))


def test_followers_belong_to_accounts_and_have_a_heavy_tail(world):
    per_account = world.posts.group_by("author_uid").agg(pl.col("author_followers").n_unique())
    assert per_account["author_followers"].max() == 1
    followers = world.posts["author_followers"]
    assert followers.mean() > 3 * followers.median()


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


def test_the_csv_files_have_the_published_shape(world):
    raw = world.result.feedback.read_bytes()
    assert raw.split(b"\r\n")[0].decode() == ";".join(HEADERS)
    assert (len(HEADERS), len(world.offers.columns)) == (46, 21)
    assert world.feedback["ID expérience"].cast(pl.Int64).min() == FIRST_ID
    assert world.offers["id_fs"].cast(pl.Int64).min() == FIRST_SITE
    assert world.feedback["Date de publication"].str.to_datetime("%d/%m/%Y %H:%M").null_count() == 0
    assert world.feedback["Ressenti usager"].is_in(["Négatif", "Neutre", "Positif"]).all()
    sites = dict(world.offers.group_by("insee_com").len().iter_rows())
    assert world.truth["offers"]["sites"] == sites


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "separator", "ours"),
    [
        ("services_publics_plus/experiences.csv", ";", "feedback.csv"),
        ("france_services/liste-fs-20240801.csv", ",", "offers.csv"),
    ],
)
def test_the_headers_are_those_of_the_real_files(world, name, separator, ours):
    if not (DATA / name).exists():
        pytest.skip(f"the real data are not there: {DATA / name}")
    headers = []
    for path in (DATA / name, world.result.posts.parent / ours):
        with path.open(encoding="utf-8", newline="") as file:
            headers.append(next(csv.reader(file, delimiter=separator)))
    assert headers[0] == headers[1]


def test_noise_repeats_rows_and_breaks_some_parents(noisy):
    assert noisy.posts.height == noisy.result.post_count > 4000
    assert noisy.posts["uid"].n_unique() == 4000
    assert noisy.posts.unique().height == 4000
    unknown = noisy.posts.filter(~pl.col("reply_to_uid").is_in(noisy.posts["uid"].implode()))
    assert unknown.height > 10
    assert unknown["reply_to_uid"].str.starts_with("exercise:deleted-").all()


def test_noise_loses_places_from_the_truth_as_well(noisy, world):
    declared = noisy.posts.filter(pl.col("place_insee").is_not_null())
    assert all(noisy.truth["places"][u] == c for u, c in declared.select("uid", "place_insee").iter_rows())
    assert declared.height / noisy.posts.height < 0.8 * (world.posts["place_insee"].is_not_null().mean())


def test_there_are_enough_wordings():
    for family in families():
        kind = claims()[family.claim].kind
        if kind in {"rumour", "fraud", "need"} or family.name.startswith("chatter-"):
            assert len(family.french) >= 25, family.name
        assert len(set(family.french)) == len(family.french), family.name


def test_the_scenario_speaks_of_what_has_wordings():
    assert set(settings().needs) == set(plain_texts("needs"))
    assert set(settings().offers) == set(plain_texts("offers"))
    assert set(settings().chatter) == set(plain_texts("chatter"))
    assert sum(seed.share for seed in seeds()) == pytest.approx(1.0, abs=0.05)
    assert len(service_texts().services) >= 10
    assert set(settings().rivers) <= set(territory.departements()["code"])


@pytest.mark.parametrize(
    ("name", "where", "whose"),
    [
        ("Agen", "à Agen", "d'Agen"),
        ("Cahors", "à Cahors", "de Cahors"),
        ("Le Mans", "au Mans", "du Mans"),
        ("Les Ulis", "aux Ulis", "des Ulis"),
        ("La Châtre", "à La Châtre", "de La Châtre"),
        ("Épernay", "à Épernay", "d'Épernay"),
    ],
)
def test_names_are_contracted(name, where, whose):
    assert (at(name), of(name)) == (where, whose)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("exact", "Sainte-Foy-sur-Évre"),
        ("lower", "sainte-foy-sur-évre"),
        ("plain", "Sainte Foy sur Evre"),
        ("hashtag", "#SainteFoysurÉvre"),
        ("short", "Ste-Foy/Évre"),
    ],
)
def test_styles_of_names(style, expected):
    assert written("Sainte-Foy-sur-Évre", style) == expected
