"""A Spark session: on this machine, on a cluster, or on a Spark Connect server such as Sail."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import SparkSession

CURE = "pip install 'cyberimpact[spark]'"
REMOTE = "sc://"


class SparkMissingError(RuntimeError):
    """PySpark, what it needs, or Java is not there."""


def start(
    master: str, *, environment: Mapping[str, str], partitions: int = 8, memory: str = "1g"
) -> SparkSession:
    """Start or join Spark; the caller stops it.

    master       local[2], spark://host:7077, local-cluster[2,1,1024], yarn, k8s://…, or sc://host:port
    environment  where JAVA_HOME may stand
    partitions   of each shuffle: two or three a core, and below 200 MB each
    memory       of the driver (only the first session of a process can set it) and of each executor
    raises       SparkMissingError with the cure; ValueError where this process has a session elsewhere
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SparkMissingError(f"PySpark is not installed ({error.name}): {CURE}") from error
    if master.startswith(REMOTE):
        return _remote(SparkSession, master)
    _need_java(environment)
    return _own(SparkSession, master, partitions, memory)


def _remote(sessions: type[SparkSession], master: str) -> SparkSession:
    """A server sets its own time zone and partitions: nothing here depends on the zone."""
    try:
        return sessions.builder.remote(master).getOrCreate()
    except ImportError as error:
        raise SparkMissingError(f"Spark Connect needs more packages ({error}): {CURE}") from error


def _own(sessions: type[SparkSession], master: str, partitions: int, memory: str) -> SparkSession:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.driver.memory": memory,
        "spark.executor.memory": memory,
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.shuffle.partitions": str(partitions),
    }
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if (held := sessions.getActiveSession()) and held.conf.get("spark.master") != master:
        raise ValueError(f"Spark runs on {held.conf.get('spark.master')} in this process: stop it first")
    builder = sessions.builder.master(master).appName("cyberimpact")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _need_java(environment: Mapping[str, str]) -> None:
    home = environment.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and not shutil.which(
        "java", path=environment.get("PATH")
    ):
        raise SparkMissingError(
            "Spark needs Java 17 or later: install one (Debian: apt install openjdk-17-jre-headless) or set "
            f"JAVA_HOME; PySpark itself comes with {CURE}"
        )
