"""Every query that the analyses and the exports read by answers the same on both stores."""

import pytest

from cypher import queries

WINDOWS = {question.name: question for question in queries("windows")}
GIVEN = {
    "uid": "cascades:1",
    "run": "cascades:1",
    "action": "action:1",
    "claim": "claim:a1",
    "need": "shelter",
    "service": "CAF",
    "target": "water",
    "least": 2,
    "uids": ["w00", "s1"],
}

GIVEN_HERE = {("windows/need_times", "need"): "water"}


@pytest.mark.neo4j
@pytest.mark.parametrize("name", WINDOWS)
def test_both_engines_give_the_same_rows(name, filled_kglite, filled_neo4j):
    asked = WINDOWS[name]
    given = {
        param.name: GIVEN_HERE.get((name, param.name), GIVEN[param.name])
        for param in asked.params
        if param.required
    }
    embedded, server = (store.read(asked, given) for store in (filled_kglite, filled_neo4j))
    assert embedded.rows() == server.rows()
    assert embedded.height > 0, f"the sample graph of the tests gives {name} nothing to answer"
