"""Stores for the tests: the embedded one, and a real Neo4j started here (or the one at NEO4J_URL)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from platformdirs import user_cache_path

os.environ.pop("COLUMNS", None)  # the width of the one who runs the tests is not that of their tables

from graph.neo4j_server import USER, Server, fetch, free_port, password, running, version_for
from graph.store import Store, open_store

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


class Address(NamedTuple):
    url: str
    user: str
    password: str


@pytest.fixture(scope="session")
def neo4j_address(tmp_path_factory) -> Iterator[Address]:
    """NEO4J_URL with NEO4J_USER and NEO4J_PASSWORD, or a private server for the time of the tests."""
    if url := os.environ.get("NEO4J_URL"):
        yield Address(url, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
        return
    server = Server(tmp_path_factory.mktemp("neo4j"), bolt_port=free_port(), heap="1g", pagecache="256m")
    lib = fetch(user_cache_path("cyberimpact"), version_for(server.java))
    with running(server, lib) as live:
        yield Address(live.address, USER, password(server.home))


@pytest.fixture(scope="session")
def server_store(neo4j_address) -> Iterator[Store]:
    """One open Neo4j for the whole session: ask for `neo4j_store` to have it empty."""
    with open_store(neo4j_address.url, user=neo4j_address.user, password=neo4j_address.password) as store:
        yield store


@pytest.fixture
def neo4j_store(server_store) -> Store:
    empty(server_store)
    return server_store


@pytest.fixture
def kglite_store(tmp_path) -> Iterator[Store]:
    with open_store(tmp_path / "graph.kgl") as store:
        yield store


@pytest.fixture(params=["kglite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request) -> Store:
    """An empty store of each kind."""
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; tests that need it say so when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared/data is absent: this test needs the real data")
    return SHARED


def empty(store: Store) -> None:
    """Remove every node and relation."""
    store.sweep("MATCH (n) WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS deleted", {})
