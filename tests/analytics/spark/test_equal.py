"""The figures of Spark equal those of one machine row by row: local, on a cluster of two workers, on Sail."""

import subprocess
import sysconfig
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.cascades import measure
from analytics.coordination.detect import coordination
from analytics.coordination.shares import of_posts
from analytics.spark import single
from benchmarks.peers import peer_python
from tests.analytics.spark import figures
from tests.analytics.spark.inputs import relays

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("default::ResourceWarning")]
ROOT = Path(__file__).resolve().parents[3]
PAIRS = ["source", "target", "weight", "mean_lag_s"]
ON_SAIL = ("pysail==0.7.2", "pyspark-client==4.2.0", "pandas<3")  # this Sail refuses PySpark 4.3


def same(folder, name, expected, *, ordered=True):
    """The files hold the expected rows, value by value, one file after the other; Sail's are in no order."""
    found = pl.concat([pl.read_parquet(path) for path in sorted((folder / name).glob("*.parquet"))])
    assert expected.height > 5
    assert_frame_equal(found, expected, check_row_order=ordered, check_exact=True, check_dtypes=False)


def pairs(files, kind):
    """The file that holds the shares of a kind, and their edges on one machine."""
    file = files / ("shares.parquet" if kind == "table" else "clean.parquet")
    table = pl.read_parquet(file)
    found = coordination(
        table if kind == "table" else of_posts(table, kind),
        time_window=figures.WINDOW,
        permutations=0,
        **figures.PAIRS[kind],
    )
    return file, found.edges.select(PAIRS)


def of_links(posts):
    """uid, component of the posts that share links, by uid."""
    shares = of_posts(posts, "link")
    nodes = single.components(
        shares.select(source="1" + pl.col("content_id"), target="2" + pl.col("object_id"))
    )
    posts = nodes.filter(pl.col("node").str.starts_with("1"))
    return posts.select(uid=pl.col("node").str.slice(1), component=pl.col("component").str.slice(1))


def test_cascades(spark, files, dirty_posts, tmp_path):
    figures.write_cascades(spark, files / "dirty.parquet", tmp_path)
    same(tmp_path, "cascades", measure(dirty_posts))


@pytest.mark.parametrize("kind", figures.PAIRS)
def test_pairs(spark, kind, files, tmp_path):
    file, expected = pairs(files, kind)
    figures.write_pairs(spark, file, tmp_path, kind)
    same(tmp_path, kind, expected)


def test_components(spark, files, dirty_posts, tmp_path):
    figures.write_components(spark, files / "dirty.parquet", tmp_path)
    same(tmp_path, "components", of_links(dirty_posts))


def test_communities(spark, files, dirty_posts, tmp_path):
    figures.write_communities(spark, files / "dirty.parquet", tmp_path)
    same(tmp_path, "communities", single.communities(relays(dirty_posts)))


def test_executors(spark):
    machines = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
    assert machines == (
        1 if spark.conf.get("spark.master") == "local[2]" else 3
    )  # the driver and two workers


def test_sail(files, dirty_posts, tmp_path):
    try:
        python = peer_python(*ON_SAIL)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"Sail cannot be installed here ({error}): the same code on Sail is not tried")
    command = [python, Path(figures.__file__), sysconfig.get_path("purelib")]
    command += [*(files / f"{name}.parquet" for name in ("dirty", "clean", "shares")), tmp_path]
    ran = subprocess.run(
        list(map(str, command)),
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-3_000:]
    same(tmp_path, "cascades", measure(dirty_posts), ordered=False)
    same(tmp_path, "components", of_links(dirty_posts), ordered=False)
    same(tmp_path, "communities", single.communities(relays(dirty_posts)), ordered=False)
    for kind in figures.PAIRS:
        same(tmp_path, kind, pairs(files, kind)[1], ordered=False)
