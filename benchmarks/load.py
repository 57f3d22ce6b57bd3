"""The importer against the bare driver: the same canonical posts into the same Neo4j.

The reference reads the same JSON lines and writes the same nodes, relations and properties with the official
driver alone: one UNWIND statement, 5,000 rows a batch, nothing archived, enriched, checked or pseudonymised.
Each starts from an empty database with the same constraints and territory. Needs Java and Maven.
"""

import json
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import neo4j
import polars as pl
from platformdirs import user_cache_path

from benchmarks.data import posts
from benchmarks.measure import Result, peak_megabytes
from collectors.archive import Archive
from collectors.registry import source
from collectors.road import Road, import_file
from graph.neo4j_server import USER, Running, Server, fetch, free_port, password, running, version_for
from graph.privacy import Pseudonyms
from graph.reference import ensure_reference
from graph.store import BATCH, Store, open_store
from graph.transfer import count_graph

TITLE = "importing 100,000 posts into Neo4j against the bare driver (ratio of times, at most 1.25)"
POSTS = 100_000
GOAL = 1 / 1.25
WORDS = (
    "eau",
    "crue",
    "pont",
    "gare",
    "secours",
    "rumeur",
    "mairie",
    "école",
    "train",
    "marché",
    "soleil",
    "match",
)
EMPTY = "MATCH (n) WHERE NOT n:Location AND NOT n:Need WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS deleted"
BARE = """
UNWIND $rows AS row
MERGE (p:Post {uid: row.uid})
SET p.text = row.text, p.created_at = datetime(row.created_at), p.lang = row.lang, p.kind = row.kind,
    p.platform = row.platform, p.source = row.source, p.root_uid = row.root_uid, p.run = row.run
MERGE (u:User {uid: row.author_uid})
SET u.platform = row.platform, u.followers = row.author_followers
MERGE (u)-[w:POSTED]->(p) SET w.at = datetime(row.created_at)
FOREACH (tag IN row.hashtags | MERGE (h:Hashtag {tag: tag}) MERGE (p)-[:TAGGED]->(h))
FOREACH (uid IN row.reposts | MERGE (q:Post {uid: uid}) MERGE (p)-[r:REPOST_OF]->(q)
  SET r.at = datetime(row.created_at), r.method = 'observed', r.probability = 1.0)
FOREACH (uid IN row.replies | MERGE (q:Post {uid: uid}) MERGE (p)-[r:REPLY_TO]->(q)
  SET r.at = datetime(row.created_at), r.method = 'observed', r.probability = 1.0)
FOREACH (uid IN row.quotes | MERGE (q:Post {uid: uid}) MERGE (p)-[r:QUOTES]->(q)
  SET r.at = datetime(row.created_at), r.method = 'observed', r.probability = 1.0)
"""


def run(repeats: int = 3, count: int = POSTS) -> Result:
    """Load in turn, importer and driver, `repeats` times each into the same server; the best of each counts."""
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as live:
        file = Path(folder) / "posts.jsonl"
        write(file, count)
        address, secret = live.address, password(Path(folder) / "neo4j")
        with open_store(address, user=USER, password=secret) as store:
            ensure_reference(store)
            ours, theirs, counts = [], [], []
            for turn in range(repeats):
                ours.append(_timed(store, partial(importer, store, file, Path(folder) / f"archive-{turn}")))
                counts.append(_loaded(store))
                theirs.append(_timed(store, partial(bare, file, address, secret)))
                counts.append(_loaded(store))
            store.sweep(EMPTY, {})
            memory = peak_megabytes(lambda: importer(store, file, Path(folder) / "archive"))
    if any(found != counts[0] for found in counts):
        raise AssertionError(f"the two do not load the same: {counts}")
    return Result(
        ratio=min(theirs) / min(ours),
        goal=GOAL,
        reference="the bare driver",
        figures={
            "posts": count,
            "importer_s": min(ours),
            "driver_s": min(theirs),
            "importer_to_driver": min(ours) / min(theirs),
            "importer_posts_per_s": count / min(ours),
            "importer_added_mb": memory,
            "relations": sum(n for name, n in counts[0].items() if name.isupper()),
        },
    )


def write(file: Path, count: int) -> None:
    """Canonical posts with texts, one hashtag in three, followers and language, as JSON lines."""
    table = posts(count).with_row_index("n")
    word = [pl.lit(list(WORDS)).list.get((pl.col("n") * step) % len(WORDS)) for step in (1, 5, 7)]
    text = pl.format("{} {} {} : message {} sur la place", *word, "n")
    tags = (
        pl.when(pl.col("n") % 3 == 0)
        .then(pl.concat_list(word[0]))
        .otherwise(pl.lit([], dtype=pl.List(pl.String)))
    )
    table.with_columns(
        text=text,
        hashtags=tags,
        lang=pl.lit("fr"),
        platform=pl.lit("x"),
        author_followers=(pl.col("n") * 7_919) % 5_000,
        created_at=pl.col("created_at").dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
    ).drop("n", "root_uid").write_ndjson(file)


def importer(store: Store, file: Path, archive: Path) -> None:
    """The whole road: archive, normalise, enrich, pseudonymise, load."""
    road = Road(store, Archive(archive), Pseudonyms(bytes(32)), datetime(2026, 1, 1, tzinfo=UTC))
    import_file(file, source("post"), road)


def bare(file: Path, address: str, secret: str) -> None:
    """Read the lines, write them in batches: what a script of twenty lines does."""
    with neo4j.GraphDatabase.driver(address, auth=(USER, secret)) as driver, driver.session() as session:
        batch: list[dict[str, object]] = []
        with file.open() as lines:
            for line in lines:
                batch.append(_row(json.loads(line)))
                if len(batch) == BATCH:
                    session.execute_write(lambda tx, rows: tx.run(BARE, rows=rows).consume(), batch)
                    batch = []
        if batch:
            session.execute_write(lambda tx, rows: tx.run(BARE, rows=rows).consume(), batch)


def _row(post: dict[str, object]) -> dict[str, object]:
    parents = {name: post.get(name) for name in ("repost_of_uid", "reply_to_uid", "quote_of_uid")}
    kinds = {"repost_of_uid": "repost", "reply_to_uid": "reply", "quote_of_uid": "quote"}
    return {
        **post,
        "kind": next((kinds[name] for name, uid in parents.items() if uid), "post"),
        "source": "post",
        "root_uid": None,
        "run": "bare",
        "reposts": [parents["repost_of_uid"]] if parents["repost_of_uid"] else [],
        "replies": [parents["reply_to_uid"]] if parents["reply_to_uid"] else [],
        "quotes": [parents["quote_of_uid"]] if parents["quote_of_uid"] else [],
    }


def _server(folder: Path) -> AbstractContextManager[Running]:
    server = Server(folder / "neo4j", bolt_port=free_port())
    return running(server, fetch(user_cache_path("cyberimpact"), version_for(server.java)))


def _timed(store: Store, load: Callable[[], None]) -> float:
    store.sweep(EMPTY, {})
    start = time.perf_counter()
    load()
    return time.perf_counter() - start


def _loaded(store: Store) -> dict[str, int]:
    """What was loaded, the territory, needs and runs apart."""
    apart = {"Location", "PART_OF", "Need", "Run"}
    return {name: n for name, n in count_graph(store).items() if name not in apart}
