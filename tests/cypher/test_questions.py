"""Every public question answers, within its promises, and the same from both engines."""

import pytest

from cypher import queries, query
from tests.cypher.expected_actions import ACTIONS
from tests.cypher.expected_crisis import CRISIS
from tests.cypher.expected_crowds import CROWDS
from tests.cypher.expected_rumours import RUMOURS
from tests.cypher.expected_services import SERVICES
from tests.cypher.expected_signals import SIGNALS

EXPECTED = [*RUMOURS, *CROWDS, *SERVICES, *SIGNALS, *ACTIONS, *CRISIS]
QUESTIONS = [question.name for question in queries()]
GIVEN = {
    "action": "action:1",
    "root": "a1",
    "phrase": "téléphone",
    "code": "44",
    "place": "Nantes",
    "need": "shelter",
    "stage": "schedule:daily",
    "claim": "claim:a1",
    "community": "community:u_ann",
    "signal": "s1",
    "source": "u_ann",
    "target": "u_bob",
}
GIVEN_HERE = {
    ("rumours/first_posts", "phrase"): "centrale",
    ("rumours/cross_places", "phrase"): "eau potable",
    ("rumours/inferred_parents", "root"): "b1",
    ("claims/of_territory", "code"): "29",
}
PHRASED = ("rumours/first_posts", "rumours/cross_places", "needs/feedback_search")


def given(question):
    """A value for each parameter that has no default."""
    required = [param.name for param in question.params if param.required]
    return {name: GIVEN_HERE.get((question.name, name), GIVEN[name]) for name in required}


@pytest.mark.neo4j
@pytest.mark.parametrize("name", QUESTIONS)
def test_both_engines_give_the_same_rows(name, filled_kglite, filled_neo4j):
    question = query(name)
    embedded, server = (store.read(question, given(question)) for store in (filled_kglite, filled_neo4j))
    assert embedded.rows() == server.rows()
    assert embedded.height > 0, f"the sample graph of the tests gives {name} nothing to answer"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_column_promised_without_nulls_has_none(name, filled):
    question = query(name)
    frame = filled.read(question, given(question))
    promised = [column.name for column in question.columns if not column.optional]
    assert {column: frame[column].null_count() for column in promised} == dict.fromkeys(promised, 0)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "$limit" in query(name).text])
def test_a_limit_is_kept(name, filled):
    question = query(name)
    assert filled.read(question, {**given(question), "limit": 1}).height == 1


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "$from" in query(name).text])
def test_a_window_without_records_is_empty(name, filled):
    question = query(name)
    assert filled.read(question, {**given(question), "from": "2030-01-01"}).height == 0
    assert filled.read(question, {**given(question), "to": "2020-01-01"}).height == 0


@pytest.mark.parametrize(("name", "values", "rows"), EXPECTED)
def test_rows(name, values, rows, filled):
    assert filled.read(query(name), values).rows() == rows


def test_each_question_of_these_folders_has_its_rows():
    written_elsewhere = {
        *("rumours/top_cascades", "rumours/cascade_tree", "rumours/cascade_territories"),
        *("rumours/first_relays", "needs/rates", "needs/topics"),
        *("quality/coverage", "quality/languages", "quality/sources"),
    }
    folders = (
        *(
            "actions",
            "rumours",
            "claims",
            "crisis",
            "crowds",
            "needs",
            "places",
            "quality",
            "services",
            "signals",
        ),
        "sources",
    )
    here = {name for name in QUESTIONS if name.split("/")[0] in folders}
    assert here - written_elsewhere == {name for name, _, _ in EXPECTED}


def test_the_phrase_is_read_alike_everywhere():
    """The files cannot share text, so their common part must stay the same."""
    parts = {_between(query(name).text, "// The index proposes", "CALL db.index") for name in PHRASED}
    assert len(parts) == 1


def _between(text, start, end):
    return text[text.index(start) : text.index(end)]
