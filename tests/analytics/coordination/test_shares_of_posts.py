import json
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.coordination import coordination, shares_of
from collectors.exercise import write

START = datetime(2026, 1, 20, tzinfo=UTC)
TEXT = "L'eau du réseau est contaminée, partagez !"


def posts(*rows):
    schema = {
        "uid": pl.String, "author_uid": pl.String, "text": pl.String, "repost_of_uid": pl.String,
        "reply_to_uid": pl.String, "urls": pl.List(pl.String), "hashtags": pl.List(pl.String),
    }  # fmt: skip
    table = pl.DataFrame(rows, schema=schema)
    at = pl.Series("created_at", [START + timedelta(seconds=n) for n in range(table.height)])
    return table.with_columns(at)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("repost", [("a", "r1"), ("a", "r2"), ("gone", "r3")]),
        ("link", [("https://x.example/1", "a"), ("https://x.example/2", "a"), ("https://x.example/1", "b")]),
        ("hashtags", [("crue eau", "a"), ("crue eau", "b")]),
        (
            "text",
            [
                ("l eau du réseau est contaminée partagez", "a"),
                ("l eau du réseau est contaminée partagez", "b"),
            ],
        ),
        ("reply", [("a", "b")]),
        ("media", []),
    ],
)
def test_what_each_post_shares(kind, expected):
    links = ["https://x.example/1", "https://x.example/2", "https://x.example/1"]
    table = posts(
        {"uid": "a", "author_uid": "A", "text": TEXT, "urls": links, "hashtags": ["Eau", "crue", "eau"]},
        {"uid": "r1", "author_uid": "B", "text": "RT @a: " + TEXT, "repost_of_uid": "a", "urls": links},
        {"uid": "r2", "author_uid": "C", "text": "RT @a: " + TEXT, "repost_of_uid": "r1"},
        {"uid": "r3", "author_uid": "D", "repost_of_uid": "gone"},
        {"uid": "b", "author_uid": "D", "text": "@a l'EAU du réseau est contaminée... partagez https://t.co/1",
         "reply_to_uid": "a", "urls": links[:1], "hashtags": ["crue", "eau"]},
        {"uid": "short", "author_uid": "E", "text": "Bonne journée à tous", "hashtags": ["eau"]},
    )  # fmt: skip
    shares = shares_of(table, kind)
    assert shares.select("object_id", "content_id").rows() == expected


def test_a_key_of_the_text_stands_for_it_and_only_three_columns_are_needed():
    table = posts({"uid": "a", "author_uid": "A"}, {"uid": "b", "author_uid": "B"})
    bare = table.select("uid", "author_uid", "created_at")
    assert shares_of(bare, "text").is_empty()
    assert shares_of(bare.with_columns(text_key=pl.lit("k")), "text")["object_id"].to_list() == ["k", "k"]
    with pytest.raises(ValueError, match="no kind 'like'"):
        shares_of(bare, "like")


def test_reposts_in_a_ring_and_repeated_rows_are_one_share_each():
    ring = posts(
        {"uid": "a", "author_uid": "A", "repost_of_uid": "b"},
        {"uid": "b", "author_uid": "B", "repost_of_uid": "a"},
        {"uid": "b", "author_uid": "B", "repost_of_uid": "a"},
    )
    assert shares_of(ring, "repost")["content_id"].to_list() == ["a", "b"]


@pytest.mark.parametrize("noise", [0.0, 0.3])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_coordinated_accounts_of_an_exercise_are_found(seed, noise, tmp_path):
    made = write(tmp_path, seed=seed, size=20_000, noise=noise)
    groups = json.loads(made.truth.read_text())["coordinated"]
    true = {account for group in groups for account in group["authors"]}
    table = pl.read_ndjson(made.posts, infer_schema_length=None)
    for kind, fewest in {"text": 0.95, "link": 0, "hashtags": 0, "repost": 0, "reply": 0}.items():
        result = coordination(shares_of(table, kind), time_window=60, strict=True, permutations=0)
        sure = result.edges.filter("significant")
        accounts = set(sure["source"]) | set(sure["target"])
        assert len(accounts & true) >= fewest * len(true)
        assert len(accounts & true) >= 0.95 * len(accounts)
