"""The files of an exercise: same bytes for the same seed, canonical posts, published shapes."""

import csv
from pathlib import Path

import polars as pl
import pytest

from collectors.exercise import write
from collectors.exercise.feedback import FIRST_ID, HEADERS
from collectors.exercise.sites import FIRST_ID as FIRST_SITE
from collectors.exercise.write import COLUMNS

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FILES = ("posts.jsonl", "feedback.csv", "offers.csv", "truth.json")


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
def test_every_seed_and_the_smallest_size_hold_together(tmp_path, seed, read_back):
    world = read_back(tmp_path, seed=seed, size=1000)
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


def test_followers_belong_to_accounts_and_have_a_heavy_tail(world):
    per_account = world.posts.group_by("author_uid").agg(pl.col("author_followers").n_unique())
    assert per_account["author_followers"].max() == 1
    followers = world.posts["author_followers"]
    assert followers.mean() > 3 * followers.median()


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
