"""Two exercises, read back once: one clean, one noisy."""

import json

import polars as pl
import pytest

from collectors.exercise import write


class World:
    def __init__(self, folder, **options):
        self.result = write(folder, **options)
        self.posts = pl.read_ndjson(self.result.posts, infer_schema_length=None)
        self.truth = json.loads(self.result.truth.read_text(encoding="utf-8"))
        self.feedback = pl.read_csv(self.result.feedback, separator=";", infer_schema=False)
        self.offers = pl.read_csv(self.result.offers, infer_schema=False)


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("exercise"), seed=3, size=8000)


@pytest.fixture(scope="session")
def noisy(tmp_path_factory):
    return World(tmp_path_factory.mktemp("noisy"), seed=3, size=4000, noise=0.8)


@pytest.fixture(scope="session")
def read_back():
    """Writes an exercise with the given options and reads its files."""
    return World
