"""Sources of other distributions are found, listed and told apart; a broken one breaks nothing else."""

import os
import subprocess
import sys

import pytest

from collectors.registry import SOURCES

MODULE = """
from dataclasses import replace
from collectors.registry import source
POST = source("post")
SOURCE = replace(POST, declared=replace(POST.declared, name="gazette", title="La Gazette"))
"""


@pytest.fixture
def plug_in(tmp_path):
    """A distribution with one good source and one that cannot be loaded."""
    (tmp_path / "gazette_source.py").write_text(MODULE)
    info = tmp_path / "cyberimpact_gazette-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: cyberimpact-gazette\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[cyberimpact.collectors]\n"
        "gazette = gazette_source:SOURCE\n"
        "torn = gazette_source:NOTHING\n"
        "post = gazette_source:SOURCE\n"
    )
    return tmp_path


def run(plug_in, *words):
    env = os.environ | {
        "PYTHONPATH": str(plug_in),
        "CYBERIMPACT_DATA": str(plug_in / "data"),
        "CYBERIMPACT_SOURCES": str(plug_in / "sources.yml"),
        "COLUMNS": "200",
    }
    command = [sys.executable, "-m", "cyberimpact", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_a_plug_in_is_listed_and_a_broken_one_says_why(plug_in):
    said = run(plug_in, "sources").stdout
    assert "gazette" in said
    assert "broken plug-in" in said
    assert "torn of cyberimpact-gazette" in " ".join(said.replace("│", " ").split())
    assert "post " in said


def test_a_plug_in_never_takes_the_name_of_a_source_of_ours(plug_in):
    (plug_in / "posts.jsonl").write_text(
        '{"uid":"p:1","author_uid":"a","text":"bonjour","created_at":"2026-01-07T10:00:00Z"}\n'
    )
    done = run(plug_in, "import", str(plug_in / "posts.jsonl"), "--as", "post")
    assert "1 loaded" in done.stdout, done.stderr


def test_every_entry_point_of_ours_can_be_loaded():
    assert all(SOURCES[name].name == name for name in SOURCES)
