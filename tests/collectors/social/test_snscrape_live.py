"""The program is started, heard and ended; it is never imported."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collectors.config import configure
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.social import snscrape_live
from collectors.social.snscrape_live import SOURCE
from tests.collectors.social import snscrape_program as golden
from tests.collectors.social.nets import bodies, collected, net
from tests.collectors.social.snscrape_program import asked, program

COLLECTORS = Path(snscrape_live.__file__).parents[1]
TARGET = "telegram-channel PontrieuxInfo"


def run(tmp_path, items, cursor=None, targets=(TARGET,), given=None, **how):
    command = str(program(tmp_path, items, **how))
    given = {"command": command, "targets": list(targets)} | (given or {})
    return collected(SOURCE, given, net(tmp_path), cursor)


def test_its_lines_are_taken_as_they_are(tmp_path):
    sent = [json.dumps(golden.TELEGRAM).encode(), b"{broken", b"\xe9", json.dumps(golden.TOOT).encode()]
    pages = run(tmp_path, sent)
    assert bodies(pages) == sent
    assert pages[0].documents[0].query == TARGET
    assert asked(tmp_path) == [["--jsonl", "--max-results", "500", "telegram-channel", "PontrieuxInfo"]]


def test_the_place_moves_when_the_program_has_ended_well(tmp_path):
    first = run(tmp_path, [golden.TELEGRAM, golden.TELEGRAM_PICTURE])
    assert [page.cursor for page in first] == [
        {"newest": {}},
        {"newest": {TARGET: "2026-11-22T08:30:00+00:00"}},
    ]
    run(tmp_path, [golden.TELEGRAM], first[-1].cursor)
    assert asked(tmp_path)[1][3:5] == ["--since", "2026-11-22 08:30:00 +0000"]


def test_modules_that_break_on_since_are_not_asked_with_it(tmp_path):
    target = "mastodon-profile @camille@pouet.example"
    run(tmp_path, [golden.TOOT], {"newest": {target: "2026-11-22T08:30:00+00:00"}}, [target])
    assert "--since" not in asked(tmp_path)[0]


def test_long_output_comes_in_pages(tmp_path):
    pages = run(tmp_path, [golden.TELEGRAM] * 450)
    assert [len(page.documents) for page in pages] == [200, 200, 50, 0]


def test_a_failure_is_told_with_what_the_program_said_and_the_others_are_taken(tmp_path):
    targets = ["telegram-channel broken", TARGET]
    command = str(
        program(
            tmp_path,
            [golden.TELEGRAM],
            code=1,
            stderr="ScraperException: 4 requests failed\n",
            target="broken",
        )
    )
    stream = SOURCE.collect(
        net(tmp_path), configure(SOURCE, {"command": command, "targets": targets}, "sources.yml", {}), {}
    )
    pages = []
    with pytest.raises(
        SourceUnavailable, match=r"telegram-channel broken: .* ended with 1: .*4 requests failed"
    ):
        pages.extend(stream)
    assert [page.documents[0].query for page in pages if page.documents] == targets
    assert pages[-1].cursor == {"newest": {TARGET: "2026-11-22T08:30:00+00:00"}}


def test_a_python_that_is_too_new_is_told(tmp_path):
    words = "AttributeError: 'FileFinder' object has no attribute 'find_module'"
    with pytest.raises(SourceUnavailable, match=r"Python before 3\.12"):
        run(tmp_path, [], code=1, stderr=words)


def test_warnings_of_the_program_and_a_full_round_are_logged(tmp_path, caplog):
    run(tmp_path, [golden.TELEGRAM] * 3, stderr="No public post list\n", given={"max_results": 2})
    assert "No public post list" in caplog.text
    assert "older ones may be missing" in caplog.text


def test_a_program_that_falls_silent_is_ended(tmp_path):
    start = time.monotonic()
    with pytest.raises(SourceUnavailable, match="silent for 1 s"):
        run(tmp_path, [golden.TELEGRAM], hang=60, given={"quiet_s": 1})
    assert time.monotonic() - start < 20


def test_stop_ends_the_program(tmp_path):
    command = str(program(tmp_path, [golden.TELEGRAM] * 200, hang=60))
    reached = net(tmp_path)
    config = configure(
        SOURCE, {"command": command, "targets": [TARGET, "telegram-channel other"]}, "sources.yml", {}
    )
    stream = SOURCE.collect(reached, config, {})
    assert len(next(stream).documents) == 200
    reached.stop.set()
    assert list(stream) == []
    assert len(asked(tmp_path)) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"command": "/nowhere/snscrape"}, "cannot be started"),
        ({"targets": ["--version"]}, "is no target"),
        ({"targets": [" "]}, "is no target"),
    ],
)
def test_what_cannot_be_started_says_the_cure(tmp_path, given, words):
    with pytest.raises(SourceRefused, match=words):
        run(tmp_path, [], given=given)


def test_a_command_may_have_arguments_of_its_own(tmp_path):
    path = program(tmp_path, [golden.TELEGRAM])
    pages = run(tmp_path, [golden.TELEGRAM], given={"command": f"{sys.executable} '{path}'"})
    assert len(bodies(pages)) == 1


IMPORT_ALL = """
import importlib, pkgutil, sys
import collectors
for module in pkgutil.walk_packages(collectors.__path__, "collectors."):
    importlib.import_module(module.name)
assert "snscrape" not in sys.modules, "snscrape was imported"
"""


def test_no_module_of_ours_imports_snscrape(tmp_path):
    (tmp_path / "snscrape.py").write_text("raise SystemExit('snscrape was imported')")
    code = f"import sys; sys.path[:0] = [{str(COLLECTORS.parent)!r}, {str(tmp_path)!r}]\n{IMPORT_ALL}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr


READ_ALL = """
import ast, sys
from pathlib import Path
for path in Path(sys.argv[1]).rglob("*.py"):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not any(name.split(".")[0] == "snscrape" for name in names), path
"""


def python(version):
    """An interpreter of that version that works, if there is one."""
    found = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python")]
    for path in filter(None, found):
        if subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0:
            return str(path)
    return pytest.skip(f"there is no Python {version} here")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_every_python_reads_the_sources_and_finds_no_import_of_it(version):
    done = subprocess.run(
        [python(version), "-c", READ_ALL, str(COLLECTORS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
