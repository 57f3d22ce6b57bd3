import os
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from graph.neo4j_server import (
    RELEASES,
    Running,
    Server,
    ServerError,
    fetch,
    free_port,
    password,
    running,
    start,
    status,
    stop,
    version_for,
)
from graph.neo4j_server.home import record

CACHE = Path(platformdirs.user_cache_dir("cyberimpact"))
JAVA = Path("java")


def ask(server, text):
    auth = ("neo4j", password(server.home))
    with GraphDatabase.driver(server.address, auth=auth) as driver:
        return [dict(row) for row in driver.execute_query(text).records]


@pytest.fixture(scope="module")
def lib():
    return fetch(CACHE, version_for(JAVA))


@pytest.fixture(scope="module")
def server(tmp_path_factory, lib):
    home = tmp_path_factory.mktemp("a home") / "neo4j"
    server = Server(home, free_port(), heap="512m", pagecache="64m", java=JAVA)
    with running(server, lib):
        yield server


@pytest.fixture
def fake_java(tmp_path):
    def make(version):
        java = tmp_path / f"java{version}"
        java.write_text(f"#!/bin/sh\necho '    java.specification.version = {version}' >&2\n")
        java.chmod(0o755)
        return java

    return make


@pytest.mark.neo4j
def test_it_answers_on_the_loopback_only_and_without_http(server, lib):
    rows = ask(server, "CALL dbms.components() YIELD versions, edition RETURN versions[0] AS v, edition")
    assert rows == [{"v": version_for(JAVA), "edition": "community"}]
    settings = ask(server, "SHOW SETTINGS YIELD name, value RETURN name, value")
    values = {row["name"]: row["value"] for row in settings}
    assert values["server.bolt.listen_address"] == f"127.0.0.1:{server.bolt_port}"
    assert (values["server.http.enabled"], values["server.https.enabled"]) == ("false", "false")
    assert values["dbms.usage_report.enabled"] == "false"


