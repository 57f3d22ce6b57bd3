import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from analytics.cascades import measure, repairs, trees

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "rumoureval2017"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"RumourEval 2017 is not at {FOLDER}"),
]


@pytest.fixture(scope="module")
def annotated():
    """{post: parent or None} of the 297 published reply trees."""
    parents = {}

    def walk(tree, parent):
        for uid, below in tree.items():
            parents[uid] = parent
            walk(below or {}, uid)

    for thread in json.loads(gzip.decompress((FOLDER / "structures.json.gz").read_bytes())).values():
        walk(thread["tree"], None)
    return parents


@pytest.fixture(scope="module")
def posts():
    lines = gzip.decompress((FOLDER / "tweets.jsonl.gz").read_bytes()).splitlines()
    rows = [
        (t["id_str"], t["user"]["id_str"], t["created_at"], t["in_reply_to_status_id_str"])
        for t in map(json.loads, lines)
    ]
    table = pl.DataFrame(rows, schema=["uid", "author_uid", "created_at", "reply_to_uid"], orient="row")
    return table.with_columns(pl.col("created_at").str.to_datetime("%a %b %d %H:%M:%S %z %Y"))


def test_every_reply_tree_is_rebuilt(posts, annotated):
    assert len(annotated) == 4_860
    known = set(posts["uid"])
    expected = {uid: parent if parent in known else None for uid, parent in annotated.items() if uid in known}
    found = trees(posts)
    assert {
        uid: parent for uid, parent in found.select("uid", "parent_uid").rows() if uid in expected
    } == expected
    orphans = {uid for uid, parent in annotated.items() if uid in known and parent and parent not in known}
    assert set(found.filter(repair="orphan")["uid"]) & set(expected) == orphans
    assert repairs(posts).is_empty()
    assert measure(posts)["size"].sum() == posts.height
