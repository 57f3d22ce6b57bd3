"""A file of a known source is taken for what it is, among all sources."""

import pytest

from collectors.files.guess import guess
from collectors.registry import SOURCES
from tests.collectors.conformance.test_conformance import FILES, named


@pytest.fixture(scope="module")
def importable():
    return {name: found for name, found in SOURCES.items() if "import" in found.declared.capabilities}


@pytest.mark.parametrize("case", named(FILES))
def test_its_own_file_is_known(case, importable, tmp_path):
    found = guess(case.file(case.items, tmp_path), importable)
    assert found.known is not None
    assert found.known.source.name == case.source.name
    assert not found.problems


@pytest.mark.data
@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("services_publics_plus/experiences.csv", "services-publics-plus"),
        ("coordination/russian_coord_tweets.csv", "coortweet"),
        ("france_services/liste-fs-20240801.csv", "france-services"),
        ("rumoureval2017/tweets.jsonl.gz", "x-v1"),
    ],
)
def test_real_files_are_known(shared, importable, file, name):
    found = guess(shared / file, importable)
    assert found.known is not None
    assert found.known.source.name == name