@pytest.mark.neo4j
def test_the_password_is_random_and_private(server):
    file = server.home / "password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(password(server.home)) == 48
    with (
        GraphDatabase.driver(server.address, auth=("neo4j", "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


@pytest.mark.neo4j
def test_starting_again_leaves_it_as_it_is(server, lib):
    assert start(server, lib) == status(server.home)


@pytest.mark.neo4j
def test_a_restart_keeps_data_and_password(server, lib):
    before, secret = status(server.home), password(server.home)
    ask(server, "MERGE (:Kept {x: 1})")
    assert stop(server.home)
    assert status(server.home) is None
    assert not stop(server.home)
    said = []
    after = start(server, lib, say=said.append)
    assert after.pid != before.pid
    assert password(server.home) == secret
    assert ask(server, "MATCH (k:Kept) RETURN k.x AS x") == [{"x": 1}]
    assert server.address in said[0]


@pytest.mark.neo4j
def test_a_setting_it_does_not_take_is_shown_from_its_log(tmp_path, lib):
    server = Server(tmp_path, free_port(), heap="256m", pagecache="plenty", java=JAVA)
    with pytest.raises(ServerError, match="'plenty' is not a valid size"):
        start(server, lib)
    assert status(tmp_path) is None


@pytest.mark.neo4j
def test_a_server_without_patience_is_ended(tmp_path, lib):
    server = Server(tmp_path, free_port(), heap="256m", pagecache="64m", java=JAVA)
    with pytest.raises(ServerError, match="did not answer within 0 s"):
        start(server, lib, patience_s=0.0)
    stop(tmp_path)
    assert status(tmp_path) is None


@pytest.mark.neo4j
def test_a_taken_port_is_said_before_anything_starts(tmp_path, lib):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ServerError, match=f"port {port} is taken"):
            start(Server(tmp_path / "home", port, java=JAVA), lib)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("chosen", ["short", "with space in it", "@file-of-args", "-option-like"])
@pytest.mark.neo4j
def test_a_password_that_would_be_misread_is_refused(tmp_path, lib, chosen):
    with pytest.raises(ServerError, match="not a password for Neo4j"):
        start(Server(tmp_path, free_port(), java=JAVA), lib, first_password=chosen)
    assert not (tmp_path / "password").exists()


def test_the_note_of_a_dead_or_foreign_process_counts_for_nothing(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for pid in (ended.pid, os.getpid()):
        record(tmp_path, Running(pid, "bolt://127.0.0.1:1", "5.26.30"))
        assert status(tmp_path) is None
        assert not stop(tmp_path)
        assert not (tmp_path / "server.json").exists()


@pytest.mark.parametrize("note", ["", "{}", '{"pid": 1}', "[]"])
def test_a_spoilt_note_counts_for_nothing(tmp_path, note):
    (tmp_path / "server.json").write_text(note)
    assert status(tmp_path) is None


def test_a_missing_java_says_what_to_install(tmp_path):
    with pytest.raises(ServerError) as refusal:
        version_for(tmp_path / "nowhere" / "java")
    assert "no Java at" in str(refusal.value)
    assert "openjdk-17-jre-headless" in str(refusal.value)


@pytest.mark.parametrize(
    ("java", "neo4j"), [(17, "5.26.30"), (20, "5.26.30"), (21, "2026.08.1"), (25, "2026.08.1")]
)
def test_java_decides_on_the_release(fake_java, java, neo4j):
    assert version_for(fake_java(java)) == neo4j


@pytest.mark.parametrize("java", ["11", "1.8"])
def test_an_old_java_is_refused(fake_java, java):
    with pytest.raises(ServerError, match="Neo4j needs Java 17 or newer"):
        version_for(fake_java(java))


def test_jars_too_new_for_this_java_are_refused(fake_java, tmp_path):
    server = Server(tmp_path / "home", free_port(), java=fake_java(17))
    with pytest.raises(ServerError, match=r"needs Java 21\n.*or use Neo4j 5\.26\.30"):
        start(server, tmp_path / "neo4j-2026.08.1" / "lib")


def test_a_missing_maven_says_what_to_install_and_leaves_nothing(tmp_path):
    with pytest.raises(ServerError, match="apt install maven"):
        fetch(tmp_path, RELEASES[0].version, mvn=tmp_path / "nowhere" / "mvn")
    assert folders(tmp_path) == []


def folders(cache):
    return [path for path in cache.iterdir() if path.is_dir()]


def test_a_failed_fetch_shows_what_maven_said_and_leaves_nothing(tmp_path):
    mvn = tmp_path / "mvn"
    mvn.write_text("#!/bin/sh\necho '[ERROR] no line to the repository'\nexit 1\n")
    mvn.chmod(0o755)
    with pytest.raises(ServerError, match="no line to the repository"):
        fetch(tmp_path / "cache", RELEASES[0].version, mvn=mvn)
    assert folders(tmp_path / "cache") == []


def test_two_that_need_it_at_once_fetch_it_once(tmp_path):
    mvn = tmp_path / "mvn"
    mvn.write_text(
        f"#!/bin/sh\necho x >> {tmp_path}/calls\nsleep .5\n"
        "for last; do :; done\nlib=${last#-DoutputDirectory=}\nmkdir -p $lib && touch $lib/neo4j-x.jar\n"
    )
    mvn.chmod(0o755)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: fetch(tmp_path / "cache", RELEASES[0].version, mvn=mvn), range(2)))
    assert found[0] == found[1]
    assert [path.name for path in found[0].iterdir()] == ["neo4j-x.jar"]
    assert (tmp_path / "calls").read_text() == "x\n"


def test_a_fetched_release_is_not_fetched_again(tmp_path):
    lib = tmp_path / f"neo4j-{RELEASES[0].version}" / "lib"
    lib.mkdir(parents=True)
    assert fetch(tmp_path, RELEASES[0].version, mvn=tmp_path / "nowhere") == lib


def test_an_unknown_release_is_refused(tmp_path):
    with pytest.raises(ServerError, match=r"no Neo4j 4\.4 here"):
        fetch(tmp_path, "4.4")


def test_a_home_never_started_has_no_password(tmp_path):
    with pytest.raises(ServerError, match="cyberimpact neo4j start"):
        password(tmp_path)
