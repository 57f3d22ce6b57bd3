"""RumourEval 2017 as the tool reads any data: canonical posts, labels, the published trees.

The data (PHEME / SemEval-2017 task 8) are not part of the project: annotations CC-BY 4.0, texts remain their authors'.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from collectors.reading import Reader
from collectors.records import Post, frame
from collectors.social.x_v1 import SOURCE
from collectors.source import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
NOTE = (
    "RumourEval 2017 (PHEME, SemEval-2017 task 8): conversations on X around eight breaking-news events, nearly all\n"
    "in English. Annotations CC-BY 4.0; texts remain their authors' and are not in the model."
)


class Place(NamedTuple):
    """Where a published tree has a post; parent is None for its root."""

    event: str
    thread: str
    parent: str | None


def posts(folder: Path) -> pl.DataFrame:
    """Canonical posts, made by the normaliser of X v1.1 that imports use."""
    records = [
        SOURCE.normalise(Row(_row(raw.row), SOURCE.fields)) for raw in Reader(folder / "tweets.jsonl.gz")
    ]
    made = frame([record for record in records if isinstance(record, Post)], Post)
    return made.rename({"author": "author_uid", "followers": "author_followers"})


def structure(folder: Path) -> dict[str, Place]:
    """Uid → its place in the published trees."""
    threads = json.loads(gzip.decompress((folder / "structures.json.gz").read_bytes()))
    return {
        f"x:{uid}": Place(tree["event"], f"x:{thread}", parent and f"x:{parent}")
        for thread, tree in threads.items()
        for uid, parent in _walk(tree["tree"], None)
    }


def labels(folder: Path) -> pl.DataFrame:
    """uid, label, split (train or dev), group (the event)."""
    events = {uid: place.event for uid, place in structure(folder).items()}
    table = pl.read_csv(folder / "stance.csv", schema_overrides={"post_id": pl.String})
    uid = "x:" + pl.col("post_id")
    event = uid.replace_strict(events, default=None, return_dtype=pl.String)
    return table.select(uid=uid, label="stance", split="split", group=event)


def _row(row: dict[str, object] | None) -> dict[str, object]:
    if row is None:
        raise ValueError("tweets.jsonl.gz has a line that is no JSON object")
    return row


def _walk(tree: dict[str, Any], parent: str | None) -> Iterator[tuple[str, str | None]]:
    for uid, below in tree.items():
        yield uid, parent
        yield from _walk(below or {}, uid)
