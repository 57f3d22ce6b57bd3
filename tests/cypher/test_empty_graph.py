"""A graph without data is asked too: no question may fail on a label or a property that nobody loaded yet."""

from cypher import queries


def test_every_question_can_be_put_to_an_empty_graph(store):
    for question in queries():
        values = {param.name: "44" for param in question.params if param.required}
        assert store.read(question, values).columns == [column.name for column in question.columns]
