"""A stream of 50,000 posts, its process killed twenty times: the graph of an undisturbed run comes of it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from collectors.archive import Archive
from collectors.intake import Road
from collectors.registry import source
from collectors.road import replay_archive
from graph.privacy import Pseudonyms, read_or_create_key
from graph.store import open_store
from tests.collectors.conformance.world import everything
from tests.collectors.social import bluesky_events as golden
from tests.collectors.social.jetstream import Host, serving

POSTS, KILLS, SEED = 50_000, 20, 4
START = datetime(2026, 11, 22, 9, tzinfo=UTC)
COUNTS = ("read", "loaded", "skipped", "dead")  # `repeated` looks back less far after a restart


def did(number):
    return f"did:plc:{number:024d}"


def event(number, chance):
    """A post, a reply, a repost, or the deletion of an earlier post."""
    author, key, at = did(number % 997), f"3m{number:011d}", START + timedelta(seconds=number)
    time_ = at.isoformat().replace("+00:00", "Z")
    earlier = chance.randrange(max(1, number))
    parent = golden.ref(golden.at(did(earlier % 997), f"3m{earlier:011d}"))
    kind = chance.random()
    if number and kind < 0.01:
        return golden.commit(did(earlier % 997), f"3m{earlier:011d}", None, operation="delete", time=time_)
    if number and kind < 0.3:
        record = {"subject": parent, "createdAt": time_}
        return golden.commit(author, key, record, collection="app.bsky.feed.repost", time=time_)
    record = {
        "text": f"Message {number} sur la crue à Pontrieux #Crue{number % 50}",
        "createdAt": time_,
        "langs": ["fr"],
    }
    if number and kind < 0.6:
        record["reply"] = {"root": parent, "parent": parent}
    return golden.commit(author, key, record, time=time_)


@pytest.fixture(scope="module")
def address():
    chance = random.Random(SEED)
    with serving(Host([event(number, chance) for number in range(POSTS)])) as base:
        yield base


def start(home, address):
    home.mkdir(exist_ok=True)
    (home / "sources.yml").write_text(f"bluesky: {{url: '{address}'}}\n")
    env = os.environ | {
        "CYBERIMPACT_DATA": str(home / "data"),
        "CYBERIMPACT_GRAPH": str(home / "graph.kgl"),
        "CYBERIMPACT_KEY": str(home.parent / "key"),
        "CYBERIMPACT_SOURCES": str(home / "sources.yml"),
    }
    command = [sys.executable, "-m", "cyberimpact", "collect", "bluesky", "--once"]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def parts(home):
    return len(list((home / "data" / "archive" / "bluesky").glob("*/part-*.gz")))


def undisturbed(home, address):
    with start(home, address) as process:
        said = process.communicate(timeout=600)[0]
    assert process.returncode == 0, said


def killed(home, address, chance):
    """Kill the process when it has archived another page and a moment has passed; True if it still ran."""
    before = parts(home)
    with start(home, address) as process:
        while parts(home) == before and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.12)
        running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    return running


def plain(lines):
    """The lines without what the clock says; a day's run by its source alone, since midnight may have passed."""
    kept = []
    for line in lines:
        found = json.loads(line)
        if isinstance(found, dict) and found["label"] in {"Run", "Source"}:
            continue
        if isinstance(found, dict):
            found["properties"].pop("run", None)
        kept.append(json.dumps(found, sort_keys=True))
    return sorted(kept)


def counts(lines):
    runs = [
        found["properties"]
        for line in lines
        if (found := json.loads(line)) and "label" in found and found["label"] == "Run"
    ]
    return {name: sum(run.get(name, 0) for run in runs) for name in COUNTS}


def test_twenty_kills_leave_no_trace(tmp_path, address):
    chance = random.Random(SEED)
    smooth, rough = tmp_path / "smooth", tmp_path / "rough"
    undisturbed(smooth, address)
    running = [killed(rough, address, chance) for _ in range(KILLS)]
    assert sum(running) == KILLS, f"only {sum(running)} of {KILLS} kills met a running process"
    undisturbed(rough, address)
    with open_store(smooth / "graph.kgl") as one, open_store(rough / "graph.kgl") as other:
        expected, found = everything(one), everything(other)
    assert plain(found) == plain(expected)
    assert counts(found) == counts(expected)
    assert counts(found)["read"] == POSTS
    with open_store(tmp_path / "again.kgl") as again:
        road = Road(
            again,
            Archive(rough / "data" / "archive"),
            Pseudonyms(read_or_create_key(tmp_path / "key")),
            START,
        )
        for taken in road.archive.inputs().values():
            replay_archive(taken, source("bluesky"), road)
        assert plain(everything(again)) == plain(expected)
