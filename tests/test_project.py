"""The project as a whole: generic names guarded, documentation true, nothing said that should not be."""

import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import typer.main

import cyberimpact  # noqa: TID251 - the one place that looks at the composition root
from collectors.registry import SOURCES
from collectors.source_page import index, page
from graph.settings import Settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "collectors", "analytics", "cypher", "dash_app")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_brings_the_same_package(package):
    """Two distributions that bring `analytics` overwrite each other in silence."""
    assert set(packages_distributions()[package]) == {"cyberimpact"}


def test_every_verb_is_in_the_readme():
    verbs = typer.main.get_command(cyberimpact.app).commands
    assert [name for name in verbs if f"`{name}" not in README and f", `{name}`" not in README] == []


def test_every_setting_is_in_the_readme():
    settings = re.findall(r"\b(?:CYBERIMPACT|NEO4J)_[A-Z]+", Settings.read.__doc__)
    assert len(settings) == 10
    assert [name for name in settings if name not in README] == []


@pytest.mark.parametrize("name", list(SOURCES))
def test_every_source_is_documented_as_it_is(name):
    declared = SOURCES[name].declared
    written = ROOT / "docs" / "sources" / f"{name}.md"
    assert written.exists(), "run make docs"
    assert written.read_text(encoding="utf-8") == page(declared), "run make docs"
    parts = (declared.about, declared.access, declared.legal.basis, declared.legal.licence, declared.limits)
    assert all(len(part) >= 4 for part in parts)


def test_the_index_of_sources_has_them_all():
    declared = [SOURCES[name].declared for name in SOURCES]
    assert (ROOT / "docs" / "sources" / "README.md").read_text(encoding="utf-8") == index(declared)
    assert {path.stem for path in (ROOT / "docs" / "sources").glob("*.md")} == {*SOURCES, "README"}


def test_the_environment_is_read_in_one_file():
    readers = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.environ|os\.getenv", path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_cypher_stands_in_its_folder_only():
    """What graph/schema.py generates, and the checker's own messages, apart."""
    found = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\b(?:MATCH|MERGE|UNWIND) *[($]", path.read_text(encoding="utf-8"))
    ]
    assert [name for name in found if name != "graph/schema.py" and not name.startswith("cypher/")] == []


def test_the_lock_names_exact_versions_and_no_host():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 60
    assert [line for line in lines if not re.match(r"[a-z0-9_.\-]+==[^ ]+( ; .+)?$", line)] == []


def test_no_machine_path_is_committed():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    texts = [ROOT / name for name in files if not name.endswith((".parquet", ".geojson", ".bundle.js"))]
    assert texts
    wrong = [p.name for p in texts if re.search(r"/(?:root|home/\w+|work)/\w", p.read_text(encoding="utf-8"))]
    assert [name for name in wrong if name not in {"test_project.py", "compose.yaml"}] == []
