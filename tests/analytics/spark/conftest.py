"""Spark in the three forms the tests run it: in this process, as a cluster of two workers, and on Sail."""

import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.neo4j_server import free_port
from tests.analytics.spark.inputs import all_posts, exercise, shares, tagged

WAIT = 90
MEMORY = "512m"
QUICK = "-XX:TieredStopAtLevel=1"  # plans that run once are not worth a second compiler: half the time
OPTIONS = f"--driver-java-options {QUICK} --conf spark.executor.extraJavaOptions={QUICK} pyspark-shell"


@pytest.fixture(scope="session")
def dirty_posts():
    return all_posts()


@pytest.fixture(scope="session")
def files(tmp_path_factory, dirty_posts):
    """Folder with dirty.parquet, clean.parquet (posts) and shares.parquet."""
    folder = tmp_path_factory.mktemp("posts")
    dirty_posts.write_parquet(folder / "dirty.parquet")
    tagged(exercise(noise=0.0)).write_parquet(folder / "clean.parquet")
    shares().write_parquet(folder / "shares.parquet")
    return folder


@pytest.fixture(scope="module", params=["local", "cluster"])
def spark(request, tmp_path_factory):
    """A session on two threads of this machine, then one on two workers: never both at once."""
    if request.param == "local":
        with session("local[2]") as started:
            yield started
        return
    with cluster(tmp_path_factory.mktemp("cluster")) as address, session(address) as started:
        yield started


@contextmanager
def cluster(logs):
    """A stand-alone master with two workers of one core, all on 127.0.0.1; gives its address."""
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    place = ["--cores", "1", "--memory", MEMORY, "--webui-port", "0"]
    with daemon(logs, "master.Master", "--port", str(port), "--webui-port", "0") as master:
        told(master, "Starting Spark master")
        with (
            daemon(logs, "worker.Worker", *place, address) as one,
            daemon(logs, "worker.Worker", *place, address) as other,
        ):
            told(one, "Successfully registered")
            told(other, "Successfully registered")
            yield address


@contextmanager
def session(master):
    """Spark that is stopped, with its machine, at the end."""
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'cyberimpact[spark]'")
    from analytics.spark.sessions import start

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", OPTIONS)  # read when the first session starts its machine
        started = start(master, environment=os.environ, partitions=2, memory=MEMORY)
    try:
        yield started
    finally:
        started.stop()


@contextmanager
def daemon(folder, name, *arguments):
    """One process of a stand-alone cluster, ended at the end; gives the file of what it says."""
    import pyspark

    home = Path(pyspark.__file__).parent
    log = folder / f"{name}-{time.monotonic_ns()}.log"
    command = [
        home / "bin" / "spark-class",
        f"org.apache.spark.deploy.{name}",
        "--host",
        "127.0.0.1",
        *arguments,
    ]
    surroundings = os.environ | {
        "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder / "work"),
    }  # fmt: skip
    with log.open("w") as out:
        process = subprocess.Popen(list(map(str, command)), stdout=out, stderr=out, env=surroundings)
    try:
        yield log
    finally:
        process.terminate()
        process.wait(WAIT)


def told(log, words):
    """Wait until a process has said so."""
    end = time.monotonic() + WAIT
    while words not in log.read_text():
        assert time.monotonic() < end, f"no {words!r} within {WAIT} s:\n{log.read_text()}"
        time.sleep(0.2)
