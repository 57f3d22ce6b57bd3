"""Exercises to evaluate on: their posts and what is true of them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from collectors.exercise import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.scoring import Truth

SIZE = 20_000


def as_written(path: Path) -> pl.DataFrame:
    """The rows of a post file as they stand in it."""
    return pl.read_ndjson(path, infer_schema_length=None)


def exercise(
    seed: int, size: int = SIZE, noise: float = 0.0, read: Callable[[Path], pl.DataFrame] = as_written
) -> tuple[pl.DataFrame, Truth]:
    """Posts of an exercise, as `read` reads them, and their truth; its files are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        made = write(Path(folder), seed=seed, size=size, noise=noise)
        return read(made.posts), json.loads(made.truth.read_bytes())
