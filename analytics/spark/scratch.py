"""Where each round of an iteration is written, so that the next one starts from rows and not from a plan."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession


class Scratch:
    """Parquet in a folder that all workers see; the caller removes it afterwards.

    Not `checkpoint`: Sail has it only where a server is configured for it, and it hides what was written.
    """

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self.spark = spark
        self._folder = folder
        self._numbers: Iterator[int] = count()

    def keep(self, frame: DataFrame) -> DataFrame:
        """Write the frame and read it back: computed once, with no history."""
        path = f"{self._folder}/{next(self._numbers):04}"
        frame.write.mode("overwrite").parquet(path)
        return self.spark.read.schema(frame.schema).parquet(path)
