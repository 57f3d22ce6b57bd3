"""The benchmarks of the collectors run, on posts that are what they say."""

import polars as pl
import pytest

from benchmarks import collect, collect_memory
from benchmarks.__main__ import BENCHMARKS
from benchmarks.collect_posts import CHUNK, write
from collectors.files.post_table import SOURCE
from collectors.reading import Reader
from collectors.source import Row


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("posts") / "posts.jsonl"
    write(path, CHUNK + 500)
    return path


def test_generated_posts_are_repeatable_distinct_and_of_realistic_form(file, tmp_path):
    write(tmp_path / "again.jsonl", CHUNK + 500)
    assert (tmp_path / "again.jsonl").read_bytes() == file.read_bytes()
    posts = pl.read_ndjson(file, infer_schema_length=None)
    own = posts.filter(pl.col("repost_of_uid").is_null())
    assert posts["uid"].n_unique() == posts.height == CHUNK + 500
    assert own["text"].n_unique() > 0.99 * own.height
    assert own["text"].str.len_chars().mean() > 100
    shown = posts.join(posts, left_on="repost_of_uid", right_on="uid", suffix="_shown")
    assert shown.height > 0.4 * posts.height
    assert (shown["text"] == shown["text_shown"]).all()


def test_generated_posts_are_clean(file):
    for raw in list(Reader(file))[::100]:
        assert SOURCE.normalise(Row(raw.row, SOURCE.fields)).repairs == ()


def test_a_small_run_tells_of_every_stage():
    assert {"collect", "collect_memory"} <= set(BENCHMARKS)
    result = collect.run(repeats=1, count=3_000)
    stages = ("decode", "normalise", "places", "language", "needs", "links", "pseudonymise", "archive")
    assert all(result.figures[f"{stage}_us_a_post"] > 0 for stage in stages)
    assert result.figures["prepare_to_json_loads"] == pytest.approx(1 / result.ratio)


def test_the_memory_of_a_small_run_is_told():
    figures = collect_memory.run(count=5_000).figures
    assert figures["peak_mb"] > 0
    assert figures["peak_mb_of_a_fifth"] > 0
