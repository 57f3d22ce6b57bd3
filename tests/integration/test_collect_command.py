"""`collect`, `sources` and `sources check` as people run them, against a local Vigicrues."""

import json
import signal
import time

import pytest

from collectors.gathering import now
from collectors.source_commands import note_health
from collectors.state import StateFile
from graph.settings import Settings
from tests.collectors.conformance.case import Faults
from tests.collectors.conformance.cases.vigicrues import CASE
from tests.collectors.conformance.server import Answer, serving
from tests.integration.cli import Cli


class Collector(Cli):
    def __init__(self, home, base):
        super().__init__(home)
        self.configure({"vigicrues": {"enabled": True, **CASE.config(base)}})

    def configure(self, told):
        (self.home / "sources.yml").write_text(json.dumps(told))  # JSON is YAML


@pytest.fixture
def cli(tmp_path):
    with CASE.serve(CASE.items, Faults()) as base:
        yield Collector(tmp_path, base)


def test_a_first_round_a_second_and_the_state_between(cli):
    assert "ready" in cli("sources")[1]
    code, out, err = cli("collect", "--once")
    assert (code, err) == (0, "")
    assert f"{CASE.records:,} loaded" in out
    code, out, _ = cli("collect", "vigicrues", "--once")
    assert (code, out) == (0, "vigicrues  nothing new\n")
    row = next(line for line in cli("sources")[1].splitlines() if line.startswith("vigicrues"))
    assert " ok " in row


@pytest.mark.parametrize("number", [signal.SIGTERM, *[signal.SIGINT] * 3])
def test_it_goes_on_until_it_is_told_to_stop(cli, number):
    with cli.start("collect", "vigicrues") as process:
        deadline = time.monotonic() + 60
        while not list(cli.home.glob("data/state/vigicrues.json")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert f"{CASE.records:,} loaded" in out


def test_it_stops_by_itself_after_the_time(cli):
    begun = time.monotonic()
    assert cli("collect", "vigicrues", "--for", "2 s")[0] == 0
    assert time.monotonic() - begun < 60


def test_a_source_that_refuses_is_told_and_seen(cli):
    with serving(lambda _: Answer(b"not for you", status=403)) as base:
        cli.configure({"vigicrues": CASE.config(base)})
        code, _, err = cli("collect", "vigicrues", "--once")
    assert code == 1
    assert "error: vigicrues: 127.0.0.1 answered 403: not for you" in err
    code, out, _ = cli("sources")
    assert code == 1
    assert "failing" in out


def test_reach_is_tested_without_loading(cli):
    code, out, _ = cli("sources", "check", "vigicrues")
    assert code == 0
    assert "configuration: complete" in out
    assert "items can be read" in out
    assert not (cli.home / "data" / "graph.kgl").exists()
    assert not list(cli.home.glob("data/archive"))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("collect", "vigicrue", "--once"), "Did you mean vigicrues?"),
        (("collect", "post", "--once"), "post is imported"),
        (("collect", "vigicrues", "--for", "soon"), "is no duration"),
        (("collect", "x-stream", "--once"), "compliance gate: contract, users, date not declared"),
        (("sources", "check", "x-stream"), "compliance gate"),
        (("import", "a.csv"), "say what the files are"),
        (("import", "a.csv", "--as", "bluesky"), "is collected, not imported"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_cure(cli, words, problem):
    code, _, err = cli(*words)
    assert code
    assert problem in " ".join(err.replace("│", " ").split())


def test_no_source_enabled_says_how(cli):
    cli.configure({})
    code, _, err = cli("collect", "--once")
    assert code == 1
    assert "{enabled: true}" in err


def test_a_schedule_collects_and_looks_at_the_sources(cli):
    """Both jobs are known; a first look at a source that never ran is written into the graph."""
    (cli.home / "schedules.yml").write_text(
        '- {name: waters, cron: "* * * * *", verb: collect, args: [vigicrues]}\n'
        '- {name: look, cron: "* * * * *", verb: sources}\n'
    )
    code, out, err = cli("schedule", str(cli.home / "schedules.yml"), "--list")
    assert code == 0, err
    assert "waters" in out
    assert "look" in out


def test_a_look_at_the_sources_is_written_into_the_graph(cli, kglite_store):
    settings = Settings.read(cli.env)
    assert note_health(settings, kglite_store) == "1 sources are well"
    rows = kglite_store.write("MATCH (s:Source) RETURN s.name AS name, s.state AS state", {})
    assert rows == [{"name": "vigicrues", "state": "ready"}]
    StateFile(settings.data / "state" / "vigicrues.json").fail("no answer", now())
    assert note_health(settings, kglite_store).startswith("vigicrues is failing: 1 times in a row: no answer")
