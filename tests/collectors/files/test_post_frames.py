"""A canonical post file read straight into columns says what the import would have said."""

import json

import polars as pl
import pytest

from analytics.cascades import measure
from collectors.exercise import write
from collectors.files.post_frames import read_follows, read_posts
from collectors.reading import FileProblemError

ROWS = [
    {"uid": "a", "author_uid": "u", "text": "", "created_at": "2026-01-07T08:00:00Z", "lang": "fr",
     "urls": ["HTTPS://Press.example/a?utm_source=x#top"], "hashtags": ["#Crue"], "author_followers": 12},
    {"uid": "b", "author_uid": "v", "text": "eau #Puits", "created_at": "2026-01-07T08:01:00Z", "lang": None,
     "urls": None, "hashtags": None, "author_followers": None, "repost_of_uid": "a", "root_uid": "a"},
]  # fmt: skip


def as_jsonl(path):
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")


def as_parquet(path):
    pl.DataFrame(ROWS, infer_schema_length=None).write_parquet(path)


def as_csv(path):
    flat = pl.DataFrame(ROWS, infer_schema_length=None).with_columns(
        pl.col("urls", "hashtags").list.join("|")
    )
    flat.write_csv(path)


@pytest.mark.parametrize(
    ("name", "write_file"), [("p.jsonl", as_jsonl), ("p.parquet", as_parquet), ("p.csv", as_csv)]
)
def test_the_forms_agree(tmp_path, name, write_file):
    write_file(tmp_path / name)
    read = read_posts(tmp_path / name)
    assert read["uid"].to_list() == ["a", "b"]
    assert read["author_followers"].to_list() == [12, None]
    assert read["repost_of_uid"].to_list() == [None, "a"]
    assert read["lang"].to_list() == ["fr", None]
    assert read["urls"].to_list()[0] == ["https://press.example/a"]
    assert read["hashtags"].to_list() == [["crue"], ["puits"]]
    assert measure(read)["size"].to_list() == [2]


def test_what_a_column_holds_does_not_hang_on_its_first_rows(tmp_path):
    rows = [
        {"uid": str(n), "author_uid": "u", "created_at": 0, "urls": None, "text": "x"} for n in range(10_500)
    ]
    rows[-1] |= {"urls": ["https://press.example/a"], "reply_to_uid": "3", "lang": "fr"}
    (tmp_path / "late.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    last = read_posts(tmp_path / "late.jsonl").row(-1, named=True)
    assert (last["urls"], last["reply_to_uid"], last["lang"]) == (["https://press.example/a"], "3", "fr")
    bare = pl.DataFrame(rows[:3], schema_overrides={"urls": pl.List(pl.Null)})
    bare.write_parquet(tmp_path / "bare.parquet")
    assert read_posts(tmp_path / "bare.parquet")["urls"].null_count() == 3


def test_the_exercise_is_read_whole(tmp_path):
    made = write(tmp_path, seed=2, size=1_000)
    read = read_posts(made.posts)
    assert read.height == made.post_count
    assert measure(read)["size"].sum() == made.post_count


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p.csv", "uid,created_at\na,2026-01-07\n", "has no column author_uid"),
        ("p.jsonl", '{"uid": "a", "created_at": 0}\n', "has no column author_uid"),
        ("p.xml", "<posts/>", "is no post file"),
        ("p.parquet", "not parquet", "cannot be read as a post file"),
        ("gone.csv", None, "cannot be read as a post file"),
    ],
)
def test_what_is_no_post_file_is_told_with_its_name(tmp_path, name, text, said):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(FileProblemError, match=said) as told:
        read_posts(tmp_path / name)
    assert name in str(told.value)


def test_follow_relations(tmp_path):
    (tmp_path / "f.csv").write_text("follower_uid,followed_uid,since\nu,v,2020\n")
    assert read_follows(tmp_path / "f.csv").rows() == [("u", "v")]
    (tmp_path / "g.csv").write_text("a,b\nu,v\n")
    with pytest.raises(FileProblemError, match="no column follower_uid, followed_uid"):
        read_follows(tmp_path / "g.csv")
