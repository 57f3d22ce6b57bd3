"""Posts through the collectors on one core, against json.loads and json.dumps of the same lines.

Taken in batches of 10,000, as an import does: decode (lines → rows), normalise (rows → posts → columns), places,
needs, links, tags, pseudonyms. Language comes in apart, on the same posts without a declared one. The archive
is timed against json.dumps and a plain write. What a store does with the rows is the matter of `load`.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.collect_posts import write
from benchmarks.measure import Result
from benchmarks.one_core import on_one_core
from collectors.archive import Archive, Origin
from collectors.enrichment import enrich, language, needs, places, text
from collectors.enrichment.accounts import pseudonymise
from collectors.files.post_table import SOURCE
from collectors.reading import Raw, Reader
from collectors.records import Post, Record, frame
from collectors.road import TOGETHER
from collectors.source import Row
from graph.privacy import Pseudonyms
from graph.store import BATCH

TITLE = "preparing 100,000 posts on one core against json.loads (ratio of times, at most 6)"
POSTS = 100_000
GOAL = 1 / 6
AT = datetime(2026, 1, 1, tzinfo=UTC)
Times = dict[str, float]


def run(repeats: int = 3, count: int = POSTS) -> Result:
    """The best of `repeats` runs of each, in process time of one process on one core."""
    with TemporaryDirectory() as folder:
        declared, silent = Path(folder) / "declared.jsonl", Path(folder) / "silent.jsonl"
        write(declared, count, lang="fr")
        write(silent, count)
        took = on_one_core(measure, declared, silent, repeats)
    alone = {name: seconds * 1e6 / count for name, seconds in took.items()}
    return Result(
        ratio=took["json_loads"] / took["prepare"],
        goal=GOAL,
        reference="json.loads",
        figures={
            "posts": count,
            "posts_per_s": count / took["prepare"],
            "posts_per_s_with_language": count / took["prepare_with_language"],
            "prepare_to_json_loads": took["prepare"] / took["json_loads"],
            "prepare_to_json_loads_kept": took["prepare"] / took["json_loads_kept"],
            "with_language_to_json_loads": took["prepare_with_language"] / took["json_loads"],
            "archive_to_json_dumps": took["archive"] / took["json_dumps_and_write"],
            **{f"{name}_us_a_post": value for name, value in alone.items()},
        },
    )


def measure(declared: Path, silent: Path, repeats: int) -> Times:
    """Seconds of each stage and reference, the best of `repeats` after a run that is not counted."""
    runs = [
        wholes(declared, silent) | peer_and_archive(declared) | stages(silent) for _ in range(repeats + 1)
    ]
    return {name: min(took[name] for took in runs[1:]) for name in runs[0]}


class Clock:
    """Process time by name."""

    def __init__(self) -> None:
        self.seconds: Times = defaultdict(float)

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        self.seconds[name] += time.process_time() - start


def wholes(declared: Path, silent: Path) -> Times:
    """json.loads line by line, and of all lines into one list; all stages, without and with language."""
    clock = Clock()
    with clock.running("json_loads"), declared.open("rb") as lines:
        for line in lines:
            json.loads(line)
    with clock.running("json_loads_kept"), declared.open("rb") as lines:
        kept = [json.loads(line) for line in lines]
    del kept
    with clock.running("prepare"):
        prepare(declared)
    with clock.running("prepare_with_language"):
        prepare(silent)
    return clock.seconds


def peer_and_archive(file: Path) -> Times:
    """json.dumps and write of the rows, and the archive of the same records, batch by batch."""
    clock = Clock()
    with TemporaryDirectory() as folder, (Path(folder) / "copy.jsonl").open("w") as copy:
        archive, origin = Archive(Path(folder)), Origin(file.name, "0" * 12, AT)
        for part, raws in enumerate(batches(file, BATCH)):
            with clock.running("json_dumps_and_write"):
                for raw in raws:
                    copy.write(json.dumps(raw.row) + "\n")
            with clock.running("archive"):
                archive.keep("post", origin, part, raws)
    return clock.seconds


def prepare(file: Path) -> None:
    """Lines → pseudonymous rows for the graph."""
    names = Pseudonyms(bytes(32))
    for raws in batches(file):
        enrich.rows(normalised(raws), names, "benchmark")


def stages(file: Path) -> Times:
    """The same, stage by stage."""
    clock, names, reader = Clock(), Pseudonyms(bytes(32)), batches(file)
    while True:
        with clock.running("decode"):
            raws = next(reader, None)
        if raws is None:
            return clock.seconds
        with clock.running("normalise"):
            posts = frame(normalised(raws), Post)
        with clock.running("places"):
            places.locate(posts)
        with clock.running("language"):
            language.detect(posts["text"], posts["lang"])
        with clock.running("needs"):
            needs.from_text(posts.filter(pl.col("kind") != "repost")["text"])
        with clock.running("links"):
            text.canonical_urls(posts["urls"])
        with clock.running("pseudonymise"):
            pseudonymise(posts, [None] * posts.height, names)


def normalised(raws: list[Raw]) -> list[Record]:
    posts = (SOURCE.normalise(Row(raw.row or {}, SOURCE.fields)) for raw in raws)
    return [post for post in posts if post is not None]


def batches(file: Path, size: int = TOGETHER * BATCH) -> Iterator[list[Raw]]:
    records = iter(Reader(file))
    while batch := list(islice(records, size)):
        yield batch
