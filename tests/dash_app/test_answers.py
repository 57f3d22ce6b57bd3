import pytest

from cypher import QueryError
from dash_app import answers
from graph.store import open_store


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("empty") / "graph.kgl") as store:
        yield store


def test_an_empty_graph_says_how_to_fill_it(empty):
    rows, said = answers.cascades(empty, None, None, None, "fr")
    assert rows == []
    assert "cyberimpact import" in said
    assert "cyberimpact analyse" in said
    assert "cyberimpact import" in answers.needs(empty, "all", "people", None, "en").message


def test_no_cascade_chosen_or_an_unknown_one(empty):
    assert answers.tree(empty, None, "fr").message.startswith("Choisissez une cascade")
    assert answers.tree(empty, "nowhere", "fr").message.startswith("Cette cascade n’est pas dans le graphe")


def test_a_departement_without_rates(empty):
    assert answers.needs(empty, "all", "people", "34", "fr").message.startswith("Aucune commune")


def test_a_date_that_is_not_one_is_named(empty):
    with pytest.raises(QueryError, match="'from'"):
        answers.cascades(empty, "yesterday", None, None, "fr")
