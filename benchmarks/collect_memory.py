"""Memory of an import: all of it, from the file to the rows of a store that keeps none, at 1 and 5 million posts."""

import resource
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.collect_posts import write
from benchmarks.measure import Result
from benchmarks.one_core import on_one_core
from collectors.archive import Archive
from collectors.files.post_table import SOURCE
from collectors.road import Road, import_file
from graph.privacy import Pseudonyms
from graph.store import Batch, Store, open_store

TITLE = "peak memory of importing 1,000,000 posts against 5,000,000 (at most a tenth more)"
POSTS = 5_000_000
GOAL = 1 / 1.1
AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Nowhere(Store):
    """A graph that holds the reference and takes nothing more."""

    def put(self, batch: Batch) -> None:
        """Drop the rows."""


def run(_repeats: int = 1, count: int = POSTS) -> Result:
    """Peak resident memory of a process that imports a fifth of the posts, and of one that imports all.

    Once, whatever the repeats: a peak hardly varies, and six million posts take their time.
    """
    few, many = peak_megabytes(count // 5), peak_megabytes(count)
    return Result(
        ratio=few / many,
        goal=GOAL,
        reference="a fifth of the posts",
        figures={"posts": count, "peak_mb": many, "peak_mb_of_a_fifth": few},
    )


def peak_megabytes(count: int) -> float:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "posts.jsonl"
        write(file, count)
        return on_one_core(imported, file, Path(folder))


def imported(file: Path, folder: Path) -> float:
    """Import the file; the peak of this process so far, in megabytes."""
    with open_store(folder / "graph.kgl") as real:
        road = Road(Nowhere(real.engine), Archive(folder / "archive"), Pseudonyms(bytes(32)), AT)
        import_file(file, SOURCE, road)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
