"""The sample graph in each store, loaded once for a module."""

from collections.abc import Iterator

import pytest

from graph.store import Store, open_store
from tests.conftest import empty
from tests.cypher.sample import fill


@pytest.fixture(scope="module")
def filled_kglite(tmp_path_factory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("sample") / "graph.kgl") as store:
        fill(store)
        yield store


@pytest.fixture(scope="module")
def filled_neo4j(server_store) -> Iterator[Store]:
    empty(server_store)
    fill(server_store)
    yield server_store
    empty(server_store)


@pytest.fixture(scope="module", params=["kglite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def filled(request) -> Store:
    """The sample graph, in a store of each kind: not to be written to."""
    return request.getfixturevalue(f"filled_{request.param}")
