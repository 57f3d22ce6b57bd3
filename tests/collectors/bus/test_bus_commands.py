"""`collect --to-bus` and `load --from-bus` as people run them; both killed again and again."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import typer
from typer.testing import CliRunner

from collectors import bus_commands, source_commands
from collectors.bus.address import BusError
from collectors.config import ConfigError
from graph.neo4j_server import free_port
from graph.settings import Settings
from graph.store import open_store
from tests.collectors.conformance.case import Faults
from tests.collectors.conformance.cases.vigicrues import CASE
from tests.collectors.conformance.world import content
from tests.collectors.social import bluesky_events as golden
from tests.collectors.social import jetstream

pytestmark = pytest.mark.kafka

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
POSTS, KILLS, SEED = 4_000, 3, 11
# The two verbs in a process of their own.
VERBS = (
    "import os, typer; from collectors import bus_commands, source_commands; from graph.settings import Settings; "
    "app = typer.Typer(); app.add_typer(source_commands.app); app.add_typer(bus_commands.app); "
    "app(obj=Settings.read(os.environ))"
)
APP = typer.Typer()
APP.add_typer(source_commands.app)
APP.add_typer(bus_commands.app)


def environment(home, sources):
    home.mkdir(exist_ok=True)
    (home / "sources.yml").write_text(sources)
    return {
        "CYBERIMPACT_DATA": str(home / "data"),
        "CYBERIMPACT_GRAPH": str(home / "graph.kgl"),
        "CYBERIMPACT_KEY": str(home.parent / "key"),
        "CYBERIMPACT_SOURCES": str(home / "sources.yml"),
    }


def said(home, sources, *words):
    """What a verb that went well said."""
    result = CliRunner().invoke(APP, [*map(str, words)], obj=Settings.read(environment(home, sources)))
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def problem(home, *words):
    return CliRunner().invoke(APP, [*map(str, words)], obj=Settings.read(environment(home, ""))).exception


def test_from_a_source_to_the_bus_to_the_graph(broker, tmp_path):
    topic = f"{broker.address}/town-{uuid4().hex[:8]}"
    with CASE.serve(CASE.items, Faults()) as base:
        sources = f"vigicrues: {{url: '{CASE.config(base)['url']}'}}"
        told = said(tmp_path / "field", sources, "collect", "vigicrues", "--once", "--to-bus", topic)
    assert "vigicrues  1 documents in 1 pages handed to the bus" in told
    assert not (tmp_path / "field" / "graph.kgl").exists()  # nor a key: both are the loader's
    assert not (tmp_path / "key").exists()
    told = said(tmp_path / "centre", "", "load", "--from-bus", topic, "--once")
    assert "5 read  5 loaded" in told
    assert "nothing new on the bus" in said(tmp_path / "centre", "", "load", "--from-bus", topic, "--once")
    with open_store(tmp_path / "centre" / "graph.kgl") as store:
        assert store.write("MATCH (s:Source) RETURN s.name AS name, s.state AS state", {}) == [
            {"name": "vigicrues", "state": "ok"}
        ]


def test_loading_ends_when_its_time_is_over(broker, tmp_path):
    begun = time.monotonic()
    said(tmp_path / "centre", "", "load", "--from-bus", f"{broker.address}/town", "--for", "2 s")
    assert 2 < time.monotonic() - begun < 30


@pytest.mark.parametrize("words", [["collect", "vigicrues", "--to-bus"], ["load", "--from-bus"]])
def test_no_bus_at_the_address_is_said_at_once(tmp_path, monkeypatch, words):
    monkeypatch.setattr("collectors.bus.clients.ANSWER_S", 1.0)
    error = problem(tmp_path / "home", *words, f"127.0.0.1:{free_port()}")
    assert isinstance(error, BusError)
    assert "no Kafka answers at 127.0.0.1" in str(error)


def test_a_setting_that_librdkafka_does_not_know_is_said(broker, tmp_path):
    file = tmp_path / "bus.yml"
    file.write_text("no.such.setting: 1")
    error = problem(tmp_path / "home", "load", "--from-bus", broker.address, "--bus-config", file)
    assert isinstance(error, ConfigError)
    assert "no.such.setting" in str(error)


def event(number, chance):
    at = (START + timedelta(seconds=number)).isoformat().replace("+00:00", "Z")
    author, key = f"did:plc:{number % 97:024d}", f"3m{number:011d}"
    earlier = chance.randrange(max(1, number))
    text = f"Message {number} sur la crue #Crue{number % 50}"
    record = {"text": text, "createdAt": at, "langs": ["fr"]}
    if number and chance.random() < 0.5:
        parent = golden.ref(golden.at(f"did:plc:{earlier % 97:024d}", f"3m{earlier:011d}"))
        record["reply"] = {"root": parent, "parent": parent}
    return golden.commit(author, key, record, time=at)


def run(env, *words):
    command = [sys.executable, "-c", VERBS, *words]
    return subprocess.Popen(
        command, env=os.environ | env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finished(env, *words):
    with run(env, *words) as process:
        told = process.communicate(timeout=300)[0]
    assert process.returncode == 0, told


def parts(folder):
    return len(list(folder.rglob("part-*.gz")))


def killed(env, folder, chance, *words):
    """Kill the process soon after it has archived another page; True if it still ran."""
    before = parts(folder)
    with run(env, *words) as process:
        while parts(folder) == before and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.3)
        running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    return running


def plain(store):
    """The content; a day's run by its source alone, since midnight may have passed."""
    return [re.sub(r'"run": "collect:[^"]*"', '"run": ""', line) for line in content(store)]


def test_collector_and_loader_killed_again_and_again(broker, tmp_path):
    chance, topic = random.Random(SEED), f"{broker.address}/town-{uuid4().hex[:8]}"
    with jetstream.serving(jetstream.Host([event(n, chance) for n in range(POSTS)])) as base:
        sources = f"bluesky: {{url: '{base}'}}"
        smooth = environment(tmp_path / "smooth", sources)
        field, centre = environment(tmp_path / "field", sources), environment(tmp_path / "centre", "")
        finished(smooth, "collect", "bluesky", "--once")
        sending = ["collect", "bluesky", "--once", "--to-bus", topic]
        ran = [killed(field, tmp_path / "field", chance, *sending) for _ in range(KILLS)]
        finished(field, *sending)
    loading = ["load", "--from-bus", topic, "--once"]
    ran += [killed(centre, tmp_path / "centre", chance, *loading) for _ in range(KILLS)]
    finished(centre, *loading)
    assert sum(ran) >= KILLS, ran
    with open_store(tmp_path / "smooth/graph.kgl") as one, open_store(tmp_path / "centre/graph.kgl") as other:
        assert plain(other) == plain(one)
        assert len(plain(one)) > 2 * POSTS
