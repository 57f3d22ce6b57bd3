"""Cases of all sources, and graphs that hold the territory already."""

import shutil
from itertools import count

import pytest

from graph.reference import ensure_reference
from graph.store import open_store
from tests.collectors.conformance.world import World


@pytest.fixture(scope="session")
def territory_file(tmp_path_factory):
    """An embedded graph with the reference alone, to be copied."""
    path = tmp_path_factory.mktemp("territory") / "graph.kgl"
    with open_store(path) as store:
        ensure_reference(store)
    return path


@pytest.fixture
def server(server_store):
    """The Neo4j of the tests, with the territory and nothing else."""
    ensure_reference(server_store)
    rest = "MATCH (n) WHERE NOT n:Location AND NOT n:Need WITH n LIMIT $batch "
    server_store.sweep(rest + "DETACH DELETE n RETURN count(*) AS deleted", {})
    return server_store


@pytest.fixture
def world(territory_file, tmp_path):
    """Makes small worlds, each with a graph of its own; closed at the end."""
    opened = []
    numbers = count()

    def make(store=None):
        folder = tmp_path / f"world-{next(numbers)}"
        folder.mkdir()
        if store is None:
            for path in territory_file.parent.glob("graph.kgl*"):
                if path.is_file() and not path.name.endswith("lock"):
                    shutil.copy(path, folder / path.name)
            store = open_store(folder / "graph.kgl")
            opened.append(store)
        return World(store, folder)

    yield make
    for store in opened:
        store.close()
